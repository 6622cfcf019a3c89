namespace ZohoLock.Input;

/// <summary>A row without a column that has the record's id by its name, and what its columns tell of the reason.</summary>
public sealed class RowWithoutId
{
    // Columns that an error names.
    private const int Shown = 8;

    private static readonly char[] Delimiters = [';', '\t', '|', ','];

    private readonly IReadOnlyList<string> _columns;

    private RowWithoutId(IReadOnlyList<string> columns) => _columns = columns;

    /// <summary>The character that stands between the columns in truth; null if they were told apart.</summary>
    public char? Delimiter { get; private init; }

    /// <summary>The column that most likely has the record's id; null if none looks like it.</summary>
    public string? LikelyColumn { get; private init; }

    /// <summary>The columns in words, for a message: how many, and the first of them by name.</summary>
    public string Description
    {
        get
        {
            var names = string.Join(", ", _columns.Take(Shown).Select(QuotedText.From));
            return _columns.Count switch
            {
                0 => "no columns at all",
                1 => $"the one column {names}",
                <= Shown => $"the columns {names}",
                _ => $"{_columns.Count} columns: {names} and others",
            };
        }
    }

    /// <summary>Looks for the reason in the columns' names and values.</summary>
    /// <param name="columns">The columns; the value is null if it is unknown.</param>
    public static RowWithoutId Examine(IReadOnlyCollection<KeyValuePair<string, string?>> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var names = columns.Select(column => column.Key).ToArray();
        return new(names)
        {
            Delimiter = FindDelimiter(names),
            LikelyColumn = columns.Select(column => (column.Key, Likelihood: GetLikelihood(column.Key, column.Value)))
                .Where(column => column.Likelihood > 0)
                .OrderByDescending(column => column.Likelihood)
                .Select(column => column.Key)
                .FirstOrDefault(),
        };
    }

    /// <summary>Whether a text is no id, but a line of a CSV, several ids with something between them, or a whole file.</summary>
    public static bool IsDelimitedText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = InvisibleText.Trim(text).ToString();
        return trimmed.AsSpan().ContainsAny('\r', '\n') || FindDelimiter([trimmed], part => RecordIdColumn.IsName(part) || RecordId.IsLikely(part)) is not null;
    }

    private static char? FindDelimiter(string[] names) =>
        FindDelimiter(names, RecordIdColumn.IsName) ?? (names is [var only] ? Delimiters.Where(only.Contains).Cast<char?>().FirstOrDefault() : null);

    private static char? FindDelimiter(string[] texts, Func<string, bool> isId)
    {
        foreach (var delimiter in Delimiters)
        {
            if (Array.Exists(texts, text => text.Contains(delimiter) && Array.Exists(text.Split(delimiter), part => isId(part))))
            {
                return delimiter;
            }
        }

        return null;
    }

    // A value tells more than a name. Names of Zoho's with a full stop, like 'Deal Owner.id', are of other records.
    private static int GetLikelihood(string name, string? value) =>
        value is null || name.Contains('.') ? 0 : (RecordId.IsLikely(value) ? 2 : 0) + (EndsInId(InvisibleText.Trim(name)) ? 1 : 0);

    // 'Deal Id', 'deal_id' and 'DealID', but not 'Paid'.
    private static bool EndsInId(ReadOnlySpan<char> name) =>
        name is [.., var before, 'i' or 'I', 'd' or 'D'] && (!char.IsLetter(before) || (char.IsLower(before) && name[^2] == 'I'));
}
