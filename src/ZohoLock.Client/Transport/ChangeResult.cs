using System.Text.Json.Serialization;

namespace ZohoLock.Transport;

/// <summary>What Zoho answers to one change: a code and details.</summary>
internal sealed record ChangeResult
{
    [JsonPropertyName("code")]
    public string? Code { get; init; }

    [JsonPropertyName("details")]
    [JsonConverter(typeof(OptionalConverter<ChangeDetails>))]
    public ChangeDetails? Details { get; init; }
}

/// <summary>The id of what was changed; for a new lock also who created it and when.</summary>
internal sealed record ChangeDetails
{
    [JsonPropertyName("id")]
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    [JsonPropertyName("Created_By")]
    [JsonConverter(typeof(OptionalConverter<WireUser>))]
    public WireUser? CreatedBy { get; init; }

    [JsonPropertyName("Created_Time")]
    [JsonConverter(typeof(OptionalConverter<DateTimeOffset?>))]
    public DateTimeOffset? CreatedTime { get; init; }
}
