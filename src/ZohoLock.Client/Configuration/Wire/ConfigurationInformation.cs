using System.Text.Json;
using System.Text.Json.Serialization;
using ZohoLock.Transport;

namespace ZohoLock.Configuration.Wire;

/// <summary>The body of every call, and of the answer to a look (protocol section 2.2).</summary>
internal sealed record ConfigurationList(
    [property: JsonPropertyName("record_locking_configurations")] IReadOnlyList<ConfigurationRow?>? Configurations);

/// <summary>A configuration, as the wire has it.</summary>
internal sealed record ConfigurationRow
{
    [JsonPropertyName("id")]
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    [JsonPropertyName("lock_type")]
    public string? LockType { get; init; }

    [JsonPropertyName("locked_for")]
    public string? LockedFor { get; init; }

    [JsonPropertyName("lock_excluded_profiles")]
    public IReadOnlyList<NamedRow?>? ExcludedProfiles { get; init; }

    [JsonPropertyName("locking_rules")]
    public IReadOnlyList<RuleRow?>? LockingRules { get; init; }

    [JsonPropertyName("excluded_fields")]
    public IReadOnlyList<FieldRow?>? ExcludedFields { get; init; }

    [JsonPropertyName("feature_type")]
    public string? FeatureType { get; init; }

    [JsonPropertyName("restricted_actions")]
    public IReadOnlyList<string?>? RestrictedActions { get; init; }

    [JsonPropertyName("restricted_communications")]
    public IReadOnlyList<string?>? RestrictedCommunications { get; init; }

    [JsonPropertyName("restricted_custom_buttons")]
    public IReadOnlyList<NamedRow?>? RestrictedCustomButtons { get; init; }

    [JsonPropertyName("lock_for_portal_users")]
    public bool? LockForPortalUsers { get; init; }

    [JsonPropertyName("system_defined")]
    [JsonConverter(typeof(OptionalConverter<bool?>))]
    public bool? SystemDefined { get; init; }

    [JsonPropertyName("created_time")]
    [JsonConverter(typeof(OptionalConverter<DateTimeOffset?>))]
    public DateTimeOffset? CreatedTime { get; init; }

    [JsonPropertyName("modified_time")]
    [JsonConverter(typeof(OptionalConverter<DateTimeOffset?>))]
    public DateTimeOffset? ModifiedTime { get; init; }

    [JsonPropertyName("created_by")]
    [JsonConverter(typeof(OptionalConverter<WireUser>))]
    public WireUser? CreatedBy { get; init; }

    [JsonPropertyName("modified_by")]
    [JsonConverter(typeof(OptionalConverter<WireUser>))]
    public WireUser? ModifiedBy { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>What is sent: nothing that Zoho alone decides on.</summary>
    public static ConfigurationRow From(LockConfiguration configuration) => new()
    {
        LockType = ConfigurationValues.Word(configuration.LockType),
        LockedFor = ConfigurationValues.Word(configuration.LockedFor),
        ExcludedProfiles = Rows(configuration.ExcludedProfiles, NamedRow.From),
        LockingRules = Rows(configuration.LockingRules, RuleRow.From),
        ExcludedFields = Rows(configuration.ExcludedFields, FieldRow.From),
        FeatureType = configuration.FeatureType,
        RestrictedActions = Rows(configuration.RestrictedActions, action => action),
        RestrictedCommunications = Rows(configuration.RestrictedCommunications, communication => communication),
        RestrictedCustomButtons = Rows(configuration.RestrictedCustomButtons, NamedRow.From),
        LockForPortalUsers = configuration.LockForPortalUsers,
        Unknown = configuration.Unknown.ToRow(
            configuration.LockType is null ? null : "lock_type", configuration.LockedFor is null ? null : "locked_for"),
    };

    /// <summary>The configuration; null where a rule's criteria are neither a comparison nor a group.</summary>
    public LockConfiguration? ToConfiguration(string module)
    {
        var rules = Known(LockingRules).Select(rule => rule.ToRule()).ToArray();
        var type = ConfigurationValues.ParseLockType(LockType);
        var lockedFor = ConfigurationValues.ParseLockedFor(LockedFor);
        var unknown = Unknown ?? [];
        Keep(unknown, "lock_type", LockType, type is not null);
        Keep(unknown, "locked_for", LockedFor, lockedFor is not null);
        return Array.Exists(rules, rule => rule is null) ? null : new()
        {
            Module = module,
            Id = Id,
            LockType = type,
            LockedFor = lockedFor,
            ExcludedProfiles = [.. Known(ExcludedProfiles).Select(row => row.ToReference())],
            LockingRules = rules!,
            ExcludedFields = [.. Known(ExcludedFields).Select(row => row.ToReference())],
            FeatureType = FeatureType,
            RestrictedActions = [.. Known(RestrictedActions)],
            RestrictedCommunications = [.. Known(RestrictedCommunications)],
            RestrictedCustomButtons = [.. Known(RestrictedCustomButtons).Select(row => row.ToReference())],
            LockForPortalUsers = LockForPortalUsers ?? true,
            SystemDefined = SystemDefined,
            CreatedTime = CreatedTime,
            ModifiedTime = ModifiedTime,
            CreatedBy = CreatedBy?.ToUser(),
            ModifiedBy = ModifiedBy?.ToUser(),
            Unknown = UnknownKeys.From(unknown),
        };
    }

    private static void Keep(Dictionary<string, JsonElement> unknown, string key, string? word, bool isKnown)
    {
        if (word is not null && !isKnown)
        {
            unknown[key] = JsonSerializer.SerializeToElement(word, ConfigurationJson.Default.String);
        }
    }

    private static TRow[]? Rows<T, TRow>(IReadOnlyList<T> items, Func<T, TRow> row) => items.Count == 0 ? null : [.. items.Select(row)];

    private static IEnumerable<T> Known<T>(IReadOnlyList<T?>? rows)
        where T : class => rows?.OfType<T>() ?? [];
}

/// <summary>A rule, as the wire has it.</summary>
internal sealed record RuleRow
{
    [JsonPropertyName("id")]
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("criteria")]
    public CriteriaRow? Criteria { get; init; }

