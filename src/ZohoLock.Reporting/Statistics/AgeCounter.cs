namespace ZohoLock.Reporting.Statistics;

/// <summary>Counts locks by their age.</summary>
internal sealed class AgeCounter
{
    private static readonly (int BelowDays, string Label)[] Ranges =
    [
        (1, "Less than a day"), (7, "1 to 6 days"), (30, "7 to 29 days"), (90, "30 to 89 days"), (365, "90 to 364 days"), (int.MaxValue, "365 days or more"),
    ];

    private readonly long[] _counts = new long[Ranges.Length];
    private long _unknown;

    /// <summary>Counts a lock.</summary>
    /// <param name="age">Its age; null if it isn't known. One from the future, by a clock that is ahead, is less than a day old.</param>
    public void Add(TimeSpan? age)
    {
        if (age is { } known)
        {
            _counts[Array.FindIndex(Ranges, range => known.TotalDays < range.BelowDays)]++;
        }
        else
        {
            _unknown++;
        }
    }

    /// <summary>The counts, the youngest locks first.</summary>
    public Breakdown GetBreakdown()
    {
        var counts = Ranges.Select((range, index) => new LabeledCount(range.Label, _counts[index]));
        return new("Age", [.. _unknown > 0 ? counts.Append(new("Not known", _unknown)) : counts]);
    }
}
