using System.Management.Automation;
using ZohoLock.Binding;
using ZohoLock.Bulk;
using ZohoLock.Journal;
using ZohoLock.Locking;

namespace ZohoLock.Commands;

/// <summary>Changes the reason of locks (protocol section 1.1); looks the lock's id up if the input lacks it.</summary>
[Cmdlet(VerbsCommon.Set, "ZohoRecordLock", SupportsShouldProcess = true)]
[OutputType(typeof(RecordLock))]
public sealed class SetZohoRecordLockCommand : RecordChangeCmdlet
{
    /// <summary>The lock's own id: digits. With it the lock needn't be looked up first.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? LockId { get; set; }

    /// <summary>The new reason: up to 3,000 characters.</summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Reason { get; set; }

    /// <summary>The file for the outcome of each record, written as it happens; a run that was cut off resumes with it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    private protected override string GoOnAdvice => DescribeGoingOn(JournalPath, "Run the same command again: a reason may be set twice.");

    private protected override string Action => "Change the reason of the record's lock";

    private protected override string? GivenLockId => LockId;

    private protected override RecordLock ReadLock(string module, string recordId, string lockId) =>
        RecordLockReader.ReadCopy(InputObject, module, recordId, lockId);

    // A reason that is bound before any input was given for all records.
    private protected override RecordRunOptions ReadChange() =>
        new() { Operation = RecordOperation.UpdateReason, JournalPath = ResolveJournal(JournalPath), Reason = Reason };

    private protected override void RequireArguments()
    {
        base.RequireArguments();
        if (IsGivenForAll(nameof(Reason)))
        {
            ReadReason();
        }
    }

    private protected override string ReadReason() => LockReason.Require(Reason);
}
