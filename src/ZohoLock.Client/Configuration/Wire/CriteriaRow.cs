using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZohoLock.Configuration.Wire;

/// <summary>A comparison or a group in a request or response.</summary>
internal sealed record CriteriaRow
{
    [JsonPropertyName("comparator")]
    public string? Comparator { get; init; }

    [JsonPropertyName("field")]
    public FieldRow? Field { get; init; }

    // Not nullable, so that an explicit null differs from a missing value.
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

    /// <summary>The criteria; null if they are neither a comparison nor a group.</summary>
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
