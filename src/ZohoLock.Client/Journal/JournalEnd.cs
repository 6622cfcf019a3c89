using System.Text.Json.Serialization;

namespace ZohoLock.Journal;

/// <summary>The last line of a run that has processed all of its input. An interrupted run has none.</summary>
/// <param name="At">When it ended, by this machine's clock.</param>
/// <param name="Done">The number of records done, including those of earlier runs.</param>
/// <param name="Failed">The number of records that failed; the next run retries them.</param>
public sealed record JournalEnd(
    [property: JsonPropertyName("ended")] DateTimeOffset At,
    [property: JsonPropertyName("doneCount")] long Done,
    [property: JsonPropertyName("failedCount")] long Failed);
