using ZohoLock.Reporting.Statistics;

namespace ZohoLock.Reporting.Html;

/// <summary>
/// A chart with a column for each value, in the order of time: SVG. Widths are parts of the chart's own and texts have a fixed size, so that it fits a page of
/// any width and stays readable.
/// </summary>
internal static class ColumnChart
{
    private const double Top = 22;
    private const double PlotHeight = 150;
    private const double Bottom = Top + PlotHeight;

    // So many columns leave room for a name in the middle.
    private const int EnoughForMiddle = 9;

    /// <inheritdoc cref="BarChart.Draw"/>
    public static Markup Draw(string id, string title, string description, IReadOnlyList<LabeledCount> counts)
    {
        var most = Math.Max(1, counts.Max(count => count.Locks));
        var slot = 100.0 / counts.Count;
        var width = Math.Min(slot * 0.7, 8);
        var highest = counts.Select(count => count.Locks).ToList().IndexOf(most);
        List<Markup> parts = [];
        for (var at = 0; at < counts.Count; at++)
        {
            var height = counts[at].Locks == 0 ? 0 : Math.Max(2, PlotHeight * counts[at].Locks / most);
            parts.Add(Markup.From($"""<rect class="bar" x="{Middle(at) - (width / 2)}%" y="{Bottom - height}" width="{width}%" height="{height}" rx="2"/>"""));
        }

        parts.Add(Markup.From($"""<line class="base" x1="0" y1="{Bottom + 0.5}" x2="100%" y2="{Bottom + 0.5}"/>"""));
        if (highest >= 0)
        {
            parts.Add(Text(highest, Top - 7, "peak", ReportText.Count(most)));
        }

        int[] named = counts.Count < EnoughForMiddle ? [0, counts.Count - 1] : [0, counts.Count / 2, counts.Count - 1];
        foreach (var at in named.Distinct())
        {
            parts.Add(Text(at, Bottom + 18, "tick", counts[at].Label));
        }

        return Markup.From(
            $"""
            <svg class="columns" role="img" aria-labelledby="{id}-title {id}-description" width="100%" height="{Bottom + 24}">
            <title id="{id}-title">{title}</title>
            <desc id="{id}-description">{description}</desc>
            {Markup.Join(parts)}
            </svg>
            """);

        double Middle(int at) => slot * (at + 0.5);

        // At the edges a text is within the chart, not in the middle of its column.
        Markup Text(int at, double y, string name, string text) => Middle(at) switch
        {
            < 15 => Markup.From($"""<text class="{name}" x="{Middle(at) - (width / 2)}%" y="{y}">{text}</text>"""),
            > 85 => Markup.From($"""<text class="{name} end" x="{Middle(at) + (width / 2)}%" y="{y}">{text}</text>"""),
            _ => Markup.From($"""<text class="{name} middle" x="{Middle(at)}%" y="{y}">{text}</text>"""),
        };
    }
}
