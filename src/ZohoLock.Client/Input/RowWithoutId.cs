namespace ZohoLock.Input;

/// <summary>A row without a record id column, and what its columns suggest about the cause.</summary>
public sealed class RowWithoutId
{
    // The number of columns that an error names.
    private const int Shown = 8;

    private static readonly char[] Delimiters = [';', '\t', '|', ','];

    private readonly IReadOnlyList<string> _columns;

    private RowWithoutId(IReadOnlyList<string> columns) => _columns = columns;

    /// <summary>The delimiter that was not recognised when the file was read; null if the columns were split correctly.</summary>
    public char? Delimiter { get; private init; }

    /// <summary>The column that most likely holds the record id; null if there is none.</summary>
    public string? LikelyColumn { get; private init; }

    /// <summary>The columns for a message: their number and the first names.</summary>
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

    /// <summary>Examines the names and values of the columns.</summary>
    /// <param name="columns">The columns; a value is null if it is unknown.</param>
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

    /// <summary>Whether a text is a CSV line, several ids with a delimiter, or a whole file, and not an id.</summary>
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

    // A value is better evidence than a name. Names with a dot, like 'Deal Owner.id', belong to related records.
    private static int GetLikelihood(string name, string? value) =>
        value is null || name.Contains('.') ? 0 : (RecordId.IsLikely(value) ? 2 : 0) + (EndsInId(InvisibleText.Trim(name)) ? 1 : 0);

    // Matches 'Deal Id', 'deal_id' and 'DealID', but not 'Paid'.
    private static bool EndsInId(ReadOnlySpan<char> name) =>
        name is [.., var before, 'i' or 'I', 'd' or 'D'] && (!char.IsLetter(before) || (char.IsLower(before) && name[^2] == 'I'));
}
