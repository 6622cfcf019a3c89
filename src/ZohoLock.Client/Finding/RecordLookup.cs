using ZohoLock.Bulk;
using ZohoLock.Input;

namespace ZohoLock.Finding;

/// <summary>
/// Looks up the state of a stream of records, 50 a call (protocol section 9), and returns it in the order of the input. A record that doesn't
/// exist has an error of its own.
/// </summary>
/// <remarks>Records are added and outcomes taken by one thread; the calls run on others.</remarks>
public sealed class RecordLookup : IAsyncDisposable
{
    private const int MaxCalls = 10;

    // Finished calls that may wait behind a slow one: a thousand records.
    private const int Backlog = 20;

    private readonly RecordReader _reader;
    private readonly QueryPreparer _preparer;
    private readonly IReadOnlyList<string> _fields;
    private readonly OrderedWindow<IReadOnlyList<RecordInput>, IReadOnlyList<RecordOutcome>> _window;
    private readonly TruncatedIdFilter<RecordInput> _truncatedIds = new();
    private List<RecordInput> _batch = [];

    internal RecordLookup(RecordReader reader, QueryPreparer preparer, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        (_reader, _preparer, _fields) = (reader, preparer, fields);
        _window = new(LookUpAsync, MaxCalls, Backlog, cancellationToken);
    }

    /// <summary>Whether outcomes must be taken before another record can be added.</summary>
    public bool IsFull => _window.IsFull;

    /// <summary>Whether there is nothing to take.</summary>
    public bool IsEmpty => _window.IsEmpty;

    /// <summary>Whether outcomes are available, so that taking them returns immediately.</summary>
    public bool IsHeadReady => _window.IsHeadReady;

    /// <summary>Adds a record; the call for it is made when there are 50, or at the end.</summary>
    /// <exception cref="InvalidOperationException">It is full.</exception>
    /// <exception cref="ZohoException">A spreadsheet has truncated the ids; no call was made.</exception>
    public void Add(RecordInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        AddToBatch(_truncatedIds.Admit(input, input.RecordId));
    }

    /// <summary>Has the last records looked up.</summary>
    /// <inheritdoc cref="Add" path="/exception"/>
    public void Complete()
    {
        AddToBatch(_truncatedIds.Complete());
        EndBatch();
    }

    /// <summary>Takes the next outcomes: a <see cref="Record"/> or an error for each record, and waits for them.</summary>
    /// <exception cref="ZohoException">The records can't be looked up: Zoho refused the query, or there was no readable response.</exception>
    public Task<IReadOnlyList<RecordOutcome>> TakeAsync() => _window.TakeAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _window.DisposeAsync();

    private void AddToBatch(IReadOnlyList<RecordInput> inputs)
    {
        foreach (var input in inputs)
        {
            if (_batch is [.., { Module: var module }] && module != input.Module)
            {
                EndBatch();
            }

            _batch.Add(input);
            if (_batch.Count == CoqlCondition.MaxValues)
            {
                EndBatch();
            }
        }
    }

    private void EndBatch()
    {
        if (_batch is not [])
        {
            _window.Add(_batch);
            _batch = [];
        }
    }

    private async Task<IReadOnlyList<RecordOutcome>> LookUpAsync(IReadOnlyList<RecordInput> batch, CancellationToken cancellationToken)
    {
        var ids = batch.Where(input => input.Refusal is null).Select(input => input.RecordId!).Distinct().ToArray();
        var found = ids is [] ? [] : await FindAsync(batch.First(input => input.Refusal is null).Module!, ids, cancellationToken).ConfigureAwait(false);
        return [.. batch.Select(input => new RecordOutcome(input)
        {
            IsDone = true,
            Output = input.Refusal is null ? found.GetValueOrDefault(input.RecordId!) : null,
            Failure = input.Refusal ?? (found.ContainsKey(input.RecordId!) ? null : FindingErrors.NotFound(input.Module!, input.RecordId!)),
        })];
    }

    private async Task<Dictionary<string, Record>> FindAsync(string module, string[] ids, CancellationToken cancellationToken)
    {
        var fields = await _preparer.RequireFieldsAsync(module, _fields, cancellationToken).ConfigureAwait(false);
        var found = new Dictionary<string, Record>(ids.Length);
        for (var missing = ids; missing is not [];)
        {
            var source = new QuerySource(module, Condition: $"id in ({string.Join(", ", missing.Select(CoqlCondition.Quote))})");
            var page = await _reader.SelectAsync(source, fields, after: null, missing.Length, cancellationToken).ConfigureAwait(false);
            foreach (var record in RecordReader.ToRecords(page, module, fields))
            {
                found.TryAdd(record.RecordId, record);
            }

            // Only a record that Zoho had every occasion to return is one that doesn't exist.
            var left = Array.FindAll(missing, id => !found.ContainsKey(id));
            missing = page.HasMore == true && left.Length < missing.Length ? left : [];
        }

        return found;
    }
}
