using ZohoLock.Api;
using ZohoLock.Diagnostics;
using ZohoLock.Input;
using ZohoLock.Retrying;
using ZohoLock.Throttling;

namespace ZohoLock.Locking;

/// <summary>
/// Zoho's record locking (protocol section 1.1), safe against lost responses. A lock or unlock whose response was lost is verified before
/// it is repeated: the record's locks show whether the first call was carried out (docs/retries.md).
/// </summary>
/// <remarks>
/// Modules are API names and ids are digits; see <see cref="ModuleName"/>, <see cref="RecordId"/> and <see cref="LockReason"/>.
/// Thread-safe.
/// </remarks>
public sealed class RecordLockClient
{
    private readonly ApiClient _api;
    private readonly CallLane _lane;
    private readonly LockingApi _calls;

    /// <summary>Creates a client that sends its calls with <paramref name="api"/>.</summary>
    /// <param name="api">The API client of an open connection; all clients of a connection share its concurrency limit.</param>
    /// <param name="throttleLimit">The maximum number of concurrent calls of this client; null for the connection's limit.</param>
    internal RecordLockClient(ApiClient api, int? throttleLimit = null)
    {
        ArgumentNullException.ThrowIfNull(api);
        _api = api;
        _lane = _api.Limiter.OpenLane(throttleLimit);
        _api.Server.ResetFailures();
        _calls = new LockingApi(_api, _lane);
    }

    /// <summary>The locks of a record: none, one, or two if it is locked both manually and by a rule.</summary>
    /// <param name="module">The module's API name.</param>
    /// <param name="recordId">The record's id.</param>
    /// <param name="fields">The fields to return, by Zoho's names; all if none are given, because Zoho requires the parameter.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ZohoException">Zoho refused the call, or there was no readable response within the retry time.</exception>
    public Task<IReadOnlyList<RecordLock>> ListAsync(
        string module, string recordId, IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default) =>
        ReadAsync(
            new(CallSubject.GetLocks, module, recordId), isRepeat => _calls.ListAsync(module, recordId, fields, isRepeat, cancellationToken), cancellationToken);

