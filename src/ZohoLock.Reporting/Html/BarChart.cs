using ZohoLock.Reporting.Statistics;

namespace ZohoLock.Reporting.Html;

/// <summary>
/// A chart with a horizontal bar for each value. The bars are SVG, as wide as their place; the names are text of the page, because SVG can't break a long
/// one into lines.
/// </summary>
internal static class BarChart
{
    private const double BarHeight = 8;

    // A reason has up to 3,000 characters; the table of the chart has all of them.
    private const int MaxLabelLength = 160;

    /// <summary>Draws the chart.</summary>
    /// <param name="id">What the ids of its elements begin with.</param>
    /// <param name="title">Its title, for screen readers.</param>
    /// <param name="description">What it shows, in words.</param>
    /// <param name="counts">The values.</param>
    public static Markup Draw(string id, string title, string description, IReadOnlyList<LabeledCount> counts)
    {
        var most = Math.Max(1, counts.Max(count => count.Locks));
        return Markup.From(
            $"""
            <p class="hidden" id="{id}-description">{description}</p>
            <div class="bars" role="img" aria-label="{title}" aria-describedby="{id}-description">
            {Markup.Join(counts.Select(Bar))}
            </div>
            """);

        // A value that there is can be seen, however few locks have it.
        Markup Bar(LabeledCount count)
        {
            var filled = count.Locks == 0 ? 0 : Math.Max(1, 100.0 * count.Locks / most);
            return Markup.From(
                $"""
                <div class="row">
                <span dir="auto">{DisplayText.Line(count.Label, MaxLabelLength)}</span><span class="value">{ReportText.Count(count.Locks)}</span>
                <svg width="100%" height="{BarHeight}">
                <rect class="track" width="100%" height="{BarHeight}" rx="4"/><rect class="bar" width="{filled}%" height="{BarHeight}" rx="4"/>
                </svg>
                </div>
                """);
        }
    }
}
