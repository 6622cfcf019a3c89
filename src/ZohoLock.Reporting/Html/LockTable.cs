using ZohoLock.Reporting.Statistics;

namespace ZohoLock.Reporting.Html;

/// <summary>The table of the oldest locks.</summary>
/// <param name="statistics">The locks.</param>
/// <param name="hasWorkbook">Whether a workbook has all locks.</param>
internal sealed class LockTable(LockStatistics statistics, bool hasWorkbook)
{
    // The longest reason that Zoho takes; of a longer text, the beginning is shown.
    private const int MaxTextLength = 3_000;

    // The classes are those of report.css.
    private static readonly (string Text, string Class)[] Headings =
        [("Locked", "time"), ("Module", "module"), ("Record", "record"), ("Reason", "reason"), ("Source", "source"), ("Locked by", "person")];

    /// <summary>The table with its heading.</summary>
    public Markup ToHtml()
    {
        var locks = statistics.GetOldest();
        var isAll = locks.Count == statistics.Total;
        return Markup.From(
            $"""
            <section aria-labelledby="locks">
            <h2 id="locks">{(isAll ? "All locks" : "The oldest locks")}</h2>
            <p class="note">{Describe(locks.Count)}</p>
            <div class="card rows">
            <table role="table">
            <caption class="hidden">{(isAll ? "All locks, the oldest first" : "The oldest locks, the oldest first")}</caption>
            <thead role="rowgroup">
            <tr role="row">
            {Markup.Join(Headings.Select(heading => Markup.From($"""<th role="columnheader" scope="col" class="{heading.Class}">{heading.Text}</th>""")))}
            </tr>
            </thead>
            <tbody role="rowgroup">
            {Markup.Join(locks.Select(ToRow))}
            </tbody>
            </table>
            </div>
            </section>
            """);
    }

    private string Describe(int listed)
    {
        var left = statistics.Total - listed;
        return left == 0 ? "The oldest first."
            : $"{ReportText.Count(listed)} of {ReportText.Count(statistics.Total)}, the oldest first, and {ReportText.Count(left)} more. "
                + (hasWorkbook ? "The workbook has all of them." : "Export-ZohoRecordLockReport -ExcelPath writes all of them to a workbook.");
    }

    private Markup ToRow(ReportedLock row)
    {
        Markup[] cells =
        [
            Time(row.LockedTime),
            Free(row.Module),
            Markup.From($"""{(string.IsNullOrWhiteSpace(row.RecordName) ? Markup.Empty : Free(row.RecordName))}<span class="id">{row.RecordId}</span>"""),
            Free(LockStatistics.DescribeReason(row)),
            Markup.From($"{ReportText.Source(row.Source)}"),
            Free(row.LockedBy ?? "–"),
        ];
        return Markup.From(
            $"""
            <tr role="row">
            {Markup.Join(cells.Select((cell, column) => Cell(Headings[column], cell)))}
            </tr>
            """);
    }

    // In a narrow window each cell has its heading beside it. The name of the record is the heading of its row.
    private static Markup Cell((string Text, string Class) heading, Markup content)
    {
        var inside = Markup.From($"""<span class="key" aria-hidden="true">{heading.Text}</span><span>{content}</span>""");
        return heading.Class == "record"
            ? Markup.From($"""<th role="rowheader" scope="row" class="{heading.Class}">{inside}</th>""")
            : Markup.From($"""<td role="cell" class="{heading.Class}">{inside}</td>""");
    }

    // A text in any script, which may run from right to left.
    private static Markup Free(string text) => Markup.From($"""<span dir="auto">{DisplayText.Line(text, MaxTextLength)}</span>""");

    private Markup Time(DateTimeOffset? time)
    {
        if (time is not { } known)
        {
            return Markup.From($"Not known");
        }

        var local = statistics.ToLocal(known);
        var age = Markup.From($"""<span class="age">{ReportText.Offset(local)} · {ReportText.Age(statistics.Now - known)}</span>""");
        return Markup.From($"""<time datetime="{ReportText.Iso8601(local)}">{ReportText.WallTime(local)}{age}</time>""");
    }
}
