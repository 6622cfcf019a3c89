using System.Text.Json;

namespace ZohoLock.Http;

/// <summary>Reads Zoho's error envelope (protocol section 8), bare or as the first item of a wrapper array.</summary>
internal static class ErrorAnswer
{
    /// <summary>The error in <paramref name="body"/>; null where the body is JSON that reports none.</summary>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public static ZohoError? Read(int status, ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        return Find(document.RootElement) is { } item ? Describe(status, item) : null;
    }

    private static JsonElement? Find(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (IsError(root))
        {
            return root;
        }

        foreach (var property in root.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Array
                && property.Value.GetArrayLength() > 0
                && property.Value[0] is { ValueKind: JsonValueKind.Object } first
                && IsError(first))
            {
                return first;
            }
        }

        return null;
    }

    private static bool IsError(JsonElement item) =>
        Text(item, "code") is { } code && !code.Equals("SUCCESS", StringComparison.OrdinalIgnoreCase)
        && !string.Equals(Text(item, "status"), "success", StringComparison.OrdinalIgnoreCase);

    private static ZohoError Describe(int status, JsonElement item)
    {
        var details = item.TryGetProperty("details", out var value) && value.ValueKind == JsonValueKind.Object ? value : default;
        var hasDetails = details.ValueKind == JsonValueKind.Object;
        var code = Text(item, "code")!;
        var message = Text(item, "message")?.Trim();
        return ErrorCatalog.Describe(
            status,
            code,
            (string.IsNullOrEmpty(message) ? code : message) + (hasDetails ? Where(details) : null),
            hasDetails ? details.GetRawText() : null,
            hasDetails ? PathIndex(details) : null);
    }

    private static int? PathIndex(JsonElement details) =>
        details.TryGetProperty("resource_path_index", out var index)
        && index.ValueKind == JsonValueKind.Number
        && index.TryGetInt32(out var at) ? at : null;

    // "unknown error" is what users of other tools see: Zoho does say which field or parameter it means.
    private static string? Where(JsonElement details)
    {
        var name = Text(details, "api_name") ?? Text(details, "param_name") ?? Text(details, "param");
        var path = Text(details, "json_path");
        return (name, path) switch
        {
            (null, null) => null,
            (_, null) => $" ({name})",
            (null, _) => $" ({path})",
            _ => $" ({name} at {path})",
        };
    }

    private static string? Text(JsonElement item, string property) =>
        item.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? Text(value) : null;

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a character, written as an escape: the rest of the text still tells something.
            return value.GetRawText().Trim('"');
        }
    }
}
