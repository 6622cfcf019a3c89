using ZohoLock.Api;
using ZohoLock.Journal;
using ZohoLock.Locking;

namespace ZohoLock.Bulk;

/// <summary>
/// Runs the work on a stream of records through a bounded window, hands their outcomes out in the order of the input, writes them to a journal, and ends
/// early where every further call would fail the same way.
/// </summary>
/// <remarks>Adding and taking are for one thread; the work runs on others.</remarks>
public sealed class RecordRun : IAsyncDisposable
{
    // Finished records that may wait behind a slow one; they are small, and the slots stay busy meanwhile.
    private const int Backlog = 1000;

    private const int Batch = 32;

    // Records are begun in the order of the input, so that those in flight when a run was cut off are among the first that its journal hasn't got.
    private const int InFlightPerCall = 2;

    private readonly object _journalLock = new();
    private readonly RecordRunOptions _options;
    private readonly RecordLockClient _client;
    private readonly OrderedWindow<(RecordInput Input, RecordWork Work), RecordOutcome> _window;
    private readonly DuplicateRecords _duplicates = new();
    private readonly CircuitBreaker? _circuitBreaker;
    private List<JournalEntry>? _unwritten;
    private volatile RunJournal? _journal;
    private volatile bool _hasEnded;
    private int _recordsToVerify;

    /// <summary>Begins a run.</summary>
    /// <param name="api">An open connection's calls.</param>
    /// <param name="options">How it goes about its records.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public RecordRun(ApiClient api, RecordRunOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _circuitBreaker = options.ContinueOnRefusal ? null : new CircuitBreaker();
        _unwritten = options.HasJournal ? [] : null;
        _recordsToVerify = InFlightPerCall * api.Limiter.MaxLimit;
        _client = new RecordLockClient(api, options.ThrottleLimit);

        // A record that pauses before it repeats a call gives its place to another meanwhile.
        var atOnce = Math.Min(options.ThrottleLimit ?? int.MaxValue, api.Limiter.MaxLimit);
        _window = new(RunAsync, () => atOnce + api.Limiter.Pausing, Backlog, cancellationToken);
    }

    /// <summary>Where the outcomes are kept; null before it was opened.</summary>
    public RunJournal? Journal => _journal;

    /// <summary>Whether something must be taken before more can be added.</summary>
    public bool IsFull => _window.IsFull;

    /// <summary>Whether no record is held.</summary>
    public bool IsEmpty => _window.IsEmpty;

    /// <summary>Whether the first record's outcome is there, so that taking it won't wait.</summary>
    public bool IsHeadReady => _window.IsHeadReady;

    /// <summary>How many records are held, their outcome not taken yet.</summary>
    public int Count => _window.Count;

    /// <summary>Opens the journal, and writes to it what was refused before.</summary>
    /// <inheritdoc cref="RunJournal.Open"/>
    public void OpenJournal(string path, JournalHeader header)
    {
        var journal = RunJournal.Open(path, header);
        lock (_journalLock)
        {
            _journal = journal;
            _unwritten?.ForEach(journal.Append);
            _unwritten = null;
        }
    }

    /// <summary>Adds a record behind the others.</summary>
    /// <param name="input">The record.</param>
    /// <param name="work">What is to be done about it.</param>
    public void Add(RecordInput input, RecordWork work) => _window.Add((input, work));

    /// <summary>Ends when there is something to take, most likely more than one: to be woken for each would cost more than the rest.</summary>
    public Task WhenBatchIsReady() => _window.WhenCompleted(Batch);

    /// <summary>The outcome of the first record that has not been taken yet.</summary>
    public Task<RecordOutcome> TakeAsync() => _window.TakeAsync();

    /// <summary>Ends what runs, and closes the journal.</summary>
    public async ValueTask DisposeAsync()
    {
        await _window.DisposeAsync().ConfigureAwait(false);
        _journal?.Dispose();
    }

    private async Task<RecordOutcome> RunAsync((RecordInput Input, RecordWork Work) record, CancellationToken cancellationToken)
    {
        var (input, work) = record;
        if (_hasEnded || _circuitBreaker is { IsOpen: true })
        {
            return new(input);
        }

        RecordOutcome outcome;
        try
        {
            outcome = input.RecordId is { } id && FindDone(id, work) is { } done
                ? new(input) { IsDone = true, IsFromJournal = true, Output = done }
                : new(input) { IsDone = true, Output = await RunWorkAsync(input, work, cancellationToken).ConfigureAwait(false) };
        }
        catch (ZohoException failure)
        {
            outcome = new(input) { IsDone = !EndsRun(failure.Error), Failure = failure };
        }
        catch (OperationCanceledException) when (_hasEnded)
        {
            outcome = new(input);
        }
        catch (Exception unforeseen) when (!cancellationToken.IsCancellationRequested)
        {
            outcome = new(input) { IsDone = true, Failure = new ZohoException(ZohoError.Unforeseen(unforeseen)) };
        }

        return Complete(outcome, work.Reason);
    }

    private object? FindDone(string recordId, RecordWork work) =>
        _journal is { } journal && journal.FindDone(recordId, work.Reason) is { } done ? done.ToOutput(journal.Header) : null;

    private async Task<object?> RunWorkAsync(RecordInput input, RecordWork work, CancellationToken cancellationToken)
    {
        if (work.DuplicateError is null)
        {
            return await work.RunAsync(_client, EarlierRun(), cancellationToken).ConfigureAwait(false);
        }

        var isChanged = await _duplicates.EnterAsync(input.RecordId!, cancellationToken).ConfigureAwait(false);
        try
        {
            if (isChanged)
            {
                throw work.DuplicateError();
            }

            var output = await work.RunAsync(_client, EarlierRun(), cancellationToken).ConfigureAwait(false);
            isChanged = true;
            return output;
        }
        finally
        {
            _duplicates.Exit(input.RecordId!, isChanged);
        }
    }

    // A run that came to its end left nothing in flight.
    private EarlierRun? EarlierRun() => _journal is { EarlierRun: { } earlier } journal
        ? earlier with { MayBeInFlight = journal.EarlierEnd is null && Interlocked.Decrement(ref _recordsToVerify) >= 0 }
        : null;

    private bool EndsRun(ZohoError error) => error.EndsRun || (error.AppliesToModule && !_options.ContinueOnRefusal);

    private RecordOutcome Complete(RecordOutcome outcome, string? reason)
    {
        try
        {
            if (_options.HasJournal && outcome.ToEntry(reason, DateTimeOffset.Now) is { } entry)
            {
                Write(entry);
            }

            if (outcome is { IsDone: true, IsFromJournal: false } && _circuitBreaker?.Record(outcome.Failure?.Error) is { } refusal)
            {
                outcome = outcome with { RunFailure = refusal };
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

    private void Write(JournalEntry entry)
    {
        if (_journal is { } journal)
        {
            journal.Append(entry);
            return;
        }

        lock (_journalLock)
        {
            if (_journal is { } opened)
            {
                opened.Append(entry);
            }
            else
            {
                _unwritten!.Add(entry);
            }
        }
    }
}
