using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ZohoLock.Input;

namespace ZohoLock.Transport;

/// <summary>
/// Reads an id that is used in paths of calls: digits, as a string or a number (protocol section 1.4). Anything else makes the response
/// unreadable, because an id such as <c>..</c> would change the path of the next call.
/// </summary>
internal sealed class IdConverter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryRead(ref reader) ?? throw new JsonException("An id has digits only.");

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    /// <summary>The id; null if the value isn't one.</summary>
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
