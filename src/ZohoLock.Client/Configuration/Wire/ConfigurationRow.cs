using System.Text.Json;
using System.Text.Json.Serialization;
using ZohoLock.Transport;

namespace ZohoLock.Configuration.Wire;

/// <summary>A configuration in a request or response.</summary>
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

    /// <summary>Creates the row to send, without the values that only Zoho sets.</summary>
    public static ConfigurationRow From(LockConfiguration configuration) => new()
    {
        LockType = ConfigurationValues.ToApiValue(configuration.LockType),
        LockedFor = ConfigurationValues.ToApiValue(configuration.LockedFor),
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

    /// <summary>The configuration; null if a rule's criteria are neither a comparison nor a group.</summary>
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

/// <summary>A rule in a request or response.</summary>
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

    // In a PUT only: removes the rule.
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

/// <summary>A field reference in a request or response.</summary>
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

/// <summary>A reference to a profile or custom button in a request or response.</summary>
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
