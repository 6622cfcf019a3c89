using System.Text.Json;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Crm.Fields;

namespace ZohoCrm.Emulator.Api.Configurations;

/// <summary>Reads and writes JSON that configurations, rules and criteria have in common.</summary>
internal static class ConfigurationJson
{
    public static void WriteField(this Utf8JsonWriter json, CrmField field)
    {
        json.WriteStartObject();
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

    /// <summary>The value of a property; null if it is missing or null.</summary>
    public static JsonElement? GetValue(this JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The string of a property; null if it is missing or null.</summary>
    /// <exception cref="ApiErrorException">It is not a string.</exception>
    public static string? GetText(this JsonElement item, string name, string path)
    {
        if (item.GetValue(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : throw new ApiErrorException(ConfigurationErrors.NotOfType("text", name, $"{path}.{name}"));
    }

    /// <summary>The id of an item, sent as a string or a number; null if it is missing or null.</summary>
    /// <exception cref="ApiErrorException">It is neither.</exception>
    public static string? GetId(this JsonElement item, string path) =>
        item.GetValue("id") is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : item.GetText("id", path);

    /// <summary>The boolean of a property; null if it is missing or null.</summary>
    /// <exception cref="ApiErrorException">It is not a boolean.</exception>
    public static bool? GetFlag(this JsonElement item, string name, string path)
    {
        if (item.GetValue(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw new ApiErrorException(ConfigurationErrors.NotOfType("boolean", name, $"{path}.{name}"));
    }

    /// <summary>The items of an array; null if it is missing or null.</summary>
    /// <exception cref="ApiErrorException">It is not an array.</exception>
    public static JsonElement[]? GetItems(this JsonElement item, string name, string path)
    {
        if (item.GetValue(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray()]
            : throw new ApiErrorException(ConfigurationErrors.NotOfType("jsonarray", name, $"{path}.{name}"));
    }

    /// <summary>Requires a JSON object.</summary>
    /// <exception cref="ApiErrorException">It is not an object.</exception>
    public static void RequireObject(this JsonElement item, string name, string path)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw new ApiErrorException(ConfigurationErrors.NotOfType("jsonobject", name, path));
        }
    }

    /// <summary>Adds the unknown properties of an item to those from before.</summary>
    public static Dictionary<string, JsonElement> GetUnknown(
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
