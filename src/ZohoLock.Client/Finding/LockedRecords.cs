using System.Runtime.CompilerServices;
using ZohoLock.Bulk;

namespace ZohoLock.Finding;

/// <summary>
/// Finds all locked records of a module (protocol section 9.1): by Zoho's own view of them, which not every module has; else by their field
/// in a query, which isn't documented; else by listing all records.
/// </summary>
/// <param name="reader">Reads the records.</param>
/// <param name="preparer">Finds the view.</param>
internal sealed class LockedRecords(RecordReader reader, QueryPreparer preparer)
{
    private const string Leads = "Leads";
    private const string Converted = "Converted__s = 'true'";

    /// <summary>The locked records, page by page; converted leads are among them.</summary>
    /// <exception cref="ZohoException">None of the ways is allowed, or there was no readable response.</exception>
    public async IAsyncEnumerable<IReadOnlyList<Record>> ReadAsync(string module, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The view leaves converted leads out, and whether a query and the list do isn't documented.
        var isLeads = module.Equals(Leads, StringComparison.OrdinalIgnoreCase);
        var seen = isLeads ? new RecordIdSet() : null;
        var locked = Alternatives.FirstAllowedAsync(
            module,
            [
                new("Zoho's view of locked records", FromView(module, cancellationToken)),
                new("a query by the field of the lock state", FromQuery(module, QuerySource.LockedIs(true), cancellationToken)),
                new("the list of all records", FromList(module, null, cancellationToken)),
            ],
            Alternatives.IsRefusal,
            reader.Trace,
            cancellationToken);
        await foreach (var page in locked.ConfigureAwait(false))
        {
            yield return Unseen(page);
        }

        if (isLeads)
        {
            var converted = Alternatives.FirstAllowedAsync(
                module,
                [
                    new("a query for converted leads", FromQuery(module, CoqlCondition.And(QuerySource.LockedIs(true), Converted), cancellationToken)),
                    new("the list of converted leads", FromList(module, "true", cancellationToken)),
                ],
                Alternatives.IsRefusal,
                reader.Trace,
                cancellationToken);
            await foreach (var page in converted.ConfigureAwait(false))
            {
                yield return Unseen(page);
            }
        }

        IReadOnlyList<Record> Unseen(IReadOnlyList<Record> page) => seen is null ? page : [.. page.Where(record => seen.Add(record.RecordId))];
    }

    /// <summary>The records in Zoho's view of the locked ones.</summary>
    /// <exception cref="ZohoException">There is no such view, or it may not be read.</exception>
    private async IAsyncEnumerable<IReadOnlyList<Record>> FromView(string module, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var view = await preparer.FindLockedViewAsync(module, cancellationToken).ConfigureAwait(false) ?? throw FindingErrors.NoLockedView(module);
        await foreach (var page in Query(new(module, view), cancellationToken).ConfigureAwait(false))
        {
            yield return page;
        }
    }

    private IAsyncEnumerable<IReadOnlyList<Record>> FromQuery(string module, string? condition, CancellationToken cancellationToken) =>
        Query(new(module, Condition: condition), cancellationToken);

    private IAsyncEnumerable<IReadOnlyList<Record>> FromList(string module, string? converted, CancellationToken cancellationToken) =>
        reader.ListAsync(module, converted, cancellationToken).Select(page => page.Where(record => record.IsLocked == true), cancellationToken);

    private IAsyncEnumerable<IReadOnlyList<Record>> Query(QuerySource source, CancellationToken cancellationToken) =>
        reader.QueryAsync(source, [], first: null, cancellationToken).Select(page => page.Select(record => record with { IsLocked = true }), cancellationToken);
}
