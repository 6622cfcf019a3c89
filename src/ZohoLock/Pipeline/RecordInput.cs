namespace ZohoLock.Pipeline;

/// <summary>One record of the input: what was piped in or typed, and its place in the input, counted from 1.</summary>
internal sealed record RecordInput(object Target, long Number)
{
    public string? Module { get; init; }

    public string? RecordId { get; init; }

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
