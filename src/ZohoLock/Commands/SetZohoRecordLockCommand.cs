using System.Management.Automation;
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

    private protected override string Action => "Change the reason of the record's lock";

    private protected override RecordWork Prepare(string module, string recordId, string? lockId)
    {
        var reason = LockReason.Require(Reason);
        return async (client, stop) =>
        {
            var current = lockId is null
                ? await client.FindAsync(module, recordId, stop).ConfigureAwait(false)
                : new RecordLock(module, recordId, lockId);
            return await client.UpdateReasonAsync(current, reason, stop).ConfigureAwait(false);
        };
    }
}
