using ZohoLock.Api;
using ZohoLock.Configuration;
using ZohoLock.Input;
using ZohoLock.Journal;
using ZohoLock.Locking;
using ZohoLock.Retrying;

namespace ZohoLock.Bulk;

/// <summary>
/// Applies one operation to a stream of records through a bounded window, returns the outcomes in the order of the input, writes them to a
/// journal, and ends early if every further call would fail the same way.
/// </summary>
/// <remarks>Records are added and outcomes taken by one thread; the calls run on others.</remarks>
public sealed class RecordRun : IAsyncDisposable
{
    // The number of finished records that may wait behind a slow one; they are small and keep the slots busy.
    private const int Backlog = 1000;

    private const int Batch = 32;

    // Records start in the order of the input, so those in flight when a run was interrupted are among the first without a journal entry.
    private const int InFlightPerCall = 1 + MaxPausingPerCall;

    // A record that waits before a retry gives its slot to another one meanwhile.
    private const int MaxPausingPerCall = 3;

    // While the server answers no call, more records would only fail as well.
    private static readonly TimeSpan LongestFailing = TimeSpan.FromSeconds(1);

    private readonly RecordRunOptions _options;
    private readonly RecordWork _work;
    private readonly RecordLockClient _client;
    private readonly OrderedWindow<RecordInput, RecordOutcome> _window;
    private readonly TruncatedIdFilter<RecordInput> _truncatedIds = new();
    private readonly Func<ZohoException>? _duplicateError;
    private readonly DuplicateRecords _duplicates = new();
    private readonly CircuitBreaker? _circuitBreaker;
    private readonly RuleExplainer _rules;
    private volatile bool _hasEnded;
    private int _recordsToVerify;

    /// <summary>Starts a run.</summary>
    /// <param name="api">The API client of an open connection.</param>
    /// <param name="options">The operation and its options.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    internal RecordRun(ApiClient api, RecordRunOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _work = options.Work ?? new OperationWork(options, FindEarlierRun).RunAsync;
        _duplicateError = options switch
        {
            { Operation: RecordOperation.Lock, IfLocked: IfLocked.Error } => LockErrors.LockedByThisRun,
            { Operation: RecordOperation.Unlock or RecordOperation.Suspend, IfUnlocked: IfUnlocked.Error } => LockErrors.UnlockedByThisRun,
            _ => null,
        };
        Limit = new ChangeLimit(options, Summary, MayChange);
        _circuitBreaker = options.ContinueOnRefusal ? null : new CircuitBreaker();
        Journal = options is { Work: null, JournalPath: { } path, Operation: { } operation } ? new OutcomeJournal(path, operation, options.Reason, api.Policy.Time) : null;
        _recordsToVerify = InFlightPerCall * api.Limiter.MaxLimit;
        _client = new RecordLockClient(api, options.ThrottleLimit);
        _rules = new RuleExplainer(new LockingRuleLookup(new LockConfigurationClient(api), api.Trace));

