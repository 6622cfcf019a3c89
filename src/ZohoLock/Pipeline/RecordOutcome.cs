namespace ZohoLock.Pipeline;

/// <summary>What became of one record: an output (null where there is nothing to say), or a failure, or nothing at all because the run had ended.</summary>
internal sealed record RecordOutcome(RecordInput Input)
{
    public object? Output { get; init; }

    public ZohoException? Failure { get; init; }

    /// <summary>Whether the record has its fate; one that met the end of the run has not.</summary>
    public bool IsDone { get; init; }
}
