namespace ZohoLock.Pipeline;

/// <summary>One record of the input: what was piped in or typed, and its place in the input, counted from 1.</summary>
internal sealed record RecordInput(object Target, long Number)
{
    public string? Module { get; init; }

    public string? RecordId { get; init; }

    /// <summary>The record in words, for messages; its place where the input names none.</summary>
    public string Name => RecordId is null ? $"Input {Number}" : $"{Module} {RecordId}";
}
