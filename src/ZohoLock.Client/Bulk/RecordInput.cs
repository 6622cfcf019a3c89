namespace ZohoLock.Bulk;

/// <summary>One record of a run's input.</summary>
/// <param name="Target">The input object, which is the target of an error.</param>
/// <param name="Number">The position in the input, counted from 1.</param>
public sealed record RecordInput(object Target, long Number)
{
    /// <summary>The module's API name; null if the input has no valid one.</summary>
    public string? Module { get; init; }

    /// <summary>The record id: digits; null if the input has no valid one.</summary>
    public string? RecordId { get; init; }

    /// <summary>What was given as the record id; null if nothing was.</summary>
    public string? GivenId { get; init; }

    /// <summary>The reason of its lock; null for an operation without one.</summary>
    public string? Reason { get; init; }

    /// <summary>The lock, if the input has its id, so that it needn't be read first.</summary>
    public RecordLock? Lock { get; init; }

    /// <summary>What is done to this record; null for what the run does to all.</summary>
    internal RecordWork? Work { get; init; }

    /// <summary>The error of invalid input, for which no call is made; null for valid input.</summary>
    public ZohoException? Refusal { get; init; }

    /// <summary>The record's name for messages; with its position if the input must be corrected.</summary>
    public string Name => (RecordId, Refusal) switch
    {
        (null, _) => $"Input {Number}",
        (_, not null) => $"Input {Number} ({Module} {RecordId})",
        _ => $"{Module} {RecordId}",
    };
}
