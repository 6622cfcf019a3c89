namespace ZohoLock.Finding;

/// <summary>The result of a query in COQL.</summary>
/// <param name="Records">The rows that are records, with what was selected as their fields.</param>
/// <param name="Rows">The rows that aren't, such as sums, each with its values by name.</param>
/// <param name="HasMore">Whether Zoho has more rows than these.</param>
public sealed record QueryResult(IReadOnlyList<Record> Records, IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows, bool HasMore)
{
    internal static QueryResult From(QueryPage page, string module)
    {
        List<Record> records = [];
        List<IReadOnlyDictionary<string, object?>> rows = [];
        foreach (var row in page.Rows)
        {
            var values = QueryRow.ReadAll(row);
            if (module.Length > 0 && QueryRow.ToRecord(row, module, [.. values.Keys.Where(name => !name.Equals("id", StringComparison.OrdinalIgnoreCase))]) is { } record)
            {
                records.Add(record);
            }
            else
            {
                rows.Add(values);
            }
        }

        return new(records, rows, page.HasMore == true);
    }
}
