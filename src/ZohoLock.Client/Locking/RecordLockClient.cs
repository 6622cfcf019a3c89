using ZohoLock.Api;
using ZohoLock.Input;
using ZohoLock.Retrying;
using ZohoLock.Throttling;

namespace ZohoLock.Locking;

/// <summary>
/// Zoho's record locking (protocol section 1.1), made safe against lost responses: a call is repeated only where that can't do harm. Before a lock or an
/// unlock is repeated, the record is looked at, and what is there decides whether the first one went through (docs/retries.md).
/// </summary>
/// <remarks>
/// Modules are API names, ids digits; see <see cref="ModuleName"/>, <see cref="RecordId"/> and <see cref="LockReason"/>. All members may be called
/// from several threads at once.
/// </remarks>
public sealed class RecordLockClient
{
    private readonly ApiClient _api;
    private readonly CallLane _lane;
    private readonly LockingApi _calls;
    private readonly TimeProvider _time = TimeProvider.System;

    /// <summary>Uses <paramref name="api"/> for each call.</summary>
    /// <param name="api">An open connection's calls; all its clients share its concurrency limit.</param>
    /// <param name="throttleLimit">How many calls of this client may be in flight at once; null for as many as Zoho takes.</param>
    internal RecordLockClient(ApiClient api, int? throttleLimit = null)
    {
        ArgumentNullException.ThrowIfNull(api);
        _api = api;
        _lane = _api.Limiter.OpenLane(throttleLimit);
        _api.Server.ResetFailures();
        _calls = new LockingApi(_api, _lane);
    }

    /// <summary>The locks of a record: none, one, or where a rule and a hand locked it, two.</summary>
    /// <param name="module">The module's API name.</param>
    /// <param name="recordId">The record's id.</param>
    /// <param name="fields">The fields to ask for, by Zoho's names; all where none are given. Zoho makes them mandatory.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ZohoException">Zoho refused, or there was no readable response for as long as there was patience.</exception>
    public Task<IReadOnlyList<RecordLock>> ListAsync(
        string module, string recordId, IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default) =>
        ReadAsync(isRepeat => _calls.ListAsync(module, recordId, fields, isRepeat, cancellationToken), cancellationToken);

