using System.Collections;
using System.Globalization;

namespace ZohoCrm.Emulator.Records;

/// <summary>A record to add, read from a row: its id and name, where the row has them, and its other fields as texts.</summary>
internal sealed record RecordValues(string? Id, string? Name, IReadOnlyDictionary<string, string?> Fields)
{
    private const string ExportedIdPrefix = "zcrm_";

    /// <summary>Reads a row, whose columns are named by API names or by labels as in an export; in any case.</summary>
    /// <exception cref="ArgumentException">It is no row, or a value is none that a field can have.</exception>
    public static RecordValues Read(IEnumerable<KeyValuePair<string, object?>> row, string nameField)
    {
        string? id = null;
        string? name = null;
        var fields = new Dictionary<string, string?>();
        foreach (var (column, value) in row)
        {
            var field = column.Trim().Replace(' ', '_');
            var text = TextOf(column, value);
            if (field.Equals("id", StringComparison.OrdinalIgnoreCase)
                || field.Equals("Record_Id", StringComparison.OrdinalIgnoreCase)
                || field.Equals("RecordId", StringComparison.OrdinalIgnoreCase))
            {
                id = text?.StartsWith(ExportedIdPrefix, StringComparison.Ordinal) == true ? text[ExportedIdPrefix.Length..] : text;
            }
            else if (field.Equals(nameField, StringComparison.OrdinalIgnoreCase))
            {
                name = text;
            }
            else
            {
                fields[field] = text;
            }
        }

        return new(id, name ?? FullName(fields), fields);
    }

    /// <summary>The entries of a dictionary, which is what a row is unless somebody else knows how to read it.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> EntriesOf(object row) => row is IDictionary entries
        ? entries.Keys.Cast<object>().Select(key => KeyValuePair.Create(key.ToString()!, entries[key]))
        : throw new ArgumentException($"A record is added from a dictionary of its fields: {row} is none.", nameof(row));

    private static string? FullName(Dictionary<string, string?> fields)
    {
        var names = new[] { fields.GetValueOrDefault("First_Name"), fields.GetValueOrDefault("Last_Name") };
        var full = string.Join(' ', names.Where(name => !string.IsNullOrEmpty(name)));
        return full.Length > 0 ? full : null;
    }

    private static string? TextOf(string column, object? value) => value switch
    {
        null or DBNull => null,
        string text => text,
        bool truth => truth ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime { TimeOfDay.Ticks: 0 } date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => TextOf(column, new DateTimeOffset(time)),
        DateTimeOffset time => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"{column} has a value that is no text, number, date or boolean: {value}."),
    };
}
