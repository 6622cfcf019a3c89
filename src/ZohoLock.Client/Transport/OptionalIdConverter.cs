using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZohoLock.Transport;

/// <summary>Reads an id that is only shown or compared: an invalid one is null and doesn't make the response unreadable.</summary>
internal sealed class OptionalIdConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var id = IdConverter.TryRead(ref reader);
        reader.Skip();
        return id;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
