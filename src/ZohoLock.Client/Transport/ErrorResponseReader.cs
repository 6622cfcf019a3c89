using System.Text.Json;
using ZohoLock.Errors;

namespace ZohoLock.Transport;

/// <summary>Reads Zoho's error object (protocol section 8), either alone or as the first item of an array property.</summary>
internal static class ErrorResponseReader
{
    private const int MaxPermissions = 10;

    // A parameter of a call; what is wrong in a query.
    private static readonly string[] NameKeys = ["param_name", "param", "column_name", "module", "cvid", "operator", "clause", "near"];

    private static readonly string[] LocationKeys = ["expected_fields", "ambiguity_due_to"];

    /// <summary>The error in the response to <paramref name="call"/>; null if the body is JSON that reports no error.</summary>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public static ZohoError? Read(ApiCall call, int status, ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        return FindError(document.RootElement) is { } item ? ErrorCatalog.Describe(ToRefusal(call, status, item)) : null;
    }

    private static JsonElement? FindError(JsonElement root)
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
        GetText(item, "code") is { } code && !string.IsNullOrWhiteSpace(code) && !code.Equals("SUCCESS", StringComparison.OrdinalIgnoreCase)
        && !string.Equals(GetText(item, "status"), "success", StringComparison.OrdinalIgnoreCase);

    private static Refusal ToRefusal(ApiCall call, int status, JsonElement item)
    {
        var code = GetText(item, "code")!;
        var message = GetText(item, "message")?.Trim() is { Length: > 0 } text ? text : code;
        if (!item.TryGetProperty("details", out var details) || details.ValueKind != JsonValueKind.Object)
        {
            return new(status, code, message) { Method = call.Method, Path = call.Path };
        }

        var permissions = ReadPermissions(details);
        return new(status, code, message + DescribeLocation(details) + DescribePermissions(permissions))
        {
            Method = call.Method,
            Path = call.Path,
            Details = details.GetRawText(),
            PathIndex = ReadPathIndex(details),
            Permissions = permissions,
        };
    }

    private static int? ReadPathIndex(JsonElement details) =>
        details.TryGetProperty("resource_path_index", out var index)
        && index.ValueKind == JsonValueKind.Number
        && index.TryGetInt32(out var at) ? at : null;

    // Zoho says which field or parameter is wrong; without this a user sees only "unknown error".
    private static string? DescribeLocation(JsonElement details)
    {
        var place = GetLocation(details);
        var name = GetText(place, "api_name") ?? NameKeys.Select(key => GetText(details, key)).FirstOrDefault(text => text is not null);
        var path = GetText(place, "json_path");
        return (name, path) switch
        {
            (null, null) => null,
            (_, null) => $" ({name})",
            (null, _) => $" ({path})",
            _ => $" ({name} at {path})",
        };
    }

    // If several keys are named, the first is enough (protocol section 2.5).
    private static JsonElement GetLocation(JsonElement details)
    {
        foreach (var key in LocationKeys)
        {
            if (details.TryGetProperty(key, out var places)
                && places is { ValueKind: JsonValueKind.Array }
                && places.GetArrayLength() > 0
                && places[0].ValueKind == JsonValueKind.Object)
            {
                return places[0];
            }
        }

        return details;
    }

    private static string[] ReadPermissions(JsonElement details) =>
        details.TryGetProperty("permissions", out var names) && names.ValueKind == JsonValueKind.Array
            ? [.. names.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Take(MaxPermissions)
                .Select(name => DisplayText.Line(name.GetString(), ZohoError.MaxCodeLength))]
            : [];

    private static string? DescribePermissions(string[] permissions) => permissions is [] ? null : $" ({string.Join(", ", permissions)})";

    private static string? GetText(JsonElement item, string property) =>
        item.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
