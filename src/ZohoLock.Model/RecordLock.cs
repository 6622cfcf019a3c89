namespace ZohoLock;

/// <summary>The lock of one record (protocol section 1.4). Properties that the call didn't return are null.</summary>
public sealed record RecordLock
{
    /// <summary>Creates a lock of which only the ids are known.</summary>
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

    /// <summary>The lock's id: digits. Needed to change the reason and to unlock.</summary>
    public string LockId { get; }

    /// <summary>The reason; null for an automatic lock.</summary>
    public string? Reason { get; internal init; }

    /// <summary>How the lock was created.</summary>
    public LockSource? Source { get; internal init; }

    /// <summary>Who locked it; null for an automatic lock.</summary>
    public User? LockedBy { get; internal init; }

    /// <summary>When it was locked.</summary>
    public DateTimeOffset? LockedTime { get; internal init; }

    /// <summary>The id of the locking configuration: digits.</summary>
    public string? ConfigurationId { get; internal init; }

    /// <summary>The id of the rule that locked it: digits; null for a manual lock.</summary>
    public string? RuleId { get; internal init; }

    /// <summary>The name of that rule; null for a manual lock, or if it isn't known.</summary>
    public string? RuleName { get; internal init; }

    /// <summary>The condition of that rule, as criteria are written: <c>Stage = 'Closed Won'</c>; null for a manual lock, or if it isn't known.</summary>
    public string? RuleCriteria { get; internal init; }

    /// <summary>Whether the connected user may change the lock.</summary>
    public bool? Editable { get; internal init; }

    /// <summary>The record and the lock: <c>Deals 5843104000000425565 (lock 5843104000000900024)</c>.</summary>
    public override string ToString() => DisplayText.Line($"{Module} {RecordId} (lock {LockId})");
}
