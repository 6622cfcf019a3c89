using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZohoLock.Transport;

/// <summary>
/// Reads an ISO 8601 time with any form of offset: <c>+05:30</c>, <c>+0530</c>, <c>+05</c>, <c>Z</c>. Without one it can't be read, because it
/// would be the time of this machine's zone.
/// </summary>
internal sealed class DateTimeOffsetConverter : JsonConverter<DateTimeOffset>
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzz", "yyyy-MM-dd'T'HH:mmzzz",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd HH:mm:ss.FFFFFFFzz",
    ];

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || (reader.TryGetDateTime(out var local) && local.Kind == DateTimeKind.Unspecified))
        {
            throw new JsonException();
        }

        return reader.TryGetDateTimeOffset(out var time)
            || DateTimeOffset.TryParseExact(reader.GetString(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out time)
            ? time
            : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
