namespace ZohoLock.Input;

/// <summary>A row without a record id column, and what its columns suggest about the cause.</summary>
public sealed class RowWithoutId
{
    // The number of columns that an error names.
    private const int Shown = 8;

    private static readonly char[] Delimiters = [';', '\t', '|', ','];

    // How an xlsx (a zip file) and an xls begin, read as UTF-8.
    private static readonly string[] WorkbookStarts = ["PK\u0003\u0004", "\uFFFD\uFFFD\u0011\u0871\u001A"];

    private readonly IReadOnlyList<string> _columns;

    private RowWithoutId(IReadOnlyList<string> columns) => _columns = columns;

    /// <summary>The delimiter that was not recognised when the file was read; null if the columns were split correctly.</summary>
    public char? Delimiter { get; private init; }

    /// <summary>Whether the file that was read is a workbook of a spreadsheet, and no CSV.</summary>
    public bool IsWorkbook { get; private init; }

    /// <summary>The encoding with which the file has to be read, as -Encoding of Import-Csv calls it; null if it was read properly.</summary>
    public string? Encoding { get; private init; }

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
            IsWorkbook = names is [var start, ..] && Array.Exists(WorkbookStarts, known => start.StartsWith(known, StringComparison.Ordinal)),
            Encoding = FindEncoding(names),
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

    // In UTF-16 every other byte of English text is 0. With a byte order mark at its beginning, the file would have been read properly.
    private static string? FindEncoding(string[] names) => !Array.Exists(names, name => name.Contains('\0')) ? null
        : names[0].StartsWith('\0') ? "BigEndianUnicode"
        : "Unicode";

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
