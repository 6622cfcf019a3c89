using System.Globalization;

namespace ZohoLock.Checking;

/// <summary>Judges whether records can be locked by hand.</summary>
internal static class RecordChecks
{
    /// <summary>A check for each record.</summary>
    public static IEnumerable<LockingCheck> Judge(LockingEvidence evidence) => evidence.Records.Select(record => Judge(evidence.Module, record));

    private static LockingCheck Judge(string module, RecordEvidence record)
    {
        var (result, message, advice) = record.Locks switch
        {
            { Failure: { Kind: ZohoErrorKind.ObjectNotFound, AppliesToModule: false } missing } => (CheckResult.Failed, missing.Message, missing.AdviceTemplate),
            { Failure.AppliesToModule: true } => (CheckResult.Unknown, "not known before the failed checks pass", null),
            { Failure: { } failure } => (CheckResult.Unknown, $"its lock can't be read: {failure.Message}", failure.AdviceTemplate),
            { Value: null or [] } => (CheckResult.Passed, "not locked", (string?)null),
            { Value: var locks } when locks.FirstOrDefault(found => found.Source != LockSource.Automatic) is { } byHand =>
                (CheckResult.Failed, Describe(byHand), $"{OperationName.UpdateReason} changes the reason; {OperationName.Lock} with -IfLocked Skip leaves the record as it is."),
            _ =>
                (CheckResult.Unknown, "locked by a rule; whether it can be locked by hand as well isn't documented", $"{OperationName.GetLock} shows the lock."),
        };
        return new(module, LockingRequirement.Record, result) { RecordId = record.RecordId, Message = message, Advice = advice };
    }

    private static string Describe(RecordLock found)
    {
        var by = found.LockedBy is { } user ? $" by {user}" : null;
        var since = found.LockedTime is { } time ? string.Create(CultureInfo.InvariantCulture, $" since {time:yyyy-MM-dd HH:mm zzz}") : null;
        return $"locked already{by}{since}: {found.Reason}";
    }
}
