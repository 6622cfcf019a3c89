using ZohoLock.Bulk;
using ZohoLock.Locking;

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

    /// <summary>Reads a wish as it was given; an invalid one has the refusal.</summary>
    /// <param name="input">The record.</param>
    /// <param name="locked">Whether it is wanted to be locked: yes, no, true or false; null for yes.</param>
    /// <param name="reason">The reason; only for a record that is wanted to be locked.</param>
    public static LockWish From(RecordInput input, string? locked, string? reason)
    {
        ArgumentNullException.ThrowIfNull(input);
        try
        {
            var isLocked = locked is null || ParseLocked(locked.Trim());
            var isReasonNeeded = isLocked && input.Refusal is null;
            if (isReasonNeeded && string.IsNullOrWhiteSpace(reason))
            {
                throw SyncingErrors.MissingReason();
            }

            return new(isReasonNeeded ? input with { Reason = LockReason.Require(reason) } : input, isLocked);
        }
        catch (ZohoException invalid)
        {
            return new(input with { Refusal = input.Refusal ?? invalid }, IsLocked: true);
        }
    }

    private static bool ParseLocked(string text) => text.ToUpperInvariant() switch
    {
        "YES" or "TRUE" => true,
        "NO" or "FALSE" => false,
        _ => throw SyncingErrors.InvalidLocked(text),
    };
}
