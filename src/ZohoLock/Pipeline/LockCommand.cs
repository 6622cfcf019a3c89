using System.Management.Automation;
using ZohoLock.Bulk;

namespace ZohoLock.Pipeline;

/// <summary>A cmdlet on locks that exist: its input may carry their ids.</summary>
public abstract class LockCommand : RecordCommand
{
    /// <summary>The lock's own id: digits. With it the lock needn't be looked up first.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? LockId { get; set; }

    private protected abstract RecordWork Prepare(string module, string recordId, string? lockId);

    private protected sealed override RecordWork Prepare(string module, string recordId) =>
        Prepare(module, recordId, Locking.RecordId.ParseOptional(LockId, "lock id"));
}
