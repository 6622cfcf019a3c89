using ZohoLock.Bulk;

namespace ZohoLock.Syncing;

/// <summary>How one record is wanted: locked with a reason, or not locked.</summary>
/// <param name="Input">The record, and the reason if it is wanted to be locked; with a refusal if the input is invalid.</param>
/// <param name="IsLocked">Whether it is wanted to be locked.</param>
public sealed record LockWish(RecordInput Input, bool IsLocked)
{
    /// <summary>The record with its lock state, if that has been read already.</summary>
    public Record? Found { get; init; }

    /// <summary>Whether it isn't a wish of its own, but a locked record that nobody wants to be locked.</summary>
    internal bool IsOther { get; init; }

    /// <summary>The wanted state.</summary>
    internal LockState State => IsLocked ? LockState.Locked with { Source = LockSource.Manual, Reason = Input.Reason } : LockState.NotLocked;
}
