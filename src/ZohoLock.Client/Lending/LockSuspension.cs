using ZohoLock.Bulk;
using ZohoLock.Journal;
using ZohoLock.Locking;
using ZohoLock.Retrying;

namespace ZohoLock.Lending;

/// <summary>
/// Removes locks for a while. First a run reads those that aren't known (<see cref="Reading"/>), then another removes them
/// (<see cref="Removing"/>): a lock of a rule, which can't be removed, is told before the first is. Each lock is in the journal, on the disk,
/// before its unlock is sent.
/// </summary>
public sealed class LockSuspension
{
    private readonly List<RecordInput> _inputs = [];

    /// <summary>Creates a suspension.</summary>
    public LockSuspension()
    {
        Reading = new() { Work = ReadAsync };
        Removing = new() { Operation = RecordOperation.Suspend, Work = RemoveAsync };
    }

    /// <summary>The run that reads the locks; its outcomes are given to <see cref="Collect"/>.</summary>
    public RecordRunOptions Reading { get; }

    /// <summary>The run that removes the locks.</summary>
    public RecordRunOptions Removing { get; }

    /// <summary>The journal, which is opened before the first lock is removed; it may be null as long as there is no lock to remove.</summary>
    public SuspensionJournal? Journal { get; set; }

    /// <summary>The module of the first lock that was read; null if there is none.</summary>
    public string? Module => _inputs.Find(input => input.Lock is not null)?.Module;

    /// <summary>Adds an outcome of <see cref="Reading"/>. A failure is an outcome of <see cref="Removing"/>, in its place.</summary>
    public void Collect(RecordOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        _inputs.Add(outcome.Input with { Lock = outcome.Output as RecordLock, Refusal = outcome.Failure });
    }

    /// <summary>The inputs of <see cref="Removing"/>.</summary>
    /// <param name="skipAutomatic">Whether records that only a rule has locked are left out, and told in <paramref name="warning"/>.</param>
    /// <param name="warning">What is left out; null for nothing.</param>
    /// <exception cref="ZohoException">There are such records, and they aren't to be left out.</exception>
    public IReadOnlyList<RecordInput> GetInputs(bool skipAutomatic, out string? warning)
    {
        var automatic = _inputs.Where(IsAutomatic).Select(input => input.Lock!).ToArray();
        warning = automatic is [] ? null
            : skipAutomatic ? SuspensionErrors.DescribeSkipped(automatic)
            : throw SuspensionErrors.LockedByRules(automatic, _inputs.Count);
        return automatic is [] ? _inputs : _inputs.FindAll(input => !IsAutomatic(input));
    }

    private static bool IsAutomatic(RecordInput input) => input is { Refusal: null, Lock.Source: LockSource.Automatic };

    // Enough to remove it and to make it again.
    private static bool IsWhole(RecordLock found) => found is { Source: LockSource.Automatic } or { Source: not null, Reason: not null };

    private static async Task<RecordOutcome> ReadAsync(RecordLockClient client, RecordInput input, CancellationToken cancellationToken) => new(input)
    {
        IsDone = true,
        Output = input.Lock switch
        {
            null => await client.FindAsync(input.Module!, input.RecordId!, cancellationToken).ConfigureAwait(false),
            var known when IsWhole(known) => known,
            { LockId: var lockId } =>
                await client.GetAsync(input.Module!, input.RecordId!, lockId, null, cancellationToken).ConfigureAwait(false),
        },
    };

    private async Task<RecordOutcome> RemoveAsync(RecordLockClient client, RecordInput input, CancellationToken cancellationToken)
    {
        if (Journal is not { } journal)
        {
            throw LockErrors.NotLocked();
        }

        var (module, id) = (input.Module!, input.RecordId!);
        if (module != journal.Module)
        {
            throw SuspensionErrors.OtherModule(journal.Module, module);
        }

        var earlier = journal.Find(id) is { IsOpen: true } open ? open : null;
        var found = input.Lock ?? (earlier is null ? throw LockErrors.NotLocked() : null);
        if (earlier is not null && found is not null && found.LockId != earlier.LockId)
        {
            throw SuspensionErrors.AlreadySuspended(earlier, found);
        }

        if (earlier is not null && (found is null || earlier.State == SuspensionState.Unlocked))
        {
            // An earlier run removed it, even if it was cut off before it knew.
            return Complete(earlier, isFromJournal: true);
        }

        if (string.IsNullOrWhiteSpace(found!.Reason) || found.Reason.Length > LockReason.MaxLength)
        {
            throw SuspensionErrors.NoReason(found);
        }

        var entry = SuspensionEntry.From(found, journal.Now);
        journal.Append(entry);
        try
        {
            var interrupted = earlier is null ? null : new InterruptedRun(earlier.At, UserId: null);
            await client.UnlockAsync(module, id, found.LockId, IfUnlocked.Error, interrupted, cancellationToken).ConfigureAwait(false);
        }
        catch (ZohoException failure) when (failure.Error.Outcome != CallOutcome.Unknown)
        {
            journal.Append(entry with { State = SuspensionState.Kept, At = journal.Now });
            throw;
        }

        return Complete(entry, isFromJournal: false);

        RecordOutcome Complete(SuspensionEntry removed, bool isFromJournal)
        {
            var outcome = new RecordOutcome(input)
            {
                IsDone = true,
                IsFromJournal = isFromJournal,
                Output = new RecordUnlock(module, id, removed.LockId, RecordUnlockStatus.Unlocked)
                {
                    Reason = removed.Reason,
                    LockedBy = removed.GetLockedBy(),
                    LockedTime = removed.LockedTime,
                },
            };
            return removed.State == SuspensionState.Unlocked ? outcome
                : journal.Write(outcome, removed with { State = SuspensionState.Unlocked, At = isFromJournal ? removed.At : journal.Now });
        }
    }
}
