using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>What a journal says of one record: what a run did to it, or why that failed.</summary>
public sealed record LockJournalEntry
{
    internal LockJournalEntry(string journalPath, string module, LockJournalOperation operation, LockJournalOutcome outcome)
    {
        JournalPath = journalPath;
        Module = module;
        Operation = operation;
        Outcome = outcome;
    }

    /// <summary>The position in the run's input, counted from 1; null for a suspended lock, and in a journal that doesn't tell.</summary>
    public long? Row { get; internal init; }

    /// <summary>The API name of the record's module.</summary>
    public string Module { get; }

    /// <summary>The record's id: digits; null if the input was refused because it has no valid one.</summary>
    public string? RecordId { get; internal init; }

    /// <summary>Of an input without a valid id the first characters that were given in its place, or <c>Input 17</c>; otherwise null.</summary>
    public string? GivenId { get; internal init; }

    /// <summary>What was to be done.</summary>
    public LockJournalOperation Operation { get; }

    /// <summary>Whether it was done.</summary>
    public LockJournalOutcome Outcome { get; }

    /// <summary>The code of the error; null if there was none, or none was written.</summary>
    public string? ErrorCode { get; internal init; }

    /// <summary>The message of the error: its first 500 characters; null for an input that was refused before any call.</summary>
    public string? Message { get; internal init; }

    /// <summary>When, by the clock of the machine that wrote it.</summary>
    public DateTimeOffset Time { get; internal init; }

    /// <summary>The id of the lock that was made, changed, found, removed or made again: digits.</summary>
    public string? LockId { get; internal init; }

    /// <summary>The lock's reason. Of a record that failed: the one that was wanted, if it was the same for all.</summary>
    public string? Reason { get; internal init; }

    /// <summary>Who had locked the record.</summary>
    public User? LockedBy { get; internal init; }

    /// <summary>When it had been locked.</summary>
    public DateTimeOffset? LockedTime { get; internal init; }

    /// <summary>The path of the journal.</summary>
    public string JournalPath { get; }

    /// <summary>The record and its outcome: <c>Deals 5843104000000425565: Lock Failed (NOT_ALLOWED)</c>.</summary>
    public override string ToString() =>
        DisplayText.Line($"{Module} {RecordId ?? GivenId}: {Operation} {Outcome}{(ErrorCode is null ? null : $" ({ErrorCode})")}");
}

/// <summary>What a run was to do to a record.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LockJournalOperation>))]
public enum LockJournalOperation
{
    /// <summary>Lock it.</summary>
    Lock,

    /// <summary>Change the reason of its lock.</summary>
    UpdateReason,

    /// <summary>Unlock it.</summary>
    Unlock,

    /// <summary>Remove its lock for a while.</summary>
    Suspend,

    /// <summary>Make its suspended lock again.</summary>
    Resume,
}

/// <summary>What became of it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LockJournalOutcome>))]
public enum LockJournalOutcome
{
    /// <summary>It was done, or had been done before.</summary>
    Done,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>The run was cut off, or is at work, before it knew whether Zoho had removed the lock.</summary>
    Unknown,
}
