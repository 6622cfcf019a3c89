namespace ZohoLock.Reporting.Statistics;

/// <summary>How many locks have one value.</summary>
/// <param name="Label">The value as it is shown.</param>
/// <param name="Locks">The number of locks.</param>
internal readonly record struct LabeledCount(string Label, long Locks);
