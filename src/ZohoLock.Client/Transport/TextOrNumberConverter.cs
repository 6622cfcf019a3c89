using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZohoLock.Transport;

/// <summary>
/// Reads a string that some servers send as a number, such as a name made of digits. For ids see <see cref="IdConverter"/>.
/// </summary>
internal sealed class TextOrNumberConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
        _ => reader.GetString(),
    };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
