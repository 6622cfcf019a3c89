using System.Runtime.CompilerServices;
using ZohoLock.Api;
using ZohoLock.Bulk;
using ZohoLock.Finding;
using ZohoLock.Locking;

namespace ZohoLock.Syncing;

/// <summary>
/// Finds out what is to be done so that the records of a module are locked as wanted, and changes nothing. Whether records are locked is read
/// 50 a call; the locks themselves, which takes a call each, only where a reason has to be compared or a lock should go.
/// </summary>
public sealed class LockPlanner
{
    private readonly ApiClient _api;
    private readonly RecordFinder _finder;
    private readonly LockPlanOptions _options;

    internal LockPlanner(ApiClient api, RecordFinder finder, LockPlanOptions options) => (_api, _finder, _options) = (api, finder, options);

    /// <summary>
    /// Plans what to do: a <see cref="LockPlanStep"/> or an error for each wish in the order of the list, then one for each other locked record
    /// that should not be.
    /// </summary>
    /// <exception cref="ZohoException">
    /// States can't be read, the first 50 records were all refused alike, or other records would be unlocked although nothing is wanted
    /// (code <c>NothingWanted</c>) or inputs are invalid (<c>InvalidRows</c>).
    /// </exception>
    public async IAsyncEnumerable<RecordOutcome> PlanAsync(LockWishList wishes, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(wishes);
        if (_options.UnlockOthers && !wishes.HasRefusals && !wishes.Wishes.Any(wish => wish.IsLocked))
        {
            throw SyncingErrors.NothingWanted(wishes.Module);
        }

        var run = _options.CreateRun(_api, cancellationToken);
        await using var disposal = run.ConfigureAwait(false);
        await foreach (var outcome in run.RunAllAsync(ReadAsync(wishes, cancellationToken)).ConfigureAwait(false))
        {
            yield return outcome;
        }
    }

    private async IAsyncEnumerable<RecordInput> ReadAsync(LockWishList wishes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var states = RecordStates.ReadAsync(_finder, wishes.Wishes, wish => wish.Found is null ? wish.Input : null, cancellationToken);
        await foreach (var (wish, state) in states.ConfigureAwait(false))
        {
            yield return state switch
            {
                null => Prepare(wish, wish.Found!),
                { Output: Record record } => Prepare(wish, record),
                _ => wish.Input with { Refusal = state.Failure },
            };
        }

        if (!_options.UnlockOthers)
        {
            yield break;
        }

        if (wishes.HasRefusals)
        {
            throw SyncingErrors.InvalidRows(wishes.Wishes.Count(wish => wish.Input.Refusal is not null));
        }

        long number = wishes.Wishes.Count;
        await foreach (var page in _finder.FindLockedAsync(wishes.Module, cancellationToken).ConfigureAwait(false))
        {
            foreach (var record in page.Where(record => !wishes.Contains(record.RecordId)))
            {
                var input = new RecordInput(record, ++number) { Module = wishes.Module, RecordId = record.RecordId, GivenId = record.RecordId };
                yield return Prepare(new LockWish(input, IsLocked: false) { IsOther = true }, record);
            }
        }
    }

    private RecordInput Prepare(LockWish wish, Record record) => wish.Input with
    {
        Work = async (client, input, token) => new(input) { IsDone = true, Output = await PlanAsync(client, wish, record, token).ConfigureAwait(false) },
    };

    private async Task<LockPlanStep> PlanAsync(RecordLockClient client, LockWish wish, Record record, CancellationToken cancellationToken)
    {
        switch (record.IsLocked, wish.IsLocked)
        {
            case (false, true):
                return Step(LockPlanAction.Lock, LockState.NotLocked, wish.State, "not locked yet");
            case (false, false):
                return Step(LockPlanAction.Keep, LockState.NotLocked, LockState.NotLocked, "not locked, as wanted");
            case (true, true) when _options.KeepReason:
                return Step(LockPlanAction.Keep, LockState.Locked, LockState.Locked, "locked, as wanted; the reason stays");
            default:
                var found = await client.ListAsync(wish.Input.Module!, record.RecordId, cancellationToken: cancellationToken).ConfigureAwait(false);
                return wish.IsLocked ? PlanLock(new(found)) : PlanUnlock(new(found));
        }

        LockPlanStep PlanLock(RecordLocks locks) => locks switch
        {
            { State.IsLocked: false } => Step(LockPlanAction.Lock, LockState.NotLocked, wish.State, "not locked yet"),
            { Manual: null } => Step(LockPlanAction.Keep, locks.State, locks.State, "locked by a rule, which counts"),
            _ when _options.KeepReason => Step(LockPlanAction.Keep, locks.State, locks.State, "locked, as wanted; the reason stays"),
            { Manual: { } manual } when LockReason.AreSame(manual.Reason, wish.Input.Reason) =>
                Step(LockPlanAction.Keep, locks.State, locks.State, "locked with this reason, as wanted"),
            _ => Step(LockPlanAction.ChangeReason, locks.State, locks.State with { Reason = wish.Input.Reason }, "locked with another reason"),
        };

        LockPlanStep PlanUnlock(RecordLocks locks) => locks switch
        {
            { State.IsLocked: false } => Step(LockPlanAction.Keep, LockState.NotLocked, LockState.NotLocked, "not locked, as wanted"),
            { Manual: null } => Step(LockPlanAction.Blocked, locks.State, LockState.NotLocked, "a rule has locked it, and no call can undo that"),
            _ => Step(
                LockPlanAction.Unlock,
                locks.State,
                locks.StateWithoutManual,
                $"{(wish.IsOther ? "no lock wanted here" : "to be unlocked")}{(locks.IsLockedByRule ? "; the lock of a rule stays" : null)}"),
        };

        LockPlanStep Step(LockPlanAction action, LockState from, LockState to, string why) =>
            new(action, wish.Input.Module!, record.RecordId) { RecordName = record.RecordName, From = from, To = to, Why = why };
    }
}
