using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>The result of unlocking one record.</summary>
public sealed record RecordUnlock
{
    internal RecordUnlock(string module, string recordId, string? lockId, RecordUnlockStatus status)
    {
        Module = module;
        RecordId = recordId;
        LockId = lockId;
        Status = status;
    }

    /// <summary>The API name of the record's module.</summary>
    public string Module { get; }

    /// <summary>The record's id: digits.</summary>
    public string RecordId { get; }

    /// <summary>The id of the lock that was removed: digits; null if there was none.</summary>
    public string? LockId { get; }

    /// <summary>What was done.</summary>
    public RecordUnlockStatus Status { get; }
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
