using System.Text.Json;
using System.Text.Json.Serialization;
using ZohoLock.Transport;

namespace ZohoLock.Configuration.Wire;

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
