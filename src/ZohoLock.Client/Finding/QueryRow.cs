using System.Globalization;
using System.Text.Json;
using ZohoLock.Input;

namespace ZohoLock.Finding;

/// <summary>Reads the values of a record in a response (protocol sections 3, 9 and 13).</summary>
internal static class QueryRow
{
    /// <summary>The field that tells whether a record is locked.</summary>
    public const string Locked = "Locked__s";

    /// <summary>The field of a record's owner.</summary>
    public const string Owner = "Owner";

    private static readonly Dictionary<string, object?> NoFields = [];

    /// <summary>The record's id: digits; null if the row has none.</summary>
    public static string? FindId(JsonElement row) => ReadId(Find(row, "id"));

    /// <summary>The record; null if the row has no id.</summary>
    /// <param name="row">The row.</param>
    /// <param name="module">The API name of the module.</param>
    /// <param name="fields">The fields that were asked for, each once.</param>
    public static Record? ToRecord(JsonElement row, string module, IReadOnlyList<string> fields) => FindId(row) is not { } id ? null : new(module, id)
    {
        RecordName = ReadText(Find(row, RecordColumns.NameField(module))),
        Owner = ReadUser(Find(row, Owner)),
        IsLocked = ReadBoolean(Find(row, Locked)),
        Fields = fields is [] ? NoFields : fields.ToDictionary(field => field, field => Read(Find(row, field)), StringComparer.OrdinalIgnoreCase),
    };

    /// <summary>All values of a row by name.</summary>
    public static IReadOnlyDictionary<string, object?> ReadAll(JsonElement row)
    {
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        if (row.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in row.EnumerateObject())
            {
                values[property.Name] = Read(property.Value);
            }
        }

        return values;
    }

    /// <summary>A value: text, a number, true or false, null, a reference or a list.</summary>
    public static object? Read(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => ReadNumber(number),
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(item => Read(item)).ToArray(),
        { } reference => ReadText(Find(reference, "name")) is var name && ReadId(Find(reference, "id")) is var id && (name ?? id) is not null
            ? new NamedReference(name, id)
            : reference.GetRawText(),
    };

    private static object ReadNumber(JsonElement number) =>
        number.TryGetInt64(out var whole) ? whole : number.TryGetDecimal(out var exact) ? exact : number.GetDouble();

    private static User? ReadUser(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.Object } user => new User { Id = ReadId(Find(user, "id")), Name = ReadText(Find(user, "name")) },
        { } id when ReadId(id) is { } text => new User { Id = text },
        _ => null,
    };

    private static bool? ReadBoolean(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } text when bool.TryParse(text.GetString(), out var truth) => truth,
        _ => null,
    };

    private static string? ReadText(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    private static string? ReadId(JsonElement? value) => ReadText(value) is { } id && Identifier.IsValid(id) ? id : null;

    // Zoho writes names as they were asked for; other servers may not.
    private static JsonElement? Find(JsonElement row, string name)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (row.TryGetProperty(name, out var value))
        {
            return value;
        }

        foreach (var property in row.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }

    /// <summary>The number that an aggregate function brought; null if the row has none.</summary>
    public static long? FindCount(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var property in row.EnumerateObject())
        {
            if (property.Name.StartsWith("count", StringComparison.OrdinalIgnoreCase)
                && long.TryParse(ReadText(property.Value), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                return count;
            }
        }

        return null;
    }
}
