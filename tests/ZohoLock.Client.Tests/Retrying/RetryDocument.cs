namespace ZohoLock.Client.Tests.Retrying;

/// <summary>The tables of docs/retries.md that tests iterate.</summary>
internal static class RetryDocument
{
    private static readonly string[] CallColumns = ["what goes wrong", "calls", "a look finds", "the user sees"];
    private static readonly string[] LostAnswerColumns = ["what comes", "the error's code"];

    private static readonly IReadOnlyList<(string Section, string[] Columns, string[] Cells)> TableRows = [.. ReadTableRows()];

    /// <summary>What is done about a call that goes wrong, for each operation.</summary>
    public static IReadOnlyList<RetryRow> Rows { get; } =
        [.. Select(CallColumns).Select(row => new RetryRow(row.Section, row.Cells[0], row.Cells[1], row.Cells[2], row.Cells[3]))];

    /// <summary>What counts as a lost answer, and the code of the error.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> LostAnswers { get; } =
        [.. Select(LostAnswerColumns).Select(row => KeyValuePair.Create(row.Cells[0], row.Cells[1].Trim('`')))];

    private static IEnumerable<(string Section, string[] Cells)> Select(string[] columns) =>
        TableRows.Where(row => row.Columns.SequenceEqual(columns)).Select(row => (row.Section, row.Cells));

    private static IEnumerable<(string Section, string[] Columns, string[] Cells)> ReadTableRows()
    {
        using var reader = new StreamReader(typeof(RetryDocument).Assembly.GetManifestResourceStream("retries.md")!);
        var section = string.Empty;
        string[]? columns = null;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                section = line.TrimStart('#', ' ').Split(':')[0];
            }

            if (!line.StartsWith('|'))
            {
                columns = null;
                continue;
            }

            var cells = line.Trim('|').Split('|', StringSplitOptions.TrimEntries);
            if (columns is null)
            {
                columns = cells;
            }
            else if (!cells.All(cell => cell.Trim('-').Length == 0))
            {
                yield return (section, columns, cells);
            }
        }
    }
}

/// <summary>A row of docs/retries.md.</summary>
/// <param name="Operation">The operation: the heading above the table, up to its colon.</param>
/// <param name="Situation">What goes wrong.</param>
/// <param name="Calls">The HTTP methods of the calls that reach the server, in their order; an ellipsis has them go on in the same way.</param>
/// <param name="Looks">What the looks after the first call find.</param>
/// <param name="Result">What the user sees.</param>
internal sealed record RetryRow(string Operation, string Situation, string Calls, string Looks, string Result);
