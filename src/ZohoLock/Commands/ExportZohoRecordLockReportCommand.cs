using System.Management.Automation;
using ZohoLock.Binding;
using ZohoLock.Pipeline;
using ZohoLock.Reporting;
using ZohoLock.Reporting.Statistics;

namespace ZohoLock.Commands;

/// <summary>
/// Writes a report of the locks that are piped in: a page that opens offline, and with -ExcelPath a workbook of all locks. No call is made, and memory
/// doesn't grow with the locks. Files are written whole or not at all.
/// </summary>
[Cmdlet(VerbsData.Export, "ZohoRecordLockReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportZohoRecordLockReportCommand : ZohoCmdlet
{
    private OutputFile? _page;
    private OutputFile? _workbook;
    private LockReport? _report;
    private bool _hasRead;

    /// <summary>The locks, as Get-ZohoRecordLock brings them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject?[] InputObject { get; set; } = [];

    /// <summary>The page: a file that ends in .html.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The workbook: a file that ends in .xlsx.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? ExcelPath { get; set; }

    /// <summary>The heading of the page.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    /// <summary>Overwrites files that are marked as read-only, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Overwrites nothing: an existing file is an error.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Returns the files.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    // A path that can't be written to is an error before the first lock is read from Zoho.
    private protected override void Begin()
    {
        var page = OutputFile.Resolve(this, nameof(Path), Path, ".html", ".htm");
        var workbook = ExcelPath is null ? null : OutputFile.Resolve(this, nameof(ExcelPath), ExcelPath, ".xlsx");
        if (!ShouldProcess(workbook is null ? page : $"{page}, {workbook}", "Export a report of record locks"))
        {
            return;
        }

        _page = OutputFile.Create(page, !NoClobber, Force);
        _workbook = workbook is null ? null : OutputFile.Create(workbook, !NoClobber, Force);
        var options = Title is null ? new() : new LockReportOptions { Title = Title };
        WriteWorkbook(() => _report = Await(LockReport.CreateAsync(options, _workbook?.Content, Stopped)));
    }

    private protected override void Process()
    {
        if (_report is not { } report)
        {
            return;
        }

        foreach (var given in InputObject ?? [null])
        {
            RunOrWriteError(string.Empty, given, () => Add(report, given));
        }
    }

    private protected override void End()
    {
        if (_report is not { } report)
        {
            return;
        }

        WriteWorkbook(() => Await(report.CompleteWorkbookAsync(Stopped)));
        _page!.Run(() => Await(report.WritePageAsync(_page.Content, Stopped)));
        OutputFile[] files = _workbook is null ? [_page] : [_page, _workbook];
        Array.ForEach(files, file => file.Commit());
        if (PassThru)
        {
            WriteObject(InvokeProvider.Item.Get(Array.ConvertAll(files, file => file.Path), force: true, literalPath: true), enumerateCollection: true);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _report?.Dispose();
            _page?.Dispose();
            _workbook?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Add(LockReport report, PSObject? given)
    {
        var isFirst = !_hasRead;
        _hasRead = true;
        var read = Read(given, isFirst, report);
        var adding = report.AddAsync(read, Stopped);
        if (!adding.IsCompletedSuccessfully)
        {
            WriteWorkbook(() => Await(adding.AsTask()));
        }
    }

    // If the first input is no lock, the others won't be either.
    private static ReportedLock Read(PSObject? given, bool isFirst, LockReport report)
    {
        if (isFirst && RecordLockReader.FindMistake(given) is { } mistake)
        {
            throw new ZohoException(mistake with { EndsRun = true, Message = $"{mistake.Message}. Nothing was written" });
        }

        try
        {
            return RecordLockReader.Read(given);
        }
        catch (ZohoException)
        {
            report.AddUnreadable();
            throw;
        }
    }

    // Without a workbook nothing is written before the end.
    private void WriteWorkbook(Action write)
    {
        if (_workbook is null)
        {
            write();
        }
        else
        {
            _workbook.Run(write);
        }
    }
}
