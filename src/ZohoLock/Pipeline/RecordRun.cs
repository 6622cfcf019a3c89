using ZohoLock.Bulk;
using ZohoLock.Journal;
using ZohoLock.Locking;

namespace ZohoLock.Pipeline;

/// <summary>What is done about one record.</summary>
/// <param name="client">Makes the calls.</param>
/// <param name="earlierRun">A run that was cut off and may have done it; null where there was none.</param>
/// <param name="cancellationToken">Ends the work.</param>
/// <returns>The output: one object, a list of them, or null for none.</returns>
internal delegate Task<object?> RecordWork(RecordLockClient client, EarlierRun? earlierRun, CancellationToken cancellationToken);

/// <summary>
/// Carries the records of one cmdlet through a window of work, writes their outcomes to the journal, and ends early where every further call would fail
/// the same way.
/// </summary>
internal sealed class RecordRun : IAsyncDisposable
{
    // Finished records that may wait behind a slow one; they are small, and the slots stay busy meanwhile.
    private const int Backlog = 1000;

    private const int Batch = 32;

    // Records are begun in the order of the input, so that those in flight when a run was cut off are among the first that its journal hasn't got.
    private const int InFlightPerCall = 2;

    private readonly RecordLockClient _client;
    private readonly OrderedWindow<(RecordInput Input, RecordWork Work), RecordOutcome> _window;
    private volatile bool _hasEnded;
    private int _toLookAt;

    public RecordRun(Connection connection, int? throttleLimit, CancellationToken cancellationToken)
    {
        // A record that pauses before it repeats a call gives its place to another meanwhile.
        var atOnce = Math.Min(throttleLimit ?? int.MaxValue, connection.MaxConcurrency);
        _toLookAt = InFlightPerCall * connection.MaxConcurrency;
        _client = new RecordLockClient(connection, throttleLimit);
        _window = new(RunAsync, () => atOnce + connection.CallsPausing, Backlog, cancellationToken);
    }

    /// <summary>Where the outcomes are kept; null for nowhere.</summary>
    public RunJournal? Journal { get; set; }

    public bool IsFull => _window.IsFull;

    public bool IsEmpty => _window.IsEmpty;

    public bool IsHeadReady => _window.IsHeadReady;

    /// <summary>How many records are held, their outcome not taken yet.</summary>
    public int Count => _window.Count;

    public void Add(RecordInput input, RecordWork work) => _window.Add((input, work));

    /// <summary>Ends when there is something to take, most likely more than one: to be woken for each would cost more than the rest.</summary>
    public Task WhenSomeAreReady() => _window.WhenEnded(Batch);

    /// <summary>The outcome of the first record that has not been taken yet.</summary>
    public Task<RecordOutcome> TakeAsync() => _window.TakeAsync();

    public ValueTask DisposeAsync() => _window.DisposeAsync();

    private async Task<RecordOutcome> RunAsync((RecordInput Input, RecordWork Work) record, CancellationToken cancellationToken)
    {
        var (input, work) = record;
        if (_hasEnded)
        {
            return new(input);
        }

        var journal = Journal;
        if (input.RecordId is { } id && journal?.FindDone(id) is { } done)
        {
            return new(input) { IsDone = true, Output = done.ToOutput(journal.Header) };
        }

        var earlierRun = journal?.EarlierRun is { } cutOff ? cutOff with { MayBeInFlight = Interlocked.Decrement(ref _toLookAt) >= 0 } : null;
        RecordOutcome outcome;
        try
        {
            outcome = new(input) { IsDone = true, Output = await work(_client, earlierRun, cancellationToken).ConfigureAwait(false) };
        }
        catch (ZohoException failure)
        {
            outcome = new(input) { IsDone = !failure.Error.EndsRun, Failure = failure };
        }
        catch (OperationCanceledException) when (_hasEnded)
        {
            outcome = new(input);
        }

        return Keep(outcome);
    }

    private RecordOutcome Keep(RecordOutcome outcome)
    {
        try
        {
            if (Journal is { } journal && outcome.ToEntry(DateTimeOffset.Now) is { } entry)
            {
                journal.Append(entry);
            }
        }
        catch (ZohoException failure)
        {
            // The record has its outcome all the same, and it is written out before the run ends.
            outcome = outcome with { RunFailure = failure };
        }

        if (outcome is { IsDone: false } or { RunFailure: not null })
        {
            _hasEnded = true;
            _client.Close();
        }

        return outcome;
    }
}
