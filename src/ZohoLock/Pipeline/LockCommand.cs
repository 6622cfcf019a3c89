using System.Management.Automation;
using ZohoLock.Bulk;

namespace ZohoLock.Pipeline;

/// <summary>A cmdlet on locks that exist: its input may carry their ids.</summary>
public abstract class LockCommand : RecordCommand
{
    private bool _isForAll;
    private string? _recordId;

    /// <summary>The lock's own id: digits. With it the lock needn't be looked up first.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? LockId { get; set; }

    private protected abstract RecordWork Prepare(string module, string recordId, string? lockId);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _isForAll = LockId is not null;
        base.BeginProcessing();
    }

    private protected sealed override RecordWork Prepare(string module, string recordId)
    {
        var lockId = Input.RecordId.ParseOptional(LockId, "lock id");
        RequireOneRecord(lockId, recordId);
        return Prepare(module, recordId, lockId);
    }

    // A lock is of one record: with the id of another's, the wrong record would be unlocked.
    private void RequireOneRecord(string? lockId, string recordId)
    {
        var isAnother = _isForAll && recordId != (_recordId ??= recordId);
        if (lockId is not null && (isAnother || IdCount > 1))
        {
            throw new ZohoException(ZohoError.Input(
                "InvalidLockId",
                $"the lock id {lockId} is given for several records, and is that of one",
                "Leave the lock id out: it is looked up for each record. Or pipe in the locks themselves."));
        }
    }
}
