using System.Globalization;

namespace ZohoLock.Reporting.Statistics;

/// <summary>Counts locks by the month in which they were made.</summary>
/// <param name="now">The time of the report; its offset is that of the report.</param>
internal sealed class MonthCounter(DateTimeOffset now)
{
    // Two years, with this month.
    private const int MaxMonths = 24;

    private readonly long[] _counts = new long[MaxMonths];
    private long _earlier;
    private long _later;
    private long _unknown;

    /// <summary>Counts a lock.</summary>
    /// <param name="local">When it was made, in the report's time zone; null if that isn't known.</param>
    public void Add(DateTimeOffset? local)
    {
        if (local is not { } time)
        {
            _unknown++;
            return;
        }

        var monthsAgo = ((now.Year - time.Year) * 12) + now.Month - time.Month;
        if (monthsAgo < 0)
        {
            _later++;
        }
        else if (monthsAgo >= MaxMonths)
        {
            _earlier++;
        }
        else
        {
            _counts[monthsAgo]++;
        }
    }

    /// <summary>The counts in the order of time: from the first month with a lock to this one, with the empty months between.</summary>
    public Breakdown GetBreakdown()
    {
        var first = _earlier > 0 ? MaxMonths - 1 : Math.Max(0, Array.FindLastIndex(_counts, count => count > 0));
        List<LabeledCount> counts = [];
        AddIfAny("Earlier", _earlier);
        for (var monthsAgo = first; monthsAgo >= 0; monthsAgo--)
        {
            counts.Add(new(Name(monthsAgo), _counts[monthsAgo]));
        }

        AddIfAny("Later", _later);
        AddIfAny("Not known", _unknown);
        return new("Month", counts);

        void AddIfAny(string label, long count)
        {
            if (count > 0)
            {
                counts.Add(new(label, count));
            }
        }
    }

    private string Name(int monthsAgo)
    {
        var month = (now.Year * 12) + now.Month - 1 - monthsAgo;
        return string.Create(CultureInfo.InvariantCulture, $"{month / 12:0000}-{(month % 12) + 1:00}");
    }
}