    [JsonPropertyName("lock_existing_records")]
    public bool? LockExistingRecords { get; init; }

    // Of a PUT only: takes the rule away.
    [JsonPropertyName("_delete")]
    public bool? Delete { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public static RuleRow From(LockingRule rule) => new()
    {
        Id = rule.Id,
        Name = rule.Name,
        Criteria = rule.Criteria is { } criteria ? CriteriaRow.From(criteria) : null,
        LockExistingRecords = rule.LockExistingRecords,
        Unknown = rule.Unknown.ToRow(),
    };

    public LockingRule? ToRule()
    {
        var criteria = Criteria?.ToCriteria();
        return criteria is null && Criteria is not null ? null : new()
        {
            Id = Id,
            Name = Name,
            Criteria = criteria,
            LockExistingRecords = LockExistingRecords ?? false,
            Unknown = UnknownKeys.From(Unknown),
        };
    }
}

/// <summary>A comparison or a group, as the wire has it.</summary>
internal sealed record CriteriaRow
{
    [JsonPropertyName("comparator")]
    public string? Comparator { get; init; }

    [JsonPropertyName("field")]
    public FieldRow? Field { get; init; }

    // Not nullable, so that null and no value at all are told apart.
    [JsonPropertyName("value")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonElement Value { get; init; }

    [JsonPropertyName("group_operator")]
    public string? GroupOperator { get; init; }

    [JsonPropertyName("group")]
    public IReadOnlyList<CriteriaRow?>? Group { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public static CriteriaRow From(LockingCriteria criteria) => criteria switch
    {
        LockingComparison comparison => new()
        {
            Comparator = comparison.Comparator,
            Field = FieldRow.From(comparison.Field),
            Value = comparison.Value?.ToJson() ?? default,
            Unknown = comparison.Unknown.ToRow(),
        },
        LockingCriteriaGroup group => new()
        {
            GroupOperator = group.Operator == ZohoLock.GroupOperator.And ? "AND" : "OR",
            Group = [.. group.Criteria.Select(From)],
            Unknown = group.Unknown.ToRow(),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(criteria)),
    };

    /// <summary>The criteria; null where they are neither a comparison nor a group.</summary>
    public LockingCriteria? ToCriteria()
    {
        if (Field is not null && Comparator is not null)
        {
            return new LockingComparison(
                Field.ToReference(), Comparator, Value.ValueKind == JsonValueKind.Undefined ? null : CriterionValue.FromJson(Value))
            {
                Unknown = UnknownKeys.From(Unknown),
            };
        }

        var parts = Group?.Select(part => part?.ToCriteria()).ToArray();
        GroupOperator? how = "AND".Equals(GroupOperator, StringComparison.OrdinalIgnoreCase) ? ZohoLock.GroupOperator.And
            : "OR".Equals(GroupOperator, StringComparison.OrdinalIgnoreCase) ? ZohoLock.GroupOperator.Or
            : null;
        return parts is null || how is null || Array.Exists(parts, part => part is null)
            ? null
            : new LockingCriteriaGroup(how.Value, parts!) { Unknown = UnknownKeys.From(Unknown) };
    }
}

/// <summary>A field, as the wire names one.</summary>
internal sealed record FieldRow
{
    [JsonPropertyName("api_name")]
    public string? ApiName { get; init; }

    [JsonPropertyName("id")]
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public static FieldRow From(FieldReference field) => new() { ApiName = field.ApiName, Id = field.Id, Unknown = field.Unknown.ToRow() };

    public FieldReference ToReference() => new(ApiName, Id) { Unknown = UnknownKeys.From(Unknown) };
}

/// <summary>A profile or a custom button, as the wire names one.</summary>
internal sealed record NamedRow
{
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("id")]
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public static NamedRow From(NamedReference reference) =>
        new() { Name = reference.Name, Id = reference.Id, Unknown = reference.Unknown.ToRow() };

    public NamedReference ToReference() => new(Name, Id) { Unknown = UnknownKeys.From(Unknown) };
}

/// <summary>What creating, changing and deleting answer.</summary>
internal sealed record ConfigurationChangeResponse(
    [property: JsonPropertyName("record_locking_configurations")] IReadOnlyList<ChangeItem?>? Configurations);

/// <summary>The serializer's code for locking configurations. Criteria may be nested as deeply as they can be written as text.</summary>
[JsonSourceGenerationOptions(
    Converters = [typeof(TextOrNumberConverter), typeof(DateTimeOffsetConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = LockingCriteria.MaxJsonDepth)]
[JsonSerializable(typeof(ConfigurationList))]
[JsonSerializable(typeof(ConfigurationChangeResponse))]
[JsonSerializable(typeof(CriteriaRow))]
[JsonSerializable(typeof(string))]
internal sealed partial class ConfigurationJson : JsonSerializerContext;
