using System.Management.Automation;
using ZohoLock.Bulk;
using ZohoLock.Journal;
using ZohoLock.Locking;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Changes the reason of locks (protocol section 1.1); finds the lock's id itself where the input hasn't got it.</summary>
[Cmdlet(VerbsCommon.Set, "ZohoRecordLock", SupportsShouldProcess = true)]
[OutputType(typeof(RecordLock))]
public sealed class SetZohoRecordLockCommand : LockCommand
{
    /// <summary>The new reason: up to 3,000 characters.</summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Reason { get; set; }

    /// <inheritdoc/>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public override string? JournalPath { get; set; }

    private protected override string Action => "Change the reason of the record's lock";

    private protected override RecordOperation? Operation => RecordOperation.UpdateReason;

    private protected override RecordWork Prepare(string module, string recordId, string? lockId)
    {
        var reason = LockReason.Require(Reason);
        if (lockId is null)
        {
            return RecordWork.UpdateReason(module, recordId, reason);
        }

        var isKnown = InputObject?.BaseObject is RecordLock known && known.RecordId == recordId && known.LockId == lockId;
        return RecordWork.UpdateReason(isKnown ? (RecordLock)InputObject!.BaseObject : new RecordLock(module, recordId, lockId), reason);
    }
}