        var slots = Math.Min(options.ThrottleLimit ?? int.MaxValue, api.Limiter.MaxLimit);
        _window = new(
            RunAsync,
            () => slots + (api.Server.FailingFor > LongestFailing ? 0 : Math.Min(api.Limiter.RetryDelay.Waiting, MaxPausingPerCall * slots)),
            Backlog,
            cancellationToken);
    }

    /// <summary>The run's journal; null for a run without one.</summary>
    public OutcomeJournal? Journal { get; }

    /// <summary>The outcomes taken so far.</summary>
    public RunSummary Summary { get; } = new();

    /// <summary>How many changes the run may make.</summary>
    public ChangeLimit Limit { get; }

    /// <summary>Whether records can be added without <see cref="Filter"/>.</summary>
    public bool IsFilterOpen => _truncatedIds.IsOpen;

    /// <summary>Whether an outcome must be taken before another record can be added.</summary>
    public bool IsFull => _window.IsFull || Limit.IsUndecided(Count);

    /// <summary>Whether no records are held.</summary>
    public bool IsEmpty => _window.IsEmpty;

    /// <summary>Whether the first outcome is available, so that taking it returns immediately.</summary>
    public bool IsHeadReady => _window.IsHeadReady;

    /// <summary>The number of records whose outcome hasn't been taken.</summary>
    public int Count => _window.Count;

    /// <summary>Holds back the first records while all their ids look truncated by a spreadsheet.</summary>
    /// <returns>The records that can be added now.</returns>
    /// <exception cref="ZohoException">The ids are truncated.</exception>
    public IReadOnlyList<RecordInput> Filter(RecordInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _truncatedIds.Admit(input, input.RecordId);
    }

    /// <summary>Returns the records that <see cref="Filter"/> still holds back at the end of the input.</summary>
    /// <exception cref="ZohoException">The ids are truncated.</exception>
    public IReadOnlyList<RecordInput> EndFilter() => _truncatedIds.Complete();

    /// <summary>Adds a record. One that is a change too many isn't attempted, and ends the run.</summary>
    /// <exception cref="InvalidOperationException">An outcome must be taken first.</exception>
    public void Add(RecordInput input) => _window.Add(Limit.Admit(input, Count));

    /// <summary>Completes when outcomes are available, usually a batch: waking up for each one would be expensive.</summary>
    public Task WhenBatchIsReady() => _window.WhenCompleted(Batch);

    /// <summary>Takes the first outcome, and waits for it if it isn't available; the caller adds it to <see cref="Summary"/>.</summary>
    public Task<RecordOutcome> TakeAsync() => _window.TakeAsync();

    /// <summary>Cancels the calls and closes the journal.</summary>
    public async ValueTask DisposeAsync()
    {
        await _window.DisposeAsync().ConfigureAwait(false);
        Journal?.Dispose();
    }

    private async Task<RecordOutcome> RunAsync(RecordInput input, CancellationToken cancellationToken)
    {
        if (_hasEnded || _circuitBreaker is { IsOpen: true })
        {
            return new(input);
        }

        var isEntered = false;
        var isChanged = false;
        try
        {
            if (Journal?.FindDone(input) is { } done)
            {
                return Complete(new(input) { IsDone = true, IsFromJournal = true, Output = done });
            }

            if (input.Refusal is not null)
            {
                return Complete(CreateFailure(input, input.Refusal));
            }

            if (_duplicateError is not null)
            {
                isChanged = await _duplicates.EnterAsync(input.RecordId!, cancellationToken).ConfigureAwait(false);
                isEntered = true;
                if (isChanged)
                {
                    throw _duplicateError();
                }
            }

            var outcome = await (input.Work ?? _work)(_client, input, cancellationToken).ConfigureAwait(false);
            isChanged = true;
            return Complete(outcome with { Output = await _rules.ExplainAsync(outcome.Output, cancellationToken).ConfigureAwait(false) });
        }
        catch (ZohoException failure)
        {
            return Complete(CreateFailure(input, await _rules.ExplainAsync(failure, input.Module!, cancellationToken).ConfigureAwait(false)));
        }
        catch (OperationCanceledException) when (_hasEnded)
        {
            return new(input);
        }
        catch (Exception unexpected) when (!cancellationToken.IsCancellationRequested)
        {
            return Complete(CreateFailure(input, new ZohoException(ZohoError.Unexpected(unexpected))));
        }
        finally
        {
            if (isEntered)
            {
                _duplicates.Exit(input.RecordId!, isChanged);
            }
        }
    }

    private bool MayChange(RecordInput input) => input is { Refusal: null, RecordId: { } id }
        && Journal?.HasDone(id) != true
        && !(_duplicateError is not null && _duplicates.IsChanged(id));

    private RecordOutcome CreateFailure(RecordInput input, ZohoException failure) => RecordOutcome.From(input, failure, endsAtModule: !_options.ContinueOnRefusal);

    // A run that processed all of its input left nothing in flight; a damaged line may have been any record's.
    private InterruptedRun? FindEarlierRun() => Journal?.Resumed is { InterruptedRun: { } earlier } journal
        ? earlier with { MayBeInFlight = journal.DamagedCount > 0 || (journal.EarlierEnd is null && Interlocked.Decrement(ref _recordsToVerify) >= 0) }
        : null;

    private RecordOutcome Complete(RecordOutcome outcome)
    {
        try
        {
            Journal?.Write(outcome);
            if (outcome is { IsDone: true, IsFromJournal: false } && _circuitBreaker?.Record(outcome.Failure?.Error) is { } refusal)
            {
                outcome = outcome with { RunFailure = refusal };
            }
        }
        catch (ZohoException failure)
        {
            // The record's outcome stays valid and is returned before the run ends.
            outcome = outcome with { RunFailure = failure };
        }

        if (outcome is { IsDone: false } or { RunFailure: not null })
        {
            _hasEnded = true;
            _client.Close();
        }

        RecordTelemetry.Count(_options, outcome);
        return outcome;
    }
}
