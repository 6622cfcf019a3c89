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
            return Verdict<RecordLock>.NotDone with { Finding = found is null ? "the record isn't locked" : "only a rule has locked the record" };
        }

        if (state.MayBeDone && IsOurs(found, reason, state))
        {
            return Verdict<RecordLock>.Done(found) with { Finding = "the lock is there, and ours" };
        }

        isOthers = ifLocked != IfLocked.Error;
        var verdict = isOthers ? Verdict<RecordLock>.Done(found) : Verdict<RecordLock>.Refused(refusal ?? LockErrors.AlreadyLocked(found));
        return verdict with { Finding = "the lock that is there isn't ours" };
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
            var verdict = refusal is null ? Verdict<RecordUnlock>.NotDone : Verdict<RecordUnlock>.Refused(refusal);
            return verdict with { Finding = "the lock is still there" };
        }

        if (refusal is null || state.MayBeDone)
        {
            return Verdict<RecordUnlock>.Done(unlocked) with { Finding = "the lock is gone" };
        }

        // That lock is gone, but the record may have another one all the same.
        return found.Count == 0
            ? Verdict<RecordUnlock>.Done(new(unlocked.Module, unlocked.RecordId, null, RecordUnlockStatus.NotLocked)) with { Finding = "the record isn't locked" }
            : Verdict<RecordUnlock>.Refused(found.All(one => one.Source == LockSource.Automatic) ? LockErrors.LockedByRule(found[0].RuleId) : refusal) with
            {
                Finding = "that lock is gone, and the record has another one",
            };
    }

    /// <summary>Whether a lock may be one that these attempts made: with their reason, as their user, since they began.</summary>
    public static bool IsOurs(RecordLock found, string reason, ApiRetryState state) =>
        found.Source != LockSource.Automatic
        && LockReason.AreSame(found.Reason, reason)
        && state.MayBeUser(found.LockedBy?.Id)
        && (found.LockedTime is not { } at || state.IsSinceBegun(at));
}
