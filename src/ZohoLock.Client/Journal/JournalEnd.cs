using System.Text.Json.Serialization;

namespace ZohoLock.Journal;

/// <summary>The line that a run writes when it has had all of its input. A run that was cut off has none.</summary>
/// <param name="At">When it ended, by this machine's clock.</param>
/// <param name="Done">How many of its records are done, those of earlier runs included.</param>
/// <param name="Failed">How many failed; the next run tries them again.</param>
public sealed record JournalEnd(
    [property: JsonPropertyName("ended")] DateTimeOffset At,
    [property: JsonPropertyName("doneCount")] long Done,
    [property: JsonPropertyName("failedCount")] long Failed);