    /// <summary>One lock by its id; null if Zoho answers that there is none.</summary>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public Task<RecordLock?> GetAsync(
        string module,
        string recordId,
        string lockId,
        IReadOnlyCollection<string>? fields = null,
        CancellationToken cancellationToken = default) =>
        ReadAsync(isRepeat => _calls.GetAsync(module, recordId, lockId, fields, isRepeat, cancellationToken), cancellationToken);

    /// <summary>The lock of a record that a call can change: the one by hand where there are two; null if it isn't locked.</summary>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public async Task<RecordLock?> FindAsync(string module, string recordId, CancellationToken cancellationToken = default)
    {
        var locks = await ListAsync(module, recordId, cancellationToken: cancellationToken).ConfigureAwait(false);
        return FindManual(locks) ?? (locks is [var automatic, ..] ? automatic : null);
    }

    /// <summary>Locks a record.</summary>
    /// <param name="module">The module's API name.</param>
    /// <param name="recordId">The record's id.</param>
    /// <param name="reason">Why.</param>
    /// <param name="ifLocked">What to do where it is locked already.</param>
    /// <param name="earlierRun">A run that was cut off and may have locked it: a lock that fits is taken for that run's.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The lock, as far as the call that made or found it tells.</returns>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public async Task<RecordLock> LockAsync(
        string module,
        string recordId,
        string reason,
        IfLocked ifLocked = IfLocked.Error,
        EarlierRun? earlierRun = null,
        CancellationToken cancellationToken = default)
    {
        var state = new ApiRetryState(_api, _time, earlierRun);
        var (known, isOthers) = await RetryEngine.RunAsync(
            new Operation<(RecordLock Lock, bool IsOthers)>(AttemptAsync)
            {
                Verify = VerifyAsync,
                IsVerifiedFirst = earlierRun is { MayBeInFlight: true },
                IsVerifiedAfter = error => ConcernsRecord(error) && (state.MayBeDone || (ifLocked != IfLocked.Error && error.Kind == ZohoErrorKind.ResourceExists)),
                OutcomeUnknown = LockErrors.OutcomeUnknown,
            },
            state,
            cancellationToken).ConfigureAwait(false);
        return isOthers && ifLocked == IfLocked.Update ? await UpdateReasonAsync(known, reason, cancellationToken).ConfigureAwait(false) : known;

        async Task<(RecordLock, bool)> AttemptAsync(bool isRepeat) =>
            (await _calls.LockAsync(module, recordId, reason, isRepeat, cancellationToken).ConfigureAwait(false), false);

        async Task<Verdict<(RecordLock, bool)>> VerifyAsync(ZohoException? refusal)
        {
            // Before a repeat only a manual lock counts: an automatic one is never the work of a call.
            var found = await FindAsync(module, recordId, cancellationToken).ConfigureAwait(false);
            return found is null || (refusal is null && found.Source == LockSource.Automatic) ? Verdict<(RecordLock, bool)>.NotDone
                : state.MayBeDone && IsOurs(found, reason, state) ? Verdict<(RecordLock, bool)>.Done((found, false))
                : ifLocked != IfLocked.Error ? Verdict<(RecordLock, bool)>.Done((found, true))
                : Verdict<(RecordLock, bool)>.Refused(refusal ?? LockErrors.AlreadyLocked(found));
        }
    }

    /// <summary>Changes the reason of a lock.</summary>
    /// <param name="current">The lock as it is known; its ids are what counts.</param>
    /// <param name="reason">The new reason.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns><paramref name="current"/> with its new reason: the response tells nothing more.</returns>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public Task<RecordLock> UpdateReasonAsync(RecordLock current, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(current);
        return RetryEngine.RunAsync(
            new Operation<RecordLock>(UpdateAsync) { OutcomeUnknown = LockErrors.OutcomeUnknown }, new ApiRetryState(_api, _time), cancellationToken);

        async Task<RecordLock> UpdateAsync(bool isRepeat)
        {
            await _calls.UpdateAsync(current.Module, current.RecordId, current.LockId, reason, isRepeat, cancellationToken)
                .ConfigureAwait(false);
            return current with { Reason = reason };
        }
    }

    /// <summary>Changes the reason of a record's lock, which is looked up first.</summary>
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
    /// <param name="lockId">The lock's own id; if it is null, the lock is looked up first.</param>
    /// <param name="ifUnlocked">What to do where it isn't locked.</param>
    /// <param name="earlierRun">A run that was cut off and may have unlocked it: that it isn't locked is no error then.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public async Task<RecordUnlock> UnlockAsync(
        string module,
        string recordId,
        string? lockId = null,
        IfUnlocked ifUnlocked = IfUnlocked.Error,
        EarlierRun? earlierRun = null,
        CancellationToken cancellationToken = default)
    {
        lockId ??= (await FindAsync(module, recordId, cancellationToken).ConfigureAwait(false))?.LockId;
        if (lockId is null)
        {
            return ifUnlocked == IfUnlocked.Skip || earlierRun is not null ? NotLocked() : throw LockErrors.NotLocked();
        }

        var state = new ApiRetryState(_api, _time, earlierRun);
        return await RetryEngine.RunAsync(
            new Operation<RecordUnlock>(AttemptAsync)
            {
                Verify = VerifyAsync,
                IsVerifiedAfter = error => ConcernsRecord(error) && (state.MayBeDone || (ifUnlocked == IfUnlocked.Skip && error.Kind == ZohoErrorKind.ObjectNotFound)),
                OutcomeUnknown = LockErrors.OutcomeUnknown,
            },
            state,
            cancellationToken).ConfigureAwait(false);

        async Task<RecordUnlock> AttemptAsync(bool isRepeat)
        {
            await _calls.UnlockAsync(module, recordId, lockId, isRepeat, cancellationToken).ConfigureAwait(false);
            return Unlocked();
        }

        async Task<Verdict<RecordUnlock>> VerifyAsync(ZohoException? refusal)
        {
            var locks = await ListAsync(module, recordId, cancellationToken: cancellationToken).ConfigureAwait(false);
            return locks.Any(found => found.LockId == lockId)
                ? refusal is null ? Verdict<RecordUnlock>.NotDone : Verdict<RecordUnlock>.Refused(refusal)
                : Verdict<RecordUnlock>.Done(refusal is null || state.MayBeDone ? Unlocked() : NotLocked());
        }

        RecordUnlock Unlocked() => new(module, recordId, lockId, RecordUnlockStatus.Unlocked);

        RecordUnlock NotLocked() => new(module, recordId, null, RecordUnlockStatus.NotLocked);
    }

    /// <summary>Sends no further call: whatever waits for its turn ends in an OperationCanceledException, and what is in flight goes on.</summary>
    public void Close() => _lane.Close();

    private Task<T> ReadAsync<T>(Func<bool, Task<T>> call, CancellationToken cancellationToken) =>
        RetryEngine.RunAsync(new Operation<T>(call), new ApiRetryState(_api, _time), cancellationToken);

    // A refusal of the connection says nothing about the record.
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

    private static bool IsOurs(RecordLock found, string reason, ApiRetryState state) =>
        found.Source != LockSource.Automatic
        && IsSameText(found.Reason, reason)
        && state.MayBeUser(found.LockedBy?.Id)
        && (found.LockedTime is not { } at || state.IsSinceBegun(at));

    // A server may keep another kind of line break, and no blanks around.
    private static bool IsSameText(string? one, string other) => Normal(one) == Normal(other);

    private static string? Normal(string? text) => text?.ReplaceLineEndings("\n").Trim();
}
