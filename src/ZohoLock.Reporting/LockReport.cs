using System.Text;
using ZohoLock.Reporting.Html;
using ZohoLock.Reporting.Statistics;
using ZohoLock.Reporting.Workbook;

namespace ZohoLock.Reporting;

/// <summary>
/// A report of locks: a page, and a workbook if one is wanted. Locks go into the workbook as they come; for the page they are counted, and at most 500
/// are listed. The memory is the same for any number of locks.
/// </summary>
public sealed class LockReport : IDisposable
{
    private readonly LockStatistics _statistics;
    private readonly string _title;
    private readonly LockWorkbook? _workbook;

    private LockReport(LockStatistics statistics, string title, LockWorkbook? workbook)
    {
        _statistics = statistics;
        _title = title;
        _workbook = workbook;
    }

    /// <summary>Begins a report. Ages are counted to the time of this call.</summary>
    /// <param name="options">How it is made.</param>
    /// <param name="workbook">Gets the workbook: XLSX; null for none. It stays open.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="IOException">The stream can't be written to; here and in the other methods.</exception>
    public static async Task<LockReport> CreateAsync(LockReportOptions options, Stream? workbook, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var statistics = new LockStatistics(options.Clock.GetUtcNow(), options.Clock.LocalTimeZone);
        var rows = workbook is null
            ? null
            : await LockWorkbook.CreateAsync(workbook, statistics, LockWorkbook.MaxRows, cancellationToken).ConfigureAwait(false);
        return new(statistics, options.Title, rows);
    }

    /// <summary>Adds a lock.</summary>
    public ValueTask AddAsync(ReportedLock added, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(added);
        _statistics.Add(added);
        return _workbook?.AddAsync(added, cancellationToken) ?? ValueTask.CompletedTask;
    }

    /// <summary>Counts an input that couldn't be read: the report says how many there were.</summary>
    public void AddUnreadable() => _statistics.Unreadable++;

    /// <summary>Writes the rest of the workbook, if there is one. Then no lock can be added any more.</summary>
    public Task CompleteWorkbookAsync(CancellationToken cancellationToken) => _workbook?.CompleteAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Writes the page.</summary>
    /// <param name="output">Gets it: HTML in UTF-8. It stays open.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task WritePageAsync(Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        var page = new LockPage(_title, _statistics, hasWorkbook: _workbook is not null).ToHtml();
        await output.WriteAsync(Encoding.UTF8.GetBytes(page.Text), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _workbook?.Dispose();
}
