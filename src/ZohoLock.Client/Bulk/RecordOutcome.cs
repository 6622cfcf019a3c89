using ZohoLock.Journal;

namespace ZohoLock.Bulk;

/// <summary>What became of one record: an output (null if there is nothing to say), or a failure, or nothing at all because the run had ended.</summary>
/// <param name="Input">The record.</param>
public sealed record RecordOutcome(RecordInput Input)
{
    /// <summary>What was done: a <see cref="RecordLock"/>, a list of them, or a <see cref="RecordUnlock"/>.</summary>
    public object? Output { get; init; }

    /// <summary>Why it failed.</summary>
    public ZohoException? Failure { get; init; }

    /// <summary>Whether the record's outcome is final; that of a record which met the end of the run isn't.</summary>
    public bool IsDone { get; init; }

    /// <summary>Whether an earlier run of the journal did it, and this one nothing.</summary>
    public bool IsFromJournal { get; init; }

    /// <summary>What ends the run though the record's outcome is final.</summary>
    public ZohoException? RunFailure { get; init; }

    /// <summary>Its line in the journal; null if there is nothing to keep.</summary>
    internal JournalEntry? ToEntry(string? reason, DateTimeOffset at) => this switch
    {
        { IsDone: false } or { IsFromJournal: true } => null,
        { Failure: { } failure } => JournalEntry.From(Input.RecordId ?? Input.GivenId ?? Input.Name, failure.Error, at),
        { Output: RecordLock made } => JournalEntry.From(made, reason, at),
        { Output: RecordUnlock made } => JournalEntry.From(made, at),
        _ => null,
    };
}
