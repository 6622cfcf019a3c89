using System.Text.Json.Serialization;

namespace ZohoLock.Journal;

/// <summary>What became of one record.</summary>
public sealed record JournalEntry
{
    /// <summary>The record's id: digits; what was given for one where it was refused.</summary>
    [JsonPropertyName("record")]
    public required string RecordId { get; init; }

    /// <summary>Whether the record is done; one that failed is tried again by the next run.</summary>
    [JsonPropertyName("done")]
    public required bool IsDone { get; init; }

    /// <summary>When, by this machine's clock.</summary>
    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }

    /// <summary>The lock's id: digits.</summary>
    [JsonPropertyName("lock")]
    public string? LockId { get; init; }

    /// <summary>The lock's reason.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>The id of who locked it.</summary>
    [JsonPropertyName("lockedById")]
    public string? LockedById { get; init; }

    /// <summary>The name of who locked it.</summary>
    [JsonPropertyName("lockedBy")]
    public string? LockedByName { get; init; }

    /// <summary>Since when it is locked.</summary>
    [JsonPropertyName("lockedTime")]
    public DateTimeOffset? LockedTime { get; init; }

    /// <summary>The code of the error.</summary>
    [JsonPropertyName("error")]
    public string? Error { get; init; }

    /// <summary>The error's message.</summary>
    [JsonPropertyName("message")]
    public string? Message { get; init; }

    /// <summary>The entry for a lock that was made, changed or found.</summary>
    public static JournalEntry Of(RecordLock made, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(made);
        return new()
        {
            RecordId = made.RecordId,
            IsDone = true,
            At = at,
            LockId = made.LockId,
            Reason = made.Reason,
            LockedById = made.LockedBy?.Id,
            LockedByName = made.LockedBy?.Name,
            LockedTime = made.LockedTime,
        };
    }

    /// <summary>The entry for a record that was unlocked, or wasn't locked.</summary>
    public static JournalEntry Of(RecordUnlock made, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(made);
        return new() { RecordId = made.RecordId, IsDone = true, At = at, LockId = made.LockId };
    }

    /// <summary>The entry for a record that failed.</summary>
    public static JournalEntry Of(string recordId, ZohoError error, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new() { RecordId = recordId, IsDone = false, At = at, Error = error.Code, Message = error.Message };
    }

    /// <summary>What the run put out for the record, as far as the entry tells it: a <see cref="RecordLock"/> or a <see cref="RecordUnlock"/>.</summary>
    /// <param name="journal">The header of the journal that the entry is of.</param>
    public object ToOutput(JournalHeader journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        return journal.Operation == JournalHeader.Unlock
            ? new RecordUnlock(journal.Module, RecordId, LockId, LockId is null ? RecordUnlockStatus.NotLocked : RecordUnlockStatus.Unlocked)
            : new RecordLock(journal.Module, RecordId, LockId ?? string.Empty)
            {
                Reason = Reason,
                Source = LockSource.Manual,
                LockedBy = LockedById is null && LockedByName is null ? null : new User { Id = LockedById, Name = LockedByName },
                LockedTime = LockedTime,
            };
    }
}
