namespace ZohoLock.Bulk;

/// <summary>One record of a run's input.</summary>
/// <param name="Target">What was piped in or typed: an error's target.</param>
/// <param name="Number">Its place in the input, counted from 1.</param>
public sealed record RecordInput(object Target, long Number)
{
    /// <summary>The API name of its module; null if what was given can't be one.</summary>
    public string? Module { get; init; }

    /// <summary>Its id: digits; null if what was given can't be one.</summary>
    public string? RecordId { get; init; }

    /// <summary>What was given as its id; null for nothing.</summary>
    public string? GivenId { get; init; }

    /// <summary>The reason for its lock; null for an operation without one.</summary>
    public string? Reason { get; init; }

    /// <summary>Its lock, if the input has the lock's id: the lock needn't be looked up.</summary>
    public RecordLock? Lock { get; init; }

    /// <summary>Why the input is invalid, so that no call is made for it; null for a valid one.</summary>
    public ZohoException? Refusal { get; init; }

    /// <summary>The record in words, for messages; with its place in the input if the input has to be corrected there.</summary>
    public string Name => (RecordId, Refusal) switch
    {
        (null, _) => $"Input {Number}",
        (_, not null) => $"Input {Number} ({Module} {RecordId})",
        _ => $"{Module} {RecordId}",
    };
}
