using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZohoLock.Transport;

/// <summary>The paging information of a list (protocol sections 9 and 13).</summary>
/// <param name="HasMore">Whether another page follows; null if the response doesn't tell.</param>
/// <param name="NextPageToken">The token of the page that follows; null if it is read by its number.</param>
internal sealed record ListInfo(bool? HasMore, string? NextPageToken)
{
    /// <summary>The maximum length of a page token that is sent back; Zoho's have about a hundred characters.</summary>
    public const int MaxTokenLength = 2_048;
}

/// <summary>
/// Reads <see cref="ListInfo"/>. Unexpected values are ignored, but a token that can't be sent back makes the response unreadable.
/// </summary>
internal sealed class ListInfoConverter : JsonConverter<ListInfo>
{
    public override ListInfo Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var info = document.RootElement;
        bool? hasMore = info.ValueKind == JsonValueKind.Object && info.TryGetProperty("more_records", out var more) ? ReadBoolean(more) : null;
        return new(hasMore, hasMore == true ? ReadToken(info) : null);
    }

    public override void Write(Utf8JsonWriter writer, ListInfo value, JsonSerializerOptions options) => throw new NotSupportedException("It is only read.");

    private static bool? ReadBoolean(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(value.GetString(), out var truth) => truth,
        _ => null,
    };

    private static string? ReadToken(JsonElement info)
    {
        if (!info.TryGetProperty("next_page_token", out var token) || token.ValueKind != JsonValueKind.String || token.GetString() is not { Length: > 0 } text)
        {
            return null;
        }

        return text.Length <= ListInfo.MaxTokenLength && !text.Any(char.IsControl)
            ? text
            : throw new JsonException("A page token is a short text.");
    }
}
