using ZohoLock.Bulk;
using ZohoLock.Http;
using ZohoLock.Journal;

namespace ZohoLock.Locking;

/// <summary>
/// Zoho's record locking (protocol section 1.1), made safe against lost answers: a call is repeated only where that can't do harm. Before a lock or an
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

    /// <summary>Uses <paramref name="connection"/> for each call.</summary>
    /// <param name="connection">An open connection; all its clients share its limit of calls at once.</param>
    /// <param name="throttleLimit">How many calls of this client may be in flight at once; as many as Zoho takes where it is null.</param>
    public RecordLockClient(Connection connection, int? throttleLimit = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _api = connection.Api;
        _lane = _api.Limiter.OpenLane(throttleLimit);
        _api.Server.ForgetFailures();
        _calls = new LockingApi(_api, connection.ApiVersion, _lane);
    }

    /// <summary>The locks of a record: none, one, or where a rule and a hand locked it, two.</summary>
    /// <param name="module">The module's API name.</param>
    /// <param name="recordId">The record's id.</param>
    /// <param name="fields">The fields to ask for, by Zoho's names; all where none are given. Zoho makes them mandatory.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ZohoException">Zoho refused, or there was no readable answer for as long as there was patience.</exception>
    public Task<IReadOnlyList<RecordLock>> ListAsync(
        string module, string recordId, IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default) =>
        RepeatAsync(isRepeat => _calls.ListAsync(module, recordId, fields, isRepeat, cancellationToken), cancellationToken);

    /// <summary>One lock by its id; null where Zoho answers that there is none.</summary>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public Task<RecordLock?> GetAsync(
        string module,
        string recordId,
        string lockId,
        IReadOnlyCollection<string>? fields = null,
        CancellationToken cancellationToken = default) =>
        RepeatAsync(isRepeat => _calls.GetAsync(module, recordId, lockId, fields, isRepeat, cancellationToken), cancellationToken);

    /// <summary>The lock of a record that a call can change: the one by hand where there are two; null where it isn't locked.</summary>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public async Task<RecordLock?> FindAsync(string module, string recordId, CancellationToken cancellationToken = default)
    {
        var locks = await ListAsync(module, recordId, cancellationToken: cancellationToken).ConfigureAwait(false);
        return ByHand(locks) ?? (locks is [var automatic, ..] ? automatic : null);
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
        var tries = new Tries(_api, _time, earlierRun);
        var (known, refusal) = await TellOpenEndAsync(tries, TryAsync).ConfigureAwait(false);
        return (known, refusal) switch
        {
            ({ } made, null) => made,
            ({ } found, _) when tries.MayBeDone && IsOurs(found, reason, tries) => found,
            ({ } found, _) when ifLocked == IfLocked.Skip => found,
            ({ } found, _) when ifLocked == IfLocked.Update => await UpdateReasonAsync(found, reason, cancellationToken).ConfigureAwait(false),
            _ => throw refusal!,
        };

        // The lock that was made; or a refusal, with the lock that was found then.
        async Task<(RecordLock? Known, ZohoException? Refusal)> TryAsync()
        {
            while (true)
            {
                try
                {
                    var isWorthALook = tries.HasLostAnswer || earlierRun is { MayBeInFlight: true };
                    return isWorthALook && await LookAsync(module, recordId, cancellationToken).ConfigureAwait(false) is { } found
                        ? (found, LockErrors.AlreadyLocked(found))
                        : (await _calls.LockAsync(module, recordId, reason, tries.IsRepeat, cancellationToken).ConfigureAwait(false), null);
                }
                catch (ZohoException failure) when (tries.MayRepeat(failure.Error))
                {
                    await tries.PauseAfterAsync(failure, cancellationToken).ConfigureAwait(false);
                }
                catch (ZohoException refused) when (IsWorthALook(refused.Error))
                {
                    return (await FindAsync(module, recordId, cancellationToken).ConfigureAwait(false), refused);
                }
            }
        }

        bool IsWorthALook(ZohoError error) =>
            error.Fate == CallFate.Refused && !error.EndsRun
            && (tries.MayBeDone || (ifLocked != IfLocked.Error && error.Kind == ZohoErrorKind.ResourceExists));
    }

    /// <summary>Changes the reason of a lock.</summary>
    /// <param name="current">The lock as it is known; its ids are what counts.</param>
    /// <param name="reason">The new reason.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns><paramref name="current"/> with its new reason: the answer tells nothing more.</returns>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public Task<RecordLock> UpdateReasonAsync(RecordLock current, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(current);
        var tries = new Tries(_api, _time);
        return TellOpenEndAsync(tries, () => RepeatAsync(UpdateAsync, tries, cancellationToken));

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
    /// <param name="lockId">The lock's own id; where it is null, the lock is looked up first.</param>
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

        var tries = new Tries(_api, _time, earlierRun);
        var (isLocked, refusal) = await TellOpenEndAsync(tries, TryAsync).ConfigureAwait(false);
        return (isLocked, refusal) switch
        {
            (true, _) => throw refusal!,
            (false, not null) when !tries.MayBeDone => NotLocked(),
            _ => new(module, recordId, lockId, RecordUnlockStatus.Unlocked),
        };

        // Whether the lock is still there, and the refusal that it is there for.
        async Task<(bool IsLocked, ZohoException? Refusal)> TryAsync()
        {
            while (true)
            {
                try
                {
                    if (!tries.HasLostAnswer || await IsThereAsync().ConfigureAwait(false))
                    {
                        await _calls.UnlockAsync(module, recordId, lockId, tries.IsRepeat, cancellationToken).ConfigureAwait(false);
                    }

                    return (false, null);
                }
                catch (ZohoException failure) when (tries.MayRepeat(failure.Error))
                {
                    await tries.PauseAfterAsync(failure, cancellationToken).ConfigureAwait(false);
                }
                catch (ZohoException refused) when (IsWorthALook(refused.Error))
                {
                    return (await IsThereAsync().ConfigureAwait(false), refused);
                }
            }
        }

        bool IsWorthALook(ZohoError error) =>
            error.Fate == CallFate.Refused && !error.EndsRun
            && (tries.MayBeDone || (ifUnlocked == IfUnlocked.Skip && error.Kind == ZohoErrorKind.ObjectNotFound));

        async Task<bool> IsThereAsync()
        {
            var locks = await ListAsync(module, recordId, cancellationToken: cancellationToken).ConfigureAwait(false);
            return locks.Any(found => found.LockId == lockId);
        }

        RecordUnlock NotLocked() => new(module, recordId, null, RecordUnlockStatus.NotLocked);
    }

    /// <summary>Sends no further call: whatever waits for its turn ends in an OperationCanceledException, and what is in flight goes on.</summary>
    public void Close() => _lane.Close();

    private Task<T> RepeatAsync<T>(Func<bool, Task<T>> call, CancellationToken cancellationToken) =>
        RepeatAsync(call, new Tries(_api, _time), cancellationToken);

    // Looking and changing a reason do the same however often they are done.
    private static async Task<T> RepeatAsync<T>(Func<bool, Task<T>> call, Tries tries, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await call(tries.IsRepeat).ConfigureAwait(false);
            }
            catch (ZohoException failure) when (tries.MayRepeat(failure.Error))
            {
                await tries.PauseAfterAsync(failure, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // However a change ends whose answer was lost: where that isn't cleared up, the error says so.
    private static async Task<T> TellOpenEndAsync<T>(Tries tries, Func<Task<T>> change)
    {
        try
        {
            return await change().ConfigureAwait(false);
        }
        catch (ZohoException end) when (tries.HasLostAnswer || end.Error.Fate == CallFate.Unknown)
        {
            throw LockErrors.OutcomeUnknown(end);
        }
        catch (LaneClosedException) when (tries.LostAnswer is { } lost)
        {
            throw LockErrors.OutcomeUnknown(lost);
        }
    }

    private async Task<RecordLock?> LookAsync(string module, string recordId, CancellationToken cancellationToken) =>
        ByHand(await ListAsync(module, recordId, cancellationToken: cancellationToken).ConfigureAwait(false));

    // Automatic locks are never the work of a call.
    private static RecordLock? ByHand(IReadOnlyList<RecordLock> locks)
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

    private static bool IsOurs(RecordLock found, string reason, Tries tries) =>
        found.Source != LockSource.Automatic
        && IsSameText(found.Reason, reason)
        && tries.MayBeUser(found.LockedBy?.Id)
        && (found.LockedTime is not { } at || tries.IsSinceBegun(at));

    // A server may keep another kind of line break, and no blanks around.
    private static bool IsSameText(string? one, string other) => Normal(one) == Normal(other);

    private static string? Normal(string? text) => text?.ReplaceLineEndings("\n").Trim();
}
