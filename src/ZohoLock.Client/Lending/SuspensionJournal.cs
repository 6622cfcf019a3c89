using ZohoLock.Bulk;
using ZohoLock.Journal;

namespace ZohoLock.Lending;

/// <summary>The journal of suspended locks, open: which are removed and not made again (docs/journal.md).</summary>
public sealed class SuspensionJournal : IDisposable
{
    private const string Consequence =
        "each lock is in several lines, but one whose lines are all damaged isn't known, so look for records that should be locked and aren't.";

    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(10);

    private readonly RunJournal _file;
    private readonly TimeProvider _time;

    private SuspensionJournal(RunJournal file, TimeProvider time)
    {
        (_file, _time) = (file, time);
        (EarlierResumeBegun, EarlierUserId) = (file.Suspensions.ResumeBegun, file.Suspensions.UserId);
    }

    /// <summary>The path of the file.</summary>
    public string Path => _file.Path;

    /// <summary>The API name of the records' module.</summary>
    public string Module => _file.Header.Module;

    /// <summary>When all locks had been made again; null if they haven't.</summary>
    public DateTimeOffset? Ended => _file.EarlierEnd?.At;

    /// <summary>The number of locks that were made again.</summary>
    public long ResumedCount => _file.Suspensions.CountResumed();

    /// <summary>What is damaged, for a warning; null if nothing is.</summary>
    public string? Damage => _file.DescribeDamage(Consequence)?.TrimStart();

    /// <summary>When an earlier run began to make the locks again; null if none did.</summary>
    internal DateTimeOffset? EarlierResumeBegun { get; }

    /// <summary>The id of the user that it did so as; null if that isn't known.</summary>
    internal string? EarlierUserId { get; }

    internal bool IsDamaged => _file.DamagedCount > 0;

    internal DateTimeOffset Now => _time.GetLocalNow();

    /// <summary>Waits until an unlock that was sent when a run was cut off is carried out, if it ever is.</summary>
    internal Task WhenSettledAsync(SuspensionEntry entry, CancellationToken cancellationToken)
    {
        // Zoho has an answer to nearly every call within seconds. A clock that was changed since makes it no longer.
        var left = entry.At + SettleTime - Now;
        return left <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(left < SettleTime ? left : SettleTime, _time, cancellationToken);
    }

    /// <summary>The locks that are, or may be, removed and not made again, in the order in which they were removed.</summary>
    public IReadOnlyList<SuspendedLock> GetSuspended() => [.. _file.Suspensions.GetOpen().Select(ToLock)];

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>Opens a journal to suspend locks with, or creates it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="module">The API name of the records' module.</param>
    /// <param name="organization">The id of their organisation, or its API host.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ZohoException">
    /// The file can't be used (<see cref="RunJournal.Open"/>), or its locks are already being made again.
    /// </exception>
    public static SuspensionJournal OpenOrCreate(string path, string module, string organization, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var journal = new SuspensionJournal(
            RunJournal.Open(path, new JournalHeader(RecordOperation.Suspend, module, organization) { Begun = time.GetLocalNow() }), time);
        if ((journal.Ended ?? journal.EarlierResumeBegun) is { } resumed)
        {
            journal.Dispose();
            throw SuspensionErrors.ResumeBegun(path, resumed);
        }

        return journal;
    }

    /// <summary>Opens the journal of suspended locks.</summary>
    /// <param name="path">The file.</param>
    /// <param name="organization">The id of the organisation that it must be of, or its API host; null for any.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ZohoException">There is no such file, it isn't a journal of suspended locks, or is of another organisation.</exception>
    public static SuspensionJournal Open(string path, string? organization, TimeProvider time) =>
        new(RunJournal.OpenSuspended(path, organization), time);

    internal SuspensionEntry? Find(string recordId) => _file.Suspensions.Find(recordId);

    internal void Append(SuspensionEntry entry) => _file.AppendSuspension(entry);

    /// <summary>Writes what has become of a lock. If that can't be written, the outcome stays valid, and the run ends after it.</summary>
    internal RecordOutcome Write(RecordOutcome outcome, SuspensionEntry entry)
    {
        try
        {
            Append(entry);
            return outcome;
        }
        catch (ZohoException failure)
        {
            return outcome with { RunFailure = failure };
        }
    }

    /// <summary>Writes that all locks were made again.</summary>
    internal void AppendEnd() => _file.AppendEnd(new JournalEnd(Now, ResumedCount, 0));

    private SuspendedLock ToLock(SuspensionEntry entry) => new(Module, entry.RecordId!, entry.LockId ?? string.Empty)
    {
        Reason = entry.Reason,
        LockedBy = entry.GetLockedBy(),
        LockedTime = entry.LockedTime,
        SuspendedTime = entry.At,
        Status = entry.State == SuspensionState.Unlocked ? SuspendedLockStatus.Unlocked : SuspendedLockStatus.Unknown,
    };
}
