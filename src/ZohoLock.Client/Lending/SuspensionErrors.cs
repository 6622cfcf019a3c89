using System.Globalization;
using ZohoLock.Journal;
using ZohoLock.Locking;

namespace ZohoLock.Lending;

/// <summary>The errors of suspending locks and of making them again.</summary>
internal static class SuspensionErrors
{
    private const int MaxNames = 5;
    private const int MaxReason = 200;

    public static ZohoException LockedByRules(IReadOnlyList<RecordLock> locks, long count) => new(ZohoError.Input(
        "LockedByRule",
        string.Create(
            CultureInfo.InvariantCulture,
            $"{locks.Count:N0} of the {count:N0} records {(locks.Count == 1 ? "is" : "are")} locked by a rule{ListRules(locks)}, and such a lock can't be removed: {ListNames(locks)}. No lock was removed"),
        "Give -SkipAutomatic to go on without them: they stay locked. Get-ZohoRecordLock -Source Manual leaves them out.")
    with
    {
        EndsRun = true,
    });

    public static string DescribeSkipped(IReadOnlyList<RecordLock> locks) => string.Create(
        CultureInfo.InvariantCulture,
        $"{locks.Count:N0} {(locks.Count == 1 ? "record is" : "records are")} locked by a rule{ListRules(locks)} and {(locks.Count == 1 ? "stays" : "stay")} locked: {ListNames(locks)}.");

    public static ZohoException NoReason(RecordLock found) => new(ZohoError.Input(
        "LockWithoutReason",
        $"the lock {found.LockId} has no reason of 1 to {LockReason.MaxLength} characters, and couldn't be made again without",
        "The lock wasn't removed. Give it a reason with Set-ZohoRecordLock first."));

    public static ZohoException OtherModule(string own, string module) => new(ZohoError.Input(
        "JournalOfAnotherModule",
        $"the journal is of module {own}, and the record of {module}",
        "The lock wasn't removed. Run the command once for each module, with a journal for each."));

    public static ZohoException AlreadySuspended(SuspensionEntry earlier, RecordLock found) => new(ZohoError.Input(
        "AlreadySuspended",
        $"the journal has the lock {earlier.LockId} of this record as removed since {Format(earlier.At)}, and {found.LockId} was made after that",
        "The lock wasn't removed. Run Resume-ZohoRecordLock with the journal first, or give another -JournalPath."));

    public static ZohoException ResumeBegun(string path, DateTimeOffset at) => new(ZohoError.Input(
        "JournalResumed",
        $"the locks in the journal '{path}' are being made again since {Format(at)}",
        "No lock was removed. Give another -JournalPath to suspend more locks.") with { EndsRun = true });

    public static ZohoException LockedMeanwhile(SuspensionEntry entry, RecordLock found) => new(LockErrors.AlreadyLocked(found).Error with
    {
        Code = "LockedMeanwhile",
        Message = $"the record is locked by {found.LockedBy?.ToString() ?? "somebody"}"
            + (found.LockedTime is { } time ? $" since {Format(time)}" : null)
            + $", after its lock was removed on {Format(entry.At)}: {DisplayText.Line(found.Reason, MaxReason)}",
        Advice = "The lock that is there was left as it is, and the reason before is kept in the journal: "
            + $"{DisplayText.Line(entry.Reason, MaxReason)}. "
            + "To have that back, unlock the record and run Resume-ZohoRecordLock again.",
    });

    /// <summary>A time in messages: by the clock and in the zone that it has.</summary>
    public static string Format(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    private static string? ListRules(IReadOnlyList<RecordLock> locks) =>
        string.Join(", ", locks.Select(found => found.RuleName).OfType<string>().Distinct().Take(MaxNames).Select(name => $"'{name}'")) is { Length: > 0 } names
            ? $" ({names})"
            : null;

    private static string ListNames(IReadOnlyList<RecordLock> locks)
    {
        var names = string.Join(", ", locks.Take(MaxNames).Select(found => $"{found.Module} {found.RecordId}"));
        return locks.Count <= MaxNames ? names : string.Create(CultureInfo.InvariantCulture, $"{names}, {locks.Count - MaxNames:N0} more");
    }
}
