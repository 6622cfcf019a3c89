using System.Text.Json.Serialization;
using ZohoLock.Transport;

namespace ZohoLock.Locking;

/// <summary>A lock in a response. Keys are matched without regard to case, because the sources disagree (protocol section 1.4).</summary>
internal sealed record LockRow
{
    [JsonPropertyName("id")]
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    [JsonPropertyName("Locked_For__s")]
    [JsonConverter(typeof(OptionalConverter<LockedRecord>))]
    public LockedRecord? LockedFor { get; init; }

    // The official SDK and its OpenAPI file use this spelling, with one underscore.
    [JsonPropertyName("locked_for_s")]
    [JsonConverter(typeof(OptionalConverter<LockedRecord>))]
    public LockedRecord? SdkLockedFor { get; init; }

    [JsonPropertyName("Locked_By__s")]
    [JsonConverter(typeof(OptionalConverter<WireUser>))]
    public WireUser? LockedBy { get; init; }

    [JsonPropertyName("Locked_Reason__s")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public string? Reason { get; init; }

    [JsonPropertyName("Lock_Source__s")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public string? Source { get; init; }

    [JsonPropertyName("Locked_Time__s")]
    [JsonConverter(typeof(OptionalConverter<DateTimeOffset?>))]
    public DateTimeOffset? Time { get; init; }

    [JsonPropertyName("Record_Locking_Configuration_Id__s")]
    [JsonConverter(typeof(OptionalIdConverter))]
    public string? ConfigurationId { get; init; }

    [JsonPropertyName("Record_Locking_Rule_Id__s")]
    [JsonConverter(typeof(OptionalIdConverter))]
    public string? RuleId { get; init; }

    [JsonPropertyName("$editable")]
    [JsonConverter(typeof(OptionalConverter<bool?>))]
    public bool? Editable { get; init; }
}

/// <summary>The record that is locked.</summary>
internal sealed record LockedRecord
{
    [JsonPropertyName("name")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public string? Name { get; init; }
}
