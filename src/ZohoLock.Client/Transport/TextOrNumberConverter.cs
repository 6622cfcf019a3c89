using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZohoLock.Transport;

/// <summary>Reads a string that some servers write as a number, as a name that is made of digits; ids are <see cref="IdConverter"/>'s.</summary>
internal sealed class TextOrNumberConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
        _ => reader.GetString(),
    };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
