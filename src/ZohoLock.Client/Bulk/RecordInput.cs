namespace ZohoLock.Bulk;

/// <summary>One record of a run's input, and its place in the input, counted from 1.</summary>
/// <param name="Target">What was piped in or typed: an error's target.</param>
/// <param name="Number">Its place.</param>
public sealed record RecordInput(object Target, long Number)
{
    /// <summary>The API name of its module; null if what was given can't be one.</summary>
    public string? Module { get; init; }

    /// <summary>Its id: digits; null if what was given can't be one.</summary>
    public string? RecordId { get; init; }

    /// <summary>What was given for its id; null for nothing.</summary>
    public string? GivenId { get; init; }

    /// <summary>Whether it can't be right, so that nothing is done about it.</summary>
    public bool IsRefused { get; init; }

    /// <summary>The record in words, for messages; with its place in the input where something has to be put right there.</summary>
    public string Name => (RecordId, IsRefused) switch
    {
        (null, _) => $"Input {Number}",
        (_, true) => $"Input {Number} ({Module} {RecordId})",
        _ => $"{Module} {RecordId}",
    };
}
