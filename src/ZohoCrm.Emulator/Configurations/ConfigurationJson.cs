using System.Text.Json;
using ZohoCrm.Emulator.Api;

namespace ZohoCrm.Emulator.Configurations;

/// <summary>Reads and writes what configurations, rules and criteria have in common.</summary>
internal static class ConfigurationJson
{
    public static void WriteField(this Utf8JsonWriter json, ReadOnlySpan<byte> name, CrmField field)
    {
        json.WriteStartObject(name);
        json.WriteString("api_name"u8, field.ApiName);
        json.WriteString("id"u8, field.Id);
        json.WriteEndObject();
    }

    public static void WriteKeys(this Utf8JsonWriter json, IReadOnlyDictionary<string, JsonElement> keys)
    {
        foreach (var (name, value) in keys)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
    }

    /// <summary>The value of a key; null where it is absent or null.</summary>
    public static JsonElement? Value(this JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The text of a key; null where it is absent or null.</summary>
    /// <exception cref="ApiRefusedException">It is no text.</exception>
    public static string? Text(this JsonElement item, string name, string path)
    {
        if (item.Value(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : throw new ApiRefusedException(ConfigurationErrors.NotOfType("text", name, $"{path}.{name}"));
    }

    /// <summary>The id of an item, sent as a string or as a number; null where it is absent or null.</summary>
    /// <exception cref="ApiRefusedException">It is neither.</exception>
    public static string? Id(this JsonElement item, string path) =>
        item.Value("id") is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : item.Text("id", path);

    /// <summary>A yes or no; null where it is absent or null.</summary>
    /// <exception cref="ApiRefusedException">It is neither yes nor no.</exception>
    public static bool? Flag(this JsonElement item, string name, string path)
    {
        if (item.Value(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw new ApiRefusedException(ConfigurationErrors.NotOfType("boolean", name, $"{path}.{name}"));
    }

    /// <summary>The items of an array; null where it is absent or null.</summary>
    /// <exception cref="ApiRefusedException">It is no array.</exception>
    public static JsonElement[]? Items(this JsonElement item, string name, string path)
    {
        if (item.Value(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray()]
            : throw new ApiRefusedException(ConfigurationErrors.NotOfType("jsonarray", name, $"{path}.{name}"));
    }

    /// <summary>Makes sure of an object.</summary>
    /// <exception cref="ApiRefusedException">It is none.</exception>
    public static void RequireObject(this JsonElement item, string name, string path)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw new ApiRefusedException(ConfigurationErrors.NotOfType("jsonobject", name, path));
        }
    }

    /// <summary>The keys of an item that are not known, over those that were there before.</summary>
    public static Dictionary<string, JsonElement> Unknown(
        this JsonElement item, IReadOnlySet<string> known, IReadOnlyDictionary<string, JsonElement>? before)
    {
        var keys = before is null ? [] : new Dictionary<string, JsonElement>(before);
        foreach (var key in item.EnumerateObject().Where(key => !known.Contains(key.Name)))
        {
            keys[key.Name] = key.Value.Clone();
        }

        return keys;
    }
}
