using System.Text.Json.Serialization;

namespace ZohoLock.Transport;

/// <summary>A user in a response.</summary>
internal sealed record WireUser
{
    [JsonPropertyName("id")]
    [JsonConverter(typeof(OptionalIdConverter))]
    public string? Id { get; init; }

    [JsonPropertyName("name")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public string? Name { get; init; }

    public User ToUser() => new() { Id = Id, Name = Name };
}
