namespace ZohoLock;

/// <summary>The lock of one record (protocol section 1.4). What the call that brought it couldn't know is null.</summary>
public sealed record RecordLock
{
    /// <summary>A lock of which no more than its ids is known.</summary>
    public RecordLock(string module, string recordId, string lockId)
    {
        Module = module;
        RecordId = recordId;
        LockId = lockId;
    }

    /// <summary>The API name of the record's module.</summary>
    public string Module { get; }

    /// <summary>The record's id: digits.</summary>
    public string RecordId { get; }

    /// <summary>The record's name.</summary>
    public string? RecordName { get; internal init; }

    /// <summary>The lock's own id, which changing and unlocking it need: digits.</summary>
    public string LockId { get; }

    /// <summary>Why it is locked; null for an automatic lock.</summary>
    public string? Reason { get; internal init; }

    /// <summary>By hand or by rule.</summary>
    public LockSource? Source { get; internal init; }

    /// <summary>Who locked it; null for an automatic lock.</summary>
    public User? LockedBy { get; internal init; }

    /// <summary>Since when.</summary>
    public DateTimeOffset? LockedTime { get; internal init; }

    /// <summary>The locking configuration it belongs to: digits.</summary>
    public string? ConfigurationId { get; internal init; }

    /// <summary>The rule that locked it: digits; null for a lock by hand.</summary>
    public string? RuleId { get; internal init; }

    /// <summary>Whether the connected user may change the lock.</summary>
    public bool? Editable { get; internal init; }

    /// <summary>The record and the lock: <c>Deals 5843104000000425565 (lock 5843104000000900024)</c>.</summary>
    public override string ToString() => DisplayText.Line($"{Module} {RecordId} (lock {LockId})");
}
