using System.Text.Json;
using System.Text.Json.Serialization;
using ZohoLock.Transport;

namespace ZohoLock.Configuration.Wire;

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
