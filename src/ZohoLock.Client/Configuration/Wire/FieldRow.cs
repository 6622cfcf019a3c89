using System.Text.Json;
using System.Text.Json.Serialization;
using ZohoLock.Transport;

namespace ZohoLock.Configuration.Wire;

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
