using ZohoLock.Journal;

namespace ZohoLock.Pipeline;

/// <summary>What became of one record: an output (null where there is nothing to say), or a failure, or nothing at all because the run had ended.</summary>
internal sealed record RecordOutcome(RecordInput Input)
{
    public object? Output { get; init; }

    public ZohoException? Failure { get; init; }

    /// <summary>Whether the record has its fate; one that met the end of the run has not.</summary>
    public bool IsDone { get; init; }

    /// <summary>What ends the run though the record has its fate.</summary>
    public ZohoException? RunFailure { get; init; }

    /// <summary>Its line in the journal; null where there is nothing to keep.</summary>
    public JournalEntry? ToEntry(DateTimeOffset at) => this switch
    {
        { IsDone: false } => null,
        { Failure: { } failure } => JournalEntry.Of(Input.RecordId ?? Input.Target.ToString() ?? string.Empty, failure.Error, at),
        { Output: RecordLock made } => JournalEntry.Of(made, at),
        { Output: RecordUnlock made } => JournalEntry.Of(made, at),
        _ => null,
    };
}
