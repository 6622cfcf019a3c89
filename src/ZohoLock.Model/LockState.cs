namespace ZohoLock;

/// <summary>Whether and how a record is locked, as far as it was read or is wanted.</summary>
public sealed record LockState
{
    private LockState()
    {
    }

    /// <summary>The state of a record that isn't locked.</summary>
    internal static LockState NotLocked { get; } = new();

    /// <summary>The state of a record that is locked; how isn't known.</summary>
    internal static LockState Locked { get; } = new() { IsLocked = true };

    /// <summary>Whether the record is locked.</summary>
    public bool IsLocked { get; private init; }

    /// <summary>How the lock was created; null if there is none, or if that wasn't read.</summary>
    public LockSource? Source { get; internal init; }

    /// <summary>The reason; null for an automatic lock, or if it wasn't read.</summary>
    public string? Reason { get; internal init; }

    /// <summary>The id of the lock: digits; null if it wasn't read, or there is no lock yet.</summary>
    public string? LockId { get; internal init; }

    /// <summary>The state, in one line: <c>not locked</c>, <c>locked</c>, <c>locked: Quarter closed</c> or <c>locked by a rule</c>.</summary>
    public override string ToString() => DisplayText.Line(this switch
    {
        { IsLocked: false } => "not locked",
        { Source: LockSource.Automatic } => "locked by a rule",
        { Reason: { } reason } => $"locked: {reason}",
        _ => "locked",
    });
}
