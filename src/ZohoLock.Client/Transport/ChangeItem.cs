using System.Text.Json.Serialization;
using ZohoLock.Locking;

namespace ZohoLock.Transport;

/// <summary>The one item of <see cref="ChangeResponse"/>.</summary>
internal sealed record ChangeItem
{
    [JsonPropertyName("code")]
    public string? Code { get; init; }

    [JsonPropertyName("details")]
    [JsonConverter(typeof(OptionalConverter<ChangeDetails>))]
    public ChangeDetails? Details { get; init; }
}

/// <summary>The lock's id, and with a new lock who made it and when.</summary>
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
