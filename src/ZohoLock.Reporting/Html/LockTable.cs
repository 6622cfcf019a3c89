using ZohoLock.Reporting.Statistics;

namespace ZohoLock.Reporting.Html;

/// <summary>The table of the oldest locks.</summary>
/// <param name="statistics">The locks.</param>
/// <param name="hasWorkbook">Whether a workbook has all locks.</param>
internal sealed class LockTable(LockStatistics statistics, bool hasWorkbook)
{
    // The longest reason that Zoho takes; of a longer text, the beginning is shown.
    private const int MaxTextLength = 3_000;

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
            <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col" class="time">Locked</th><th role="columnheader" scope="col" class="module">Module</th><th role="columnheader" scope="col" class="record">Record</th><th role="columnheader" scope="col">Reason</th><th role="columnheader" scope="col" class="source">Source</th><th role="columnheader" scope="col" class="person">Locked by</th></tr></thead>
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

    // In a narrow window each cell has its heading beside it.
    private Markup ToRow(ReportedLock row) => Markup.From(
        $"""
        <tr role="row"><td role="cell" class="time"><span class="key" aria-hidden="true">Locked</span><span>{Time(row.LockedTime)}</span></td><td role="cell" class="module"><span class="key" aria-hidden="true">Module</span><span>{Text(row.Module)}</span></td><th role="rowheader" scope="row" class="record"><span class="key" aria-hidden="true">Record</span><span>{Name(row.RecordName)}<span class="id">{row.RecordId}</span></span></th><td role="cell"><span class="key" aria-hidden="true">Reason</span><span dir="auto">{Text(LockStatistics.DescribeReason(row))}</span></td><td role="cell" class="source"><span class="key" aria-hidden="true">Source</span><span>{ReportText.Source(row.Source)}</span></td><td role="cell" class="person"><span class="key" aria-hidden="true">Locked by</span><span dir="auto">{Text(row.LockedBy ?? "–")}</span></td></tr>
        """);

    private Markup Time(DateTimeOffset? time)
    {
        if (time is not { } known)
        {
            return Markup.From($"Not known");
        }

        var local = statistics.ToLocal(known);
        return Markup.From(
            $"""<time datetime="{ReportText.Iso8601(local)}">{ReportText.WallTime(local)}<span class="age">{ReportText.Offset(local)} · {ReportText.Age(statistics.Now - known)}</span></time>""");
    }

    private static Markup Name(string? name) =>
        string.IsNullOrWhiteSpace(name) ? Markup.Empty : Markup.From($"""<span dir="auto">{Text(name)}</span>""");

    private static string Text(string text) => DisplayText.Line(text, MaxTextLength);
}