    /// <summary>A lock by its id; null if it doesn't exist.</summary>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public Task<RecordLock?> GetAsync(
        string module,
        string recordId,
        string lockId,
        IReadOnlyCollection<string>? fields = null,
        CancellationToken cancellationToken = default) =>
        ReadAsync(
            new(CallSubject.GetLocks, module, recordId),
            isRepeat => _calls.GetAsync(module, recordId, lockId, fields, isRepeat, cancellationToken),
            cancellationToken);

    /// <summary>The lock of a record, preferably the manual one, which calls can change; null if it isn't locked.</summary>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public async Task<RecordLock?> FindAsync(string module, string recordId, CancellationToken cancellationToken = default)
    {
        var locks = await ListAsync(module, recordId, cancellationToken: cancellationToken).ConfigureAwait(false);
        return FindManual(locks) ?? (locks is [var automatic, ..] ? automatic : null);
    }

    /// <summary>Locks a record.</summary>
    /// <param name="module">The module's API name.</param>
    /// <param name="recordId">The record's id.</param>
    /// <param name="reason">The reason.</param>
    /// <param name="ifLocked">What to do if it is already locked.</param>
    /// <param name="interruptedRun">An interrupted run that may have locked it: a matching lock counts as that run's.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The lock, with the properties that the response contains.</returns>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public async Task<RecordLock> LockAsync(
        string module,
        string recordId,
        string reason,
        IfLocked ifLocked = IfLocked.Error,
        InterruptedRun? interruptedRun = null,
        CancellationToken cancellationToken = default) =>
        (await LockOrFindAsync(module, recordId, reason, ifLocked, interruptedRun, cancellationToken).ConfigureAwait(false)).Lock;

    /// <summary>Locks a record, and tells whether the result is a lock that was there before: left as it was, or with its reason changed.</summary>
    /// <inheritdoc cref="LockAsync"/>
    internal async Task<(RecordLock Lock, bool IsFound)> LockOrFindAsync(
        string module, string recordId, string reason, IfLocked ifLocked, InterruptedRun? interruptedRun, CancellationToken cancellationToken)
    {
        RecordLock? others = null;
        var state = new ApiRetryState(_api, interruptedRun);
        var result = await RetryEngine.RunAsync(
            new Operation<RecordLock>(isRepeat => _calls.LockAsync(module, recordId, reason, isRepeat, cancellationToken))
            {
                Subject = new(CallSubject.Lock, module, recordId),
                Verify = VerifyAsync,
                IsVerifiedFirst = interruptedRun is { MayBeInFlight: true },
                IsVerifiedAfter = error => ConcernsRecord(error) && (state.MayBeDone || (ifLocked != IfLocked.Error && error.Kind == ZohoErrorKind.ResourceExists)),
                OutcomeUnknown = LockErrors.OutcomeUnknown,
            },
            state,
            cancellationToken).ConfigureAwait(false);
        return others is null || ifLocked != IfLocked.Update
            ? (result, others is not null)
            : (await UpdateReasonAsync(others, reason, cancellationToken).ConfigureAwait(false), true);

        async Task<Verdict<RecordLock>> VerifyAsync(ZohoException? refusal)
        {
            var found = await FindAsync(module, recordId, cancellationToken).ConfigureAwait(false);
            var verdict = LostResponseVerifier.JudgeLock(found, reason, ifLocked, state, refusal, out var isOthers);
            others = isOthers ? found : null;
            return verdict;
        }
    }

    /// <summary>Changes the reason of a lock.</summary>
    /// <param name="current">The current lock, of which only the ids are used.</param>
    /// <param name="reason">The new reason.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns><paramref name="current"/> with the new reason; the response contains nothing else.</returns>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public Task<RecordLock> UpdateReasonAsync(RecordLock current, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(current);
        return RetryEngine.RunAsync(
            new Operation<RecordLock>(UpdateAsync)
            {
                Subject = new(CallSubject.UpdateReason, current.Module, current.RecordId),
                OutcomeUnknown = LockErrors.OutcomeUnknown,
            },
            new ApiRetryState(_api),
            cancellationToken);

        async Task<RecordLock> UpdateAsync(bool isRepeat)
        {
            await _calls.UpdateAsync(current.Module, current.RecordId, current.LockId, reason, isRepeat, cancellationToken)
                .ConfigureAwait(false);
            return current with { Reason = reason };
        }
    }

    /// <summary>Changes the reason of a record's lock, which is read first.</summary>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public async Task<RecordLock> UpdateReasonAsync(
        string module, string recordId, string reason, CancellationToken cancellationToken = default)
    {
        var current = await FindAsync(module, recordId, cancellationToken).ConfigureAwait(false) ?? throw LockErrors.NotLocked();
        return await UpdateReasonAsync(current, reason, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Unlocks a record.</summary>
    /// <param name="module">The module's API name.</param>
    /// <param name="recordId">The record's id.</param>
    /// <param name="lockId">The lock's id; if it is null, the lock is read first, and the result has its details.</param>
    /// <param name="ifUnlocked">What to do if it isn't locked.</param>
    /// <param name="interruptedRun">An interrupted run that may have unlocked it: in that case an unlocked record is no error.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public async Task<RecordUnlock> UnlockAsync(
        string module,
        string recordId,
        string? lockId = null,
        IfUnlocked ifUnlocked = IfUnlocked.Error,
        InterruptedRun? interruptedRun = null,
        CancellationToken cancellationToken = default)
    {
        var current = lockId is null ? await FindAsync(module, recordId, cancellationToken).ConfigureAwait(false) : new RecordLock(module, recordId, lockId);
        return current is not null ? await UnlockAsync(current, ifUnlocked, interruptedRun, cancellationToken).ConfigureAwait(false)
            : ifUnlocked == IfUnlocked.Skip || interruptedRun is not null ? new(module, recordId, null, RecordUnlockStatus.NotLocked)
            : throw LockErrors.NotLocked();
    }

    /// <summary>Removes a lock.</summary>
    /// <param name="current">The lock; only its ids are used for the call, and what else is known of it is in the result.</param>
    /// <param name="ifUnlocked">What to do if it is gone, and the record isn't locked.</param>
    /// <param name="interruptedRun">An interrupted run that may have removed it: in that case it is no error that it is gone.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public Task<RecordUnlock> UnlockAsync(
        RecordLock current, IfUnlocked ifUnlocked = IfUnlocked.Error, InterruptedRun? interruptedRun = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(current);
        var (module, recordId, lockId) = (current.Module, current.RecordId, current.LockId);
        var state = new ApiRetryState(_api, interruptedRun);
        return RetryEngine.RunAsync(
            new Operation<RecordUnlock>(AttemptAsync)
            {
                Subject = new(CallSubject.Unlock, module, recordId),
                Verify = VerifyAsync,
                IsVerifiedAfter = error => ConcernsRecord(error) && (state.MayBeDone || (ifUnlocked == IfUnlocked.Skip && error.Kind == ZohoErrorKind.ObjectNotFound)),
                OutcomeUnknown = LockErrors.OutcomeUnknown,
            },
            state,
            cancellationToken);

        async Task<RecordUnlock> AttemptAsync(bool isRepeat)
        {
            try
            {
                await _calls.UnlockAsync(module, recordId, lockId, isRepeat, cancellationToken).ConfigureAwait(false);
                return RecordUnlock.From(current);
            }
            catch (ZohoException refused) when (current.RuleId is { } rule && LockErrors.RefusedByRule(refused, rule) is { } byRule)
            {
                throw byRule;
            }
        }

        async Task<Verdict<RecordUnlock>> VerifyAsync(ZohoException? refusal) => LostResponseVerifier.JudgeUnlock(
            await ListAsync(module, recordId, cancellationToken: cancellationToken).ConfigureAwait(false),
            RecordUnlock.From(current),
            state,
            refusal);
    }

    /// <summary>Whether a lock with that reason was made by a run that was cut off.</summary>
    internal bool IsMadeBy(InterruptedRun run, RecordLock found, string reason) => LostResponseVerifier.IsOurs(found, reason, new ApiRetryState(_api, run));

    /// <summary>Sends no further calls: waiting calls end with an OperationCanceledException, and calls in flight continue.</summary>
    public void Close() => _lane.Close();

    private Task<T> ReadAsync<T>(CallSubject subject, Func<bool, Task<T>> call, CancellationToken cancellationToken) =>
        RetryEngine.RunAsync(new Operation<T>(call) { Subject = subject }, new ApiRetryState(_api), cancellationToken);

    // A refusal that concerns the whole connection says nothing about the record.
    private static bool ConcernsRecord(ZohoError error) => error is { Outcome: CallOutcome.Refused, EndsRun: false };

    private static RecordLock? FindManual(IReadOnlyList<RecordLock> locks)
    {
        foreach (var found in locks)
        {
            if (found.Source != LockSource.Automatic)
            {
                return found;
            }
        }

        return null;
    }
}
