using ZohoLock.Reporting.Statistics;

namespace ZohoLock.Reporting.Html;

/// <summary>A chart of a page, with its heading and its table.</summary>
internal static class ChartCard
{
    // More bars than that are no chart any more.
    private const int MaxBars = 10;

    /// <summary>A chart of the most frequent values.</summary>
    /// <param name="id">What the ids of its elements begin with.</param>
    /// <param name="title">The heading.</param>
    /// <param name="breakdown">The values.</param>
    /// <param name="total">The number of all locks.</param>
    public static Markup OfMostFrequent(string id, string title, Breakdown breakdown, long total)
    {
        var counts = breakdown.GetFirst(MaxBars);
        var note = breakdown.NotKept == 0 ? Markup.Empty : Markup.From(
            $"""
            <p class="note">There are too many values to tell all apart: the {ReportText.Count(breakdown.Counts.Count)} that came first are counted one by
            one, and {ReportText.Count(breakdown.NotKept, "lock")} with further ones together.</p>
            """);
        return Create(id, title, breakdown.Property, counts, total, BarChart.Draw(id, title, Describe("Bar chart", counts, total), counts), note, isWide: false);
    }

    /// <summary>A chart of values that are shown in their own order, all of them.</summary>
    /// <inheritdoc cref="OfMostFrequent" path="/param"/>
    public static Markup OfAll(string id, string title, Breakdown breakdown, long total) => Create(
        id, title, breakdown.Property, breakdown.Counts, total,
        BarChart.Draw(id, title, Describe("Bar chart", breakdown.Counts, total), breakdown.Counts), Markup.Empty, isWide: false);

    /// <summary>A chart of the course of time.</summary>
    /// <inheritdoc cref="OfMostFrequent" path="/param"/>
    public static Markup OfTime(string id, string title, Breakdown breakdown, long total) => Create(
        id, title, breakdown.Property, breakdown.Counts, total,
        ColumnChart.Draw(id, title, Describe("Column chart", breakdown.Counts, total), breakdown.Counts), Markup.Empty, isWide: true);

    // The largest values are what the chart shows at a glance; the table has all.
    private static string Describe(string kind, IReadOnlyList<LabeledCount> counts, long total)
    {
        var largest = counts.Where(count => count.Locks > 0).OrderByDescending(count => count.Locks).Take(3)
            .Select(count => $"{count.Label} {ReportText.Count(count.Locks)} ({ReportText.Share(count.Locks, total)})");
        return $"{kind} of {ReportText.Count(total, "lock")} and {ReportText.Count(counts.Count, "value")}. Most: {string.Join("; ", largest)}. "
            + "The table below has all values.";
    }

    private static Markup Create(
        string id, string title, string column, IReadOnlyList<LabeledCount> counts, long total, Markup chart, Markup note, bool isWide)
    {
        var rows = counts.Select(count => Markup.From(
            $"""
            <tr><th scope="row" dir="auto">{count.Label}</th>
            <td class="number">{ReportText.Count(count.Locks)}</td><td class="number">{ReportText.Share(count.Locks, total)}</td></tr>
            """));
        return Markup.From(
            $"""
            <figure class="card{(isWide ? " wide" : "")}">
            <h3>{title}</h3>
            {note}
            {chart}
            <details>
            <summary>As a table</summary>
            <table class="counts">
            <caption class="hidden">{title}</caption>
            <thead>
            <tr><th scope="col">{column}</th><th scope="col" class="number locks">Locks</th><th scope="col" class="number share">Share</th></tr>
            </thead>
            <tbody>
            {Markup.Join(rows)}
            </tbody>
            </table>
            </details>
            </figure>
            """);
    }
}
