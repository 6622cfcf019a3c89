using System.Text.Json;
using System.Text.Json.Serialization;
using ZohoLock.Transport;

namespace ZohoLock.Configuration.Wire;

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
