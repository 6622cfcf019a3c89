using System.Management.Automation;
using ZohoLock.Binding;
using ZohoLock.Bulk;
using ZohoLock.Journal;

namespace ZohoLock.Commands;

/// <summary>Unlocks records (protocol section 1.1); looks the lock's id up if the input lacks it.</summary>
[Cmdlet(VerbsCommon.Unlock, "ZohoRecord", SupportsShouldProcess = true)]
[OutputType(typeof(RecordUnlock))]
public sealed class UnlockZohoRecordCommand : RecordChangeCmdlet
{
    /// <summary>The lock's own id: digits. With it the lock needn't be looked up first.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? LockId { get; set; }

    /// <summary>What to do about a record that isn't locked: an error, or an output that says so.</summary>
    [Parameter]
    public IfUnlocked IfUnlocked { get; set; } = IfUnlocked.Error;

    /// <summary>The file for the outcome of each record, written as it happens; a run that was cut off resumes with it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    private protected override string GoOnAdvice => DescribeGoingOn(JournalPath, "Run the same command again with -IfUnlocked Skip: it passes over what is unlocked already.");

    private protected override string Action => "Unlock record";

    private protected override string? GivenLockId => LockId;

    private protected override RecordLock ReadLock(string module, string recordId, string lockId) =>
        RecordLockReader.ReadCopy(InputObject, module, recordId, lockId);

    private protected override RecordRunOptions ReadChange() =>
        new() { Operation = RecordOperation.Unlock, IfUnlocked = IfUnlocked, JournalPath = ResolveJournal(JournalPath) };
}
