using System.Collections;
using System.Globalization;

namespace ZohoCrm.Emulator.Crm;

/// <summary>The values of a record to add, read from a row. Id and name are null if the row has none.</summary>
internal sealed record RecordValues(string? Id, string? Name, IReadOnlyDictionary<string, string?> Fields)
{
    private const string ExportedIdPrefix = "zcrm_";

    /// <summary>Reads a row. Its columns are API names, or labels as in an export, in any case.</summary>
    /// <exception cref="ArgumentException">A value is not a text, number, date or boolean.</exception>
    public static RecordValues Read(IEnumerable<KeyValuePair<string, object?>> row, string nameField)
    {
        string? id = null;
        string? name = null;
        var fields = new Dictionary<string, string?>();
        foreach (var (column, value) in row)
        {
            var field = column.Trim().Replace(' ', '_');
            var text = ToText(column, value);
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

    /// <summary>Reads a row that is a dictionary: the default if there is no <c>EmulatorSettings.RowReader</c>.</summary>
    /// <exception cref="ArgumentException">The row is not a dictionary.</exception>
    public static IEnumerable<KeyValuePair<string, object?>> ReadDictionary(object row) => row is IDictionary entries
        ? entries.Keys.Cast<object>().Select(key => KeyValuePair.Create(Convert.ToString(key, CultureInfo.InvariantCulture)!, entries[key]))
        : throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"A record is added from a dictionary of its fields: {row} is none."), nameof(row));

    private static string? FullName(Dictionary<string, string?> fields)
    {
        var names = new[] { fields.GetValueOrDefault("First_Name"), fields.GetValueOrDefault("Last_Name") };
        var full = string.Join(' ', names.Where(name => !string.IsNullOrEmpty(name)));
        return full.Length > 0 ? full : null;
    }

    private static string? ToText(string column, object? value) => value switch
    {
        null or DBNull => null,
        string text => text,
        bool truth => truth ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime { TimeOfDay.Ticks: 0 } date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => ToText(column, new DateTimeOffset(time)),
        DateTimeOffset time => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"{column} has a value that is no text, number, date or boolean: {value}."),
    };
}
