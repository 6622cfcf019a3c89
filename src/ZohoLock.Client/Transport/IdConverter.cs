using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ZohoLock.Input;

namespace ZohoLock.Transport;

/// <summary>
/// Reads an id that calls are made with: digits, as a string or as a number (protocol section 1.4). Anything else makes the response unreadable, because
/// an id such as <c>..</c> would make the path of the next call that of something else.
/// </summary>
internal sealed class IdConverter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryRead(ref reader) ?? throw new JsonException("An id has digits only.");

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    /// <summary>The id; null if the value is none.</summary>
    internal static string? TryRead(ref Utf8JsonReader reader)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
            _ => null,
        };
        return Identifier.IsValid(text) ? text : null;
    }
}
