using System.Management.Automation;
using ZohoLock.Bulk;
using ZohoLock.Journal;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Unlocks records (protocol section 1.1); finds the lock's id itself where the input hasn't got it.</summary>
[Cmdlet(VerbsCommon.Unlock, "ZohoRecord", SupportsShouldProcess = true)]
[OutputType(typeof(RecordUnlock))]
public sealed class UnlockZohoRecordCommand : LockCommand
{
    /// <summary>What to do about a record that isn't locked: an error, or an output that says so.</summary>
    [Parameter]
    public IfUnlocked IfUnlocked { get; set; } = IfUnlocked.Error;

    /// <inheritdoc/>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public override string? JournalPath { get; set; }

    private protected override string Action => "Unlock record";

    private protected override RecordOperation? Operation => RecordOperation.Unlock;

    private protected override RecordWork Prepare(string module, string recordId, string? lockId) =>
        RecordWork.Unlock(module, recordId, lockId, IfUnlocked);
}
