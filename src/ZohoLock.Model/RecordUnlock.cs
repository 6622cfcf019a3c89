using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>
/// The result of unlocking one record. It tells what is known of the lock that was removed: as it was read, by the cmdlet or by whoever piped it in,
/// before the unlock. Nothing is read for that, so those properties are null where only the lock's id was given.
/// </summary>
public sealed record RecordUnlock
{
    internal RecordUnlock(string module, string recordId, string? lockId, RecordUnlockStatus status)
    {
        Module = module;
        RecordId = recordId;
        LockId = lockId;
        Status = status;
    }

    /// <summary>Creates the result for a lock that was removed.</summary>
    internal static RecordUnlock From(RecordLock removed) => new(removed.Module, removed.RecordId, removed.LockId, RecordUnlockStatus.Unlocked)
    {
        Reason = removed.Reason,
        Source = removed.Source,
        LockedBy = removed.LockedBy,
        LockedTime = removed.LockedTime,
    };

    /// <summary>The API name of the record's module.</summary>
    public string Module { get; }

    /// <summary>The record's id: digits.</summary>
    public string RecordId { get; }

    /// <summary>The id of the lock that was removed: digits; null if there was none.</summary>
    public string? LockId { get; }

    /// <summary>What was done.</summary>
    public RecordUnlockStatus Status { get; }

    /// <summary>The reason of the lock, as known before the unlock; null if it isn't known.</summary>
    public string? Reason { get; internal init; }

    /// <summary>How the lock was created, as known before the unlock; null if it isn't known.</summary>
    public LockSource? Source { get; internal init; }

    /// <summary>Who had locked the record, as known before the unlock; null if it isn't known.</summary>
    public User? LockedBy { get; internal init; }

    /// <summary>When it had been locked, as known before the unlock; null if it isn't known.</summary>
    public DateTimeOffset? LockedTime { get; internal init; }

    /// <summary>The record and what was done: <c>Deals 5843104000000425565 (Unlocked)</c>.</summary>
    public override string ToString() => DisplayText.Line($"{Module} {RecordId} ({Status})");
}

/// <summary>The result of an unlock.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RecordUnlockStatus>))]
public enum RecordUnlockStatus
{
    /// <summary>The record was locked and has been unlocked.</summary>
    Unlocked,

    /// <summary>The record has no lock, neither by hand nor by a rule; nothing was changed.</summary>
    NotLocked,
}
