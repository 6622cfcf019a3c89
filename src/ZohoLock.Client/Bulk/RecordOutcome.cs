using ZohoLock.Journal;

namespace ZohoLock.Bulk;

/// <summary>How one record ended: with an output (null if there is none), with a failure, or not attempted because the run had ended.</summary>
/// <param name="Input">The record.</param>
public sealed record RecordOutcome(RecordInput Input)
{
    /// <summary>The record's lock or locks, or how unlocking it ended: a <see cref="RecordLock"/>, a list of them, or a <see cref="RecordUnlock"/>.</summary>
    public object? Output { get; init; }

    /// <summary>Why it failed.</summary>
    public ZohoException? Failure { get; init; }

    /// <summary>Whether this outcome is final: false for a record that was not attempted, or whose failure ends the run.</summary>
    public bool IsDone { get; init; }

    /// <summary>Whether an earlier run of the journal did it, so that no call was made.</summary>
    public bool IsFromJournal { get; init; }

    /// <summary>The error that ends the run although this record's outcome is final.</summary>
    public ZohoException? RunFailure { get; init; }

    /// <summary>Its line in the journal; null if there is nothing to write.</summary>
    internal JournalEntry? ToEntry(DateTimeOffset at) => this switch
    {
        { IsDone: false } or { IsFromJournal: true } => null,
        { Failure: { } failure } => JournalEntry.From(Input.RecordId ?? Input.GivenId ?? Input.Name, failure.Error, at),
        { Output: RecordLock made } => JournalEntry.From(made, Input.Reason, at),
        { Output: RecordUnlock made } => JournalEntry.From(made, at),
        _ => null,
    };
}
