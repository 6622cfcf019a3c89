using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>A lock that was removed for a while and hasn't been made again.</summary>
public sealed record SuspendedLock
{
    internal SuspendedLock(string module, string recordId, string lockId)
    {
        Module = module;
        RecordId = recordId;
        LockId = lockId;
    }

    /// <summary>The API name of the record's module.</summary>
    public string Module { get; }

    /// <summary>The record's id: digits.</summary>
    public string RecordId { get; }

    /// <summary>The id of the lock that was removed: digits. The one that is made again has another.</summary>
    public string LockId { get; }

    /// <summary>The reason, which the lock gets back word for word.</summary>
    public string? Reason { get; internal init; }

    /// <summary>Who had locked the record.</summary>
    public User? LockedBy { get; internal init; }

    /// <summary>When it had been locked.</summary>
    public DateTimeOffset? LockedTime { get; internal init; }

    /// <summary>Since when the lock is removed, by the clock of the machine that removed it.</summary>
    public DateTimeOffset SuspendedTime { get; internal init; }

    /// <summary>Whether the lock was removed, or may have been.</summary>
    public SuspendedLockStatus Status { get; internal init; }

    /// <summary>The record and the lock: <c>Deals 5843104000000425565 (lock 5843104000000900024)</c>.</summary>
    public override string ToString() => DisplayText.Line($"{Module} {RecordId} (lock {LockId})");
}

/// <summary>What is known of a suspended lock.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SuspendedLockStatus>))]
public enum SuspendedLockStatus
{
    /// <summary>It was removed.</summary>
    Unlocked,

    /// <summary>The run that removes it was cut off, so it may be removed or not.</summary>
    Unknown,
}
