using System.Text.Json.Serialization;

namespace ZohoLock.Journal;

/// <summary>The last line of a run that has processed all of its input. An interrupted run has none.</summary>
/// <param name="At">When it ended, by this machine's clock.</param>
/// <param name="Done">The number of records done, including those of earlier runs.</param>
/// <param name="Failed">The number of records that failed; the next run retries them.</param>
public sealed record JournalEnd(
    [property: JsonPropertyName("ended")] DateTimeOffset At,
    [property: JsonPropertyName("doneCount")] long Done,
    [property: JsonPropertyName("failedCount")] long Failed)
{
    /// <summary>When the runs had begun that it ends; null in versions 1 and 2, which have one run in a file.</summary>
    [JsonPropertyName("runs")]
    public IReadOnlyList<DateTimeOffset>? Runs { get; init; }
}
