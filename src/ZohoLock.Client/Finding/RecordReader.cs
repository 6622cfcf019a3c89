using ZohoLock.Bulk;
using ZohoLock.Diagnostics;

namespace ZohoLock.Finding;

/// <summary>Reads records by queries, and by lists where queries can't be used.</summary>
/// <param name="queries">The calls.</param>
internal sealed class RecordReader(QueryApi queries)
{
    private const int ListSize = 200;

    private readonly RecordColumns _columns = new();

    /// <summary>Tells commands how records are read.</summary>
    public ConnectionTrace Trace => queries.Trace;

    /// <summary>The records of a source in the order of their ids, page by page.</summary>
    /// <remarks>
    /// A page begins after the last id of the one before, so that no record is skipped while the set shrinks because its records are being
    /// locked (protocol section 9.1).
    /// </remarks>
    /// <param name="source">Where they are.</param>
    /// <param name="fields">The API names of the fields to read.</param>
    /// <param name="first">The maximum number of records; null for all.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="ZohoException">A page couldn't be read, or isn't in that order (code <c>UnsortedRecords</c>).</exception>
    public IAsyncEnumerable<IReadOnlyList<Record>> QueryAsync(
        QuerySource source, IReadOnlyList<string> fields, long? first, CancellationToken cancellationToken)
    {
        return RecordPage.ReadAllAsync(ReadAsync, cancellationToken);

        async Task<RecordPage> ReadAsync(RecordPage? before, CancellationToken ended)
        {
            var left = (first ?? long.MaxValue) - (before?.Total ?? 0);
            var last = before?.Records[^1];
            var page = await SelectAsync(source, fields, last?.RecordId, left, ended).ConfigureAwait(false);
            var records = ToRecords(page, source.Module, fields);
            foreach (var record in records)
            {
                // Pages begin after an id, so that records in another order would be skipped.
                last = last is null || IsAfter(record.RecordId, last.RecordId) ? record : throw FindingErrors.Unsorted(source.Module);
            }

            return new(records, page.HasMore == true && records is not [] && records.Count < left) { Total = (before?.Total ?? 0) + records.Count };
        }
    }

    /// <summary>One page of a source's records, after an id.</summary>
    public async Task<QueryPage> SelectAsync(
        QuerySource source, IReadOnlyList<string> fields, string? after, long most, CancellationToken cancellationToken)
    {
        while (true)
        {
            var columns = string.Join(", ", _columns.Select(source.Module, fields));
            try
            {
                return await queries.RunAsync($"select {columns} {source.ToText(after)} order by id asc", most, cancellationToken).ConfigureAwait(false);
            }
            catch (ZohoException refusal) when (_columns.Drop(refusal.Error, source.Module, source.Uses))
            {
                // The query is sent again without the column.
                Trace.Step(TraceKind.Listing, $"{source.Module}: the query is sent again without a column, because Zoho refuses it: {refusal.Error.Message}");
            }
        }
    }

    /// <summary>All records of a module by its list, 200 a page (protocol section 9).</summary>
    /// <param name="module">The API name of the module.</param>
    /// <param name="converted">Which leads are wanted: <c>both</c> or <c>true</c> (those that were converted); null for other modules.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="ZohoException">
    /// A page couldn't be read, the list never ends (code <c>EndlessList</c>), or it doesn't tell which records are locked (<c>LockStateUnknown</c>).
    /// </exception>
    public IAsyncEnumerable<IReadOnlyList<Record>> ListAsync(string module, string? converted, CancellationToken cancellationToken)
    {
        var seen = new RecordIdSet();
        return RecordPage.ReadAllAsync(ReadAsync, cancellationToken);

        async Task<RecordPage> ReadAsync(RecordPage? before, CancellationToken ended)
        {
            var number = (before?.Number ?? 0) + 1;
            var place = before switch
            {
                null => null,
                { NextToken: { } token } => $"&page_token={Uri.EscapeDataString(token)}",
                _ => FormattableString.Invariant($"&page={number}"),
            };
            var which = converted is null ? null : $"&converted={converted}";
            var list = await queries.ListAsync(
                module, FormattableString.Invariant($"fields={string.Join(',', RecordColumns.All(module))}&per_page={ListSize}{which}{place}"), ended).ConfigureAwait(false);
            var page = list.OfAtMost(ListSize);
            Record[] records = [.. ToRecords(page, module, []).Where(record => seen.Add(record.RecordId))];
            if (page is { HasMore: true, Rows: not [] } && records is [])
            {
                throw FindingErrors.EndlessList(module);
            }

            if (records is not [] && Array.TrueForAll(records, record => record.IsLocked is null))
            {
                throw FindingErrors.LockStateUnknown(module);
            }

            return new(records, page.HasMore == true && records is not []) { NextToken = page.NextPageToken, Number = number };
        }
    }

    /// <summary>The records of a page.</summary>
    /// <exception cref="ZohoException">A row has no id.</exception>
    public static IReadOnlyList<Record> ToRecords(QueryPage page, string module, IReadOnlyList<string> fields) =>
        [.. page.Rows.Select(row => QueryRow.ToRecord(row, module, fields) ?? throw page.Unreadable(null))];

    // Ids are numbers, of up to 32 digits.
    private static bool IsAfter(string id, string other) =>
        id.Length > other.Length || (id.Length == other.Length && string.CompareOrdinal(id, other) > 0);
}
