using ZohoLock.Api;
using ZohoLock.Retrying;

namespace ZohoLock.Locking;

/// <summary>
/// Judges from a record's locks whether a lock or unlock whose response was lost was carried out (docs/retries.md, "How a lock is told to be ours").
/// </summary>
internal static class LostResponseVerifier
{
    /// <summary>Judges whether a record was locked by this operation.</summary>
    /// <param name="found">The record's lock; null if it is not locked.</param>
    /// <param name="reason">The reason that was sent.</param>
    /// <param name="ifLocked">What to do if another has locked it.</param>
    /// <param name="state">The attempts so far.</param>
    /// <param name="refusal">The refusal that led to the look; null if a response was lost.</param>
    /// <param name="isOthers">Whether the lock found is another's, which <paramref name="ifLocked"/> accepts.</param>
    public static Verdict<RecordLock> JudgeLock(
        RecordLock? found, string reason, IfLocked ifLocked, ApiRetryState state, ZohoException? refusal, out bool isOthers)
    {
        isOthers = false;

        // Before a retry only a manual lock counts, because a call never creates an automatic one.
        if (found is null || (refusal is null && found.Source == LockSource.Automatic))
        {
            return Verdict<RecordLock>.NotDone;
        }

        if (state.MayBeDone && IsOurs(found, reason, state))
        {
            return Verdict<RecordLock>.Done(found);
        }

        isOthers = ifLocked != IfLocked.Error;
        return isOthers ? Verdict<RecordLock>.Done(found) : Verdict<RecordLock>.Refused(refusal ?? LockErrors.AlreadyLocked(found));
    }

    /// <summary>Judges whether a lock was removed by this operation.</summary>
    /// <param name="found">The record's locks.</param>
    /// <param name="unlocked">The result if it was.</param>
    /// <param name="state">The attempts so far.</param>
    /// <param name="refusal">The refusal that led to the look; null if a response was lost.</param>
    public static Verdict<RecordUnlock> JudgeUnlock(
        IReadOnlyList<RecordLock> found, RecordUnlock unlocked, ApiRetryState state, ZohoException? refusal)
    {
        if (found.Any(one => one.LockId == unlocked.LockId))
        {
            return refusal is null ? Verdict<RecordUnlock>.NotDone : Verdict<RecordUnlock>.Refused(refusal);
        }

        if (refusal is null || state.MayBeDone)
        {
            return Verdict<RecordUnlock>.Done(unlocked);
        }

        // That lock is gone, but the record may have another one all the same.
        return found.Count == 0
            ? Verdict<RecordUnlock>.Done(new(unlocked.Module, unlocked.RecordId, null, RecordUnlockStatus.NotLocked))
            : Verdict<RecordUnlock>.Refused(found.All(one => one.Source == LockSource.Automatic) ? LockErrors.LockedByRule(found[0].RuleId) : refusal);
    }

    /// <summary>Whether a lock may be one that these attempts made: with their reason, as their user, since they began.</summary>
    public static bool IsOurs(RecordLock found, string reason, ApiRetryState state) =>
        found.Source != LockSource.Automatic
        && LockReason.AreSame(found.Reason, reason)
        && state.MayBeUser(found.LockedBy?.Id)
        && (found.LockedTime is not { } at || state.IsSinceBegun(at));
}
