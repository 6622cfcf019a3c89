using System.Text.Json.Serialization;

namespace ZohoLock.Journal;

/// <summary>
/// A line of a lock that is suspended: removed for a while, to be made again. Each has the whole lock, so that no single damaged line loses
/// a reason.
/// </summary>
public sealed record SuspensionEntry
{
    private const int MaxName = 100;

    /// <summary>What has become of the lock.</summary>
    [JsonPropertyName("suspension")]
    public required SuspensionState State { get; init; }

    /// <summary>The record's id: digits; null only for the beginning of a run (<see cref="SuspensionState.Resuming"/>).</summary>
    [JsonPropertyName("record")]
    public string? RecordId { get; init; }

    /// <summary>When, by this machine's clock.</summary>
    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }

    /// <summary>The id of the lock that is removed: digits.</summary>
    [JsonPropertyName("lock")]
    public string? LockId { get; init; }

    /// <summary>Its reason, word for word.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>The id of the user who had locked the record.</summary>
    [JsonPropertyName("lockedById")]
    public string? LockedById { get; init; }

    /// <summary>The name of the user who had locked it.</summary>
    [JsonPropertyName("lockedBy")]
    public string? LockedByName { get; init; }

    /// <summary>When it had been locked.</summary>
    [JsonPropertyName("lockedTime")]
    public DateTimeOffset? LockedTime { get; init; }

    /// <summary>The id of the lock that was made again: digits.</summary>
    [JsonPropertyName("newLock")]
    public string? NewLockId { get; init; }

    /// <summary>The id of the user that it was made as.</summary>
    [JsonPropertyName("newLockById")]
    public string? NewLockById { get; init; }

    /// <summary>Whether the lock is, or may be, off and not made again.</summary>
    [JsonIgnore]
    public bool IsOpen => State is SuspensionState.Unlocking or SuspensionState.Unlocked;

    /// <summary>Creates the entry of a lock that is about to be removed.</summary>
    public static SuspensionEntry From(RecordLock recordLock, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(recordLock);
        return new()
        {
            State = SuspensionState.Unlocking,
            RecordId = recordLock.RecordId,
            At = at,
            LockId = recordLock.LockId,
            Reason = recordLock.Reason,
            LockedById = Cut(recordLock.LockedBy?.Id),
            LockedByName = Cut(recordLock.LockedBy?.Name),
            LockedTime = recordLock.LockedTime,
        };
    }

    /// <summary>The entry after the record was locked again.</summary>
    public SuspensionEntry Resume(RecordLock made, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(made);
        return this with { State = SuspensionState.Resumed, At = at, NewLockId = Cut(made.LockId), NewLockById = Cut(made.LockedBy?.Id) };
    }

    /// <summary>The user who had locked the record; null if the entry has none.</summary>
    internal User? GetLockedBy() => JournalUser.From(LockedById, LockedByName);

    private static string? Cut(string? text) => text is null ? null : DisplayText.Cut(text, MaxName);
}
