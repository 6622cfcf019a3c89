using System.Text.Json.Serialization;
using ZohoLock.Locking;

namespace ZohoLock.Journal;

/// <summary>What became of one record. All texts are bounded, so that a reader can bound its lines.</summary>
public sealed record JournalEntry
{
    private const int MaxName = 100;
    private const int MaxMessage = 500;

    /// <summary>The record's id: digits; the beginning of what was given for one where it was refused.</summary>
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

    /// <summary>The reason that was asked for, where the lock has another: it was there already, and was left as it is.</summary>
    [JsonPropertyName("asked")]
    public string? AskedReason { get; init; }

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
    /// <param name="made">The lock.</param>
    /// <param name="askedReason">The reason that was asked for.</param>
    /// <param name="at">When.</param>
    public static JournalEntry From(RecordLock made, string? askedReason, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(made);
        return new()
        {
            RecordId = made.RecordId,
            IsDone = true,
            At = at,
            LockId = Cut(made.LockId, MaxName),
            Reason = Cut(made.Reason, LockReason.MaxLength),
            AskedReason = askedReason == made.Reason ? null : Cut(askedReason, LockReason.MaxLength),
            LockedById = Cut(made.LockedBy?.Id, MaxName),
            LockedByName = Cut(made.LockedBy?.Name, MaxName),
            LockedTime = made.LockedTime,
        };
    }

    /// <summary>The entry for a record that was unlocked, or wasn't locked.</summary>
    public static JournalEntry From(RecordUnlock made, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(made);
        return new() { RecordId = made.RecordId, IsDone = true, At = at, LockId = Cut(made.LockId, MaxName) };
    }

    /// <summary>The entry for a record that failed.</summary>
    /// <param name="recordId">Its id, or what was given for one.</param>
    /// <param name="error">Why.</param>
    /// <param name="at">When.</param>
    public static JournalEntry From(string recordId, ZohoError error, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(recordId);
        ArgumentNullException.ThrowIfNull(error);
        return new()
        {
            RecordId = DisplayText.Cut(recordId, MaxName),
            IsDone = false,
            At = at,
            Error = Cut(error.Code, MaxName),
            Message = Cut(error.Message, MaxMessage),
        };
    }

    /// <summary>Whether the record was done with another reason than <paramref name="reason"/>; null is no reason of its own.</summary>
    public bool HasOtherReason(string? reason) => reason is not null && (AskedReason ?? Reason) is { } before && before != reason;

    /// <summary>What the run put out for the record, as far as the entry tells it: a <see cref="RecordLock"/> or a <see cref="RecordUnlock"/>.</summary>
    /// <param name="journal">The header of the journal that the entry is of.</param>
    public object ToOutput(JournalHeader journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        return journal.Operation == RecordOperation.Unlock
            ? new RecordUnlock(journal.Module, RecordId, LockId, LockId is null ? RecordUnlockStatus.NotLocked : RecordUnlockStatus.Unlocked)
            : new RecordLock(journal.Module, RecordId, LockId ?? string.Empty)
            {
                Reason = Reason,
                Source = LockSource.Manual,
                LockedBy = LockedById is null && LockedByName is null ? null : new User { Id = LockedById, Name = LockedByName },
                LockedTime = LockedTime,
            };
    }

    private static string? Cut(string? text, int maxLength) => text is null ? null : DisplayText.Cut(text, maxLength);
}
