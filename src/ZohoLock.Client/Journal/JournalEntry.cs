using System.Text.Json.Serialization;
using ZohoLock.Input;
using ZohoLock.Locking;

namespace ZohoLock.Journal;

/// <summary>The outcome of one record. The length of each text is limited, so that a reader can limit the length of a line.</summary>
public sealed record JournalEntry
{
    private const int MaxName = 100;
    private const int MaxMessage = 500;

    // Enough for an id as Zoho exports it: zcrm_ and 19 digits.
    private const int MaxGivenId = 24;

    /// <summary>The record's id: digits; if the input was refused, the beginning of what was given.</summary>
    [JsonPropertyName("record")]
    public required string RecordId { get; init; }

    /// <summary>Whether the record is done; the next run retries a record that failed.</summary>
    [JsonPropertyName("done")]
    public required bool IsDone { get; init; }

    /// <summary>When, by this machine's clock.</summary>
    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }

    /// <summary>The position in the run's input, counted from 1; null where it wasn't written.</summary>
    [JsonPropertyName("row")]
    public long? Row { get; init; }

    /// <summary>The lock's id: digits.</summary>
    [JsonPropertyName("lock")]
    public string? LockId { get; init; }

    /// <summary>The lock's reason.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>The requested reason if it differs from the lock's, because an existing lock was left unchanged.</summary>
    [JsonPropertyName("asked")]
    public string? RequestedReason { get; init; }

    /// <summary>Whether the lock was there before: <c>-IfLocked</c> left it as it was, or changed its reason.</summary>
    [JsonPropertyName("found")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsFound { get; init; }

    /// <summary>The id of the user who locked it.</summary>
    [JsonPropertyName("lockedById")]
    public string? LockedById { get; init; }

    /// <summary>The name of the user who locked it.</summary>
    [JsonPropertyName("lockedBy")]
    public string? LockedByName { get; init; }

    /// <summary>When it was locked.</summary>
    [JsonPropertyName("lockedTime")]
    public DateTimeOffset? LockedTime { get; init; }

    /// <summary>The error's code.</summary>
    [JsonPropertyName("error")]
    public string? Error { get; init; }

    /// <summary>The error's message; null for an input that was refused before any call.</summary>
    [JsonPropertyName("message")]
    public string? Message { get; init; }

    /// <summary>Creates the entry for a lock that was created, changed or found.</summary>
    /// <param name="recordLock">The lock.</param>
    /// <param name="requestedReason">The requested reason.</param>
    /// <param name="at">When.</param>
    public static JournalEntry From(RecordLock recordLock, string? requestedReason, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(recordLock);
        return new()
        {
            RecordId = recordLock.RecordId,
            IsDone = true,
            At = at,
            LockId = Cut(recordLock.LockId, MaxName),
            Reason = Cut(recordLock.Reason, LockReason.MaxLength),
            RequestedReason = requestedReason == recordLock.Reason ? null : Cut(requestedReason, LockReason.MaxLength),
            LockedById = Cut(recordLock.LockedBy?.Id, MaxName),
            LockedByName = Cut(recordLock.LockedBy?.Name, MaxName),
            LockedTime = recordLock.LockedTime,
        };
    }

    /// <summary>Creates the entry for a record that was unlocked, or wasn't locked.</summary>
    public static JournalEntry From(RecordUnlock unlock, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(unlock);
        return new()
        {
            RecordId = unlock.RecordId,
            IsDone = true,
            At = at,
            LockId = Cut(unlock.LockId, MaxName),
            Reason = Cut(unlock.Reason, LockReason.MaxLength),
            LockedById = Cut(unlock.LockedBy?.Id, MaxName),
            LockedByName = Cut(unlock.LockedBy?.Name, MaxName),
            LockedTime = unlock.LockedTime,
        };
    }

    /// <summary>Creates the entry for a record that failed.</summary>
    /// <param name="recordId">The id.</param>
    /// <param name="error">The error.</param>
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

    /// <summary>
    /// Creates the entry for an input that was refused before any call. It has no message, because that quotes the input, which may be a whole
    /// row.
    /// </summary>
    /// <param name="givenId">The id, or what was given as the id.</param>
    /// <param name="error">The error's code.</param>
    /// <param name="at">When.</param>
    public static JournalEntry From(string givenId, string error, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(givenId);
        return new()
        {
            RecordId = Identifier.IsValid(givenId) ? givenId : DisplayText.Cut(givenId, MaxGivenId),
            IsDone = false,
            At = at,
            Error = Cut(error, MaxName),
        };
    }

    /// <summary>Whether the record was done with a different reason; null means no particular reason.</summary>
    public bool HasOtherReason(string? reason) => reason is not null && (RequestedReason ?? Reason) is { } before && before != reason;

    /// <summary>
    /// Recreates the run's output for the record from the entry: a <see cref="RecordLock"/> or a <see cref="RecordUnlock"/>.
    /// </summary>
    /// <param name="journal">The header of the entry's journal.</param>
    public object ToOutput(JournalHeader journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        var lockedBy = GetLockedBy();
        return journal.Operation == RecordOperation.Unlock
            ? new RecordUnlock(journal.Module, RecordId, LockId, LockId is null ? RecordUnlockStatus.NotLocked : RecordUnlockStatus.Unlocked)
            {
                Reason = Reason,
                LockedBy = lockedBy,
                LockedTime = LockedTime,
            }
            : new RecordLock(journal.Module, RecordId, LockId ?? string.Empty)
            {
                Reason = Reason,
                Source = LockSource.Manual,
                LockedBy = lockedBy,
                LockedTime = LockedTime,
            };
    }

    /// <summary>The user who locked it; null if the entry has none.</summary>
    internal User? GetLockedBy() => JournalUser.From(LockedById, LockedByName);

    /// <summary>The id of the user that the run acted as, if it made the lock; null if it didn't, or if that isn't known.</summary>
    internal string? GetRunUserId() => IsFound || RequestedReason is not null ? null : LockedById;

    private static string? Cut(string? text, int maxLength) => text is null ? null : DisplayText.Cut(text, maxLength);
}
