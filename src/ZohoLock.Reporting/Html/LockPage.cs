using ZohoLock.Reporting.Statistics;

namespace ZohoLock.Reporting.Html;

/// <summary>
/// The page of a report: one file that needs nothing else. It has no script, and its Content-Security-Policy allows none, nor anything from elsewhere.
/// </summary>
/// <param name="title">The heading.</param>
/// <param name="statistics">The locks.</param>
/// <param name="hasWorkbook">Whether a workbook has all locks.</param>
internal sealed class LockPage(string title, LockStatistics statistics, bool hasWorkbook)
{
    /// <summary>The page.</summary>
    public Markup ToHtml() => Markup.From(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{StyleSheet.Source}'; base-uri 'none'; form-action 'none'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{title}</title>
        <style>{StyleSheet.Text}</style>
        </head>
        <body>
        <main>
        <header>
        <h1 dir="auto">{title}</h1>
        <p class="subtitle">As of <time datetime="{ReportText.Iso8601(statistics.Now)}">{ReportText.Minute(statistics.Now)}</time>.
        Times are those of {statistics.TimeZone.Id}.</p>
        {DescribeUnreadable()}
        </header>
        {(statistics.Total == 0 ? NoLocks() : Locks())}
        <footer><p>Made by ZohoLock. A lock that was made or removed since isn't counted.</p></footer>
        </main>
        </body>
        </html>

        """);

    private Markup NoLocks() => Markup.From(
        $"""
        <section class="card empty">
        <h2>{(statistics.Unreadable == 0 ? "Nothing is locked" : "No lock could be read")}</h2>
        <p>There is no lock to report.</p>
        </section>
        """);

    private Markup Locks() => Markup.From(
        $"""
        {Tiles()}
        <section aria-labelledby="charts">
        <h2 id="charts">Breakdown</h2>
        <div class="charts">
        {ChartCard.OfTime("month", "Locks by month", statistics.GetMonths(), statistics.Total)}
        {ChartCard.OfAll("age", "Locks by age", statistics.GetAges(), statistics.Total)}
        {ChartCard.OfMostFrequent("module", "Locks by module", statistics.GetModules(), statistics.Total)}
        {ChartCard.OfMostFrequent("reason", "Locks by reason", statistics.GetReasons(), statistics.Total)}
        {ChartCard.OfMostFrequent("person", "Locks by person", statistics.GetPeople(), statistics.Total)}
        </div>
        </section>
        {new LockTable(statistics, hasWorkbook).ToHtml()}
        """);

    private Markup Tiles()
    {
        var both = statistics.ByBoth == 0 ? "" : $", {ReportText.Count(statistics.ByBoth)} of them both ways";
        return Markup.From(
            $"""
            <section aria-labelledby="summary">
            <h2 id="summary" class="hidden">Summary</h2>
            <dl class="tiles">
            {Tile("Locked now", ReportText.Count(statistics.Total), $"in {ReportText.Count(statistics.ModuleCount, "module")}")}
            {Tile("By hand", ReportText.Count(statistics.ByHand), $"{ReportText.Share(statistics.ByHand, statistics.Total)} of all{both}")}
            {Tile("By rule", ReportText.Count(statistics.ByRule), $"{ReportText.Share(statistics.ByRule, statistics.Total)} of all{both}")}
            {Oldest()}
            </dl>
            </section>
            """);
    }

    private Markup Oldest() => statistics.GetOldest() is [{ LockedTime: { } time }, ..]
        ? Tile("Oldest", ReportText.Age(statistics.Now - time), $"since {ReportText.Minute(statistics.ToLocal(time))}")
        : Tile("Oldest", "Not known", "no lock tells its time");

    private static Markup Tile(string name, string figure, string detail) => Markup.From(
        $"""<div class="card"><dt>{name}</dt><dd class="figure">{figure}</dd><dd class="detail">{detail}</dd></div>""");

    private Markup DescribeUnreadable() => statistics.Unreadable == 0 ? Markup.Empty : Markup.From(
        $"""
        <p class="warning">Not counted here: {ReportText.Count(statistics.Unreadable, "input")} without a lock that can be read.
        The errors of the export say what is wrong.</p>
        """);
}
