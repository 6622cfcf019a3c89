namespace ZohoLock.Reporting.Statistics;

/// <summary>The locks by one of their properties.</summary>
/// <param name="Property">The property, for the heading of a column: <c>Reason</c>.</param>
/// <param name="Counts">The values and their locks, in the order in which they are shown.</param>
/// <param name="NotKept">The number of locks whose values weren't kept apart, because there are too many values.</param>
internal sealed record Breakdown(string Property, IReadOnlyList<LabeledCount> Counts, long NotKept = 0)
{
    /// <summary>The name of <see cref="NotKept"/> in a list of values.</summary>
    public const string NotKeptLabel = "Values that are not told apart";

    /// <summary>At most <paramref name="count"/> values: the first ones, and the others as one.</summary>
    public IReadOnlyList<LabeledCount> GetFirst(int count)
    {
        if (Counts.Count <= count && NotKept == 0)
        {
            return Counts;
        }

        var first = Counts.Take(count - 1).ToList();
        var others = Counts.Skip(first.Count).Sum(value => value.Locks) + NotKept;
        var label = NotKept > 0 ? "All others" : $"{ReportText.Count(Counts.Count - first.Count)} others";
        return [.. first, new(label, others)];
    }
}
