using System.Globalization;
using ZohoLock.Bulk;
using ZohoLock.Journal;
using ZohoLock.Locking;
using ZohoLock.Retrying;

namespace ZohoLock.Lending;

/// <summary>
/// Makes suspended locks again, each with its reason. It can be cut off and repeated: a record is looked at first if it may be locked
/// already, so none is locked twice, and one that somebody else has locked meanwhile is left alone.
/// </summary>
public sealed class LockResumption
{
    private readonly SuspensionJournal _journal;
    private readonly bool _isNoteWanted;
    private readonly object _lock = new();
    private bool _hasBegun;

    /// <summary>Creates a resumption.</summary>
    /// <param name="journal">The journal of the suspended locks.</param>
    /// <param name="isNoteWanted">Whether who had locked the record, and when, is appended to the reason, if there is room.</param>
    public LockResumption(SuspensionJournal journal, bool isNoteWanted)
    {
        ArgumentNullException.ThrowIfNull(journal);
        (_journal, _isNoteWanted) = (journal, isNoteWanted);
        Inputs = [.. journal.GetSuspended().Select((suspended, place) =>
            new RecordInput(suspended, place + 1)
            {
                Module = suspended.Module, RecordId = suspended.RecordId, GivenId = suspended.RecordId,
            })];
        Locking = new() { Operation = RecordOperation.Suspend, Work = ResumeAsync, JournalPath = journal.Path };
    }

    /// <summary>The suspended locks.</summary>
    public IReadOnlyList<RecordInput> Inputs { get; }

    /// <summary>The run that makes them again.</summary>
    public RecordRunOptions Locking { get; }

    /// <summary>A warning about a lock that was made again without the note, for which there was no room; null if there is none.</summary>
    public string? FindProblem(RecordOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return _isNoteWanted && outcome.Failure is null
            && _journal.Find(outcome.Input.RecordId!) is { } entry && AddNote(entry).Length > LockReason.MaxLength
            ? $"{outcome.Input.Name}: there is no room for the note, because the reason has {entry.Reason!.Length} characters of "
                + $"{LockReason.MaxLength}; it is locked again with the reason as it was."
            : null;
    }

    /// <summary>Why there is nothing to do, for a warning.</summary>
    public string DescribeNothing() => string.Create(
        CultureInfo.InvariantCulture,
        $"No lock in the journal '{_journal.Path}' waits to be made again: {_journal.ResumedCount:N0} were made again{DescribeEnd()}.");

    /// <summary>Writes that all locks were made again, if they were and that isn't written yet.</summary>
    /// <exception cref="ZohoException">The file can't be written.</exception>
    public void Complete()
    {
        if (_journal.Ended is null && _journal.GetSuspended() is [])
        {
            _journal.AppendEnd();
        }
    }

    private string? DescribeEnd() => _journal.Ended is { } at ? $", the last of them on {SuspensionErrors.Format(at)}" : null;

    private static string AddNote(SuspensionEntry entry)
    {
        var by = entry.LockedByName ?? entry.LockedById;
        var when = entry.LockedTime is { } time ? SuspensionErrors.Format(time) : null;
        return (by, when) switch
        {
            (null, null) => entry.Reason!,
            (null, _) => $"{entry.Reason}\n(Locked first on {when})",
            (_, null) => $"{entry.Reason}\n(Locked first by {by})",
            _ => $"{entry.Reason}\n(Locked first by {by} on {when})",
        };
    }

    private string GetReason(SuspensionEntry entry) =>
        _isNoteWanted && AddNote(entry) is { Length: <= LockReason.MaxLength } noted ? noted : entry.Reason!;

    private async Task<RecordOutcome> ResumeAsync(RecordLockClient client, RecordInput input, CancellationToken cancellationToken)
    {
        Begin();
        var (module, id) = (input.Module!, input.RecordId!);
        var entry = _journal.Find(id)!;
        var isLookFirst = entry.State != SuspensionState.Unlocked || _journal.EarlierResumeBegun is not null || _journal.IsDamaged;
        if (entry.State == SuspensionState.Unlocking)
        {
            await _journal.WhenSettledAsync(entry, cancellationToken).ConfigureAwait(false);
        }

        if (isLookFirst && await FindAsync().ConfigureAwait(false) is { } there)
        {
            return there;
        }

        try
        {
            return Complete(await client.LockAsync(module, id, GetReason(entry), cancellationToken: cancellationToken).ConfigureAwait(false));
        }
        catch (ZohoException refusal) when (refusal.Error is { Kind: ZohoErrorKind.ResourceExists, Outcome: CallOutcome.Refused })
        {
            if (await FindAsync().ConfigureAwait(false) is { } locked)
            {
                return locked;
            }

            throw;
        }

        // The outcome of a record that is locked by hand; null for any other.
        async Task<RecordOutcome?> FindAsync()
        {
            var locks = await client.ListAsync(module, id, null, cancellationToken).ConfigureAwait(false);
            if (locks.FirstOrDefault(one => one.LockId == entry.LockId) is { } kept)
            {
                var line = entry with { State = SuspensionState.Kept, At = _journal.Now };
                return _journal.Write(new(input) { IsDone = true, Output = kept }, line);
            }

            return locks.FirstOrDefault(one => one.Source != LockSource.Automatic) is not { } found ? null
                : IsOurs(found) ? Complete(found)
                : throw SuspensionErrors.LockedMeanwhile(entry, found);
        }

        bool IsOurs(RecordLock found) => FindEarlierRun(entry) is { } earlier
            && (client.IsMadeBy(earlier, found, entry.Reason!) || client.IsMadeBy(earlier, found, AddNote(entry)));

        RecordOutcome Complete(RecordLock made) =>
            _journal.Write(new(input) { IsDone = true, Output = made }, entry.Resume(made, _journal.Now));
    }

    // The line that tells of the run may be what is damaged.
    private InterruptedRun? FindEarlierRun(SuspensionEntry entry) =>
        (_journal.EarlierResumeBegun ?? (_journal.IsDamaged ? entry.At : null)) is { } begun ? new(begun, _journal.EarlierUserId) : null;

    private void Begin()
    {
        lock (_lock)
        {
            if (!_hasBegun)
            {
                _journal.Append(new() { State = SuspensionState.Resuming, At = _journal.Now });
                _hasBegun = true;
            }
        }
    }
}
