using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;
using ZohoLock.Reporting.Statistics;

namespace ZohoLock.Reporting.Workbook;

/// <summary>A workbook with a row for each lock, written as the locks come, and a sheet of totals. Ids and reasons are text.</summary>
internal sealed class LockWorkbook : IDisposable
{
    /// <summary>How many rows a sheet can have, with that of the headings. Further locks go into another sheet.</summary>
    public const int MaxRows = 1_048_576;

    private static readonly (string Heading, double Width)[] Columns =
    [
        ("Module", 16), ("Record id", 22), ("Record name", 36), ("Lock id", 22), ("Reason", 48), ("Source", 12), ("Locked by", 26),
        ("Locked time", 30), ("Age (days)", 12), ("Rule id", 22), ("Rule", 28), ("Rule criteria", 48),
    ];

    private readonly Spreadsheet _spreadsheet;
    private readonly LockStatistics _statistics;
    private readonly int _maxRows;
    private readonly StyleId _heading;
    private readonly StyleId _text;
    private readonly StyleId _time;
    private readonly StyleId _number;
    private readonly Cell[] _row = new Cell[Columns.Length];
    private int _sheets;

    private LockWorkbook(Spreadsheet spreadsheet, LockStatistics statistics, int maxRows)
    {
        _spreadsheet = spreadsheet;
        _statistics = statistics;
        _maxRows = maxRows;
        _heading = spreadsheet.AddStyle(new Style { Font = { Bold = true }, Alignment = { Vertical = VerticalAlignment.Top, WrapText = true } });

        // In a cell of this format a text stays text, even if somebody edits it.
        _text = spreadsheet.AddStyle(new Style { Format = NumberFormat.Standard(StandardNumberFormat.Text), Alignment = { Vertical = VerticalAlignment.Top } });
        _time = spreadsheet.AddStyle(new Style
        {
            Format = NumberFormat.Custom("yyyy-mm-dd hh:mm:ss"),
            Alignment = { Horizontal = HorizontalAlignment.Left, Vertical = VerticalAlignment.Top },
        });
        _number = spreadsheet.AddStyle(new Style { Format = NumberFormat.Custom("#,##0"), Alignment = { Vertical = VerticalAlignment.Top } });
    }

    /// <summary>Begins a workbook.</summary>
    /// <param name="output">Gets it; it stays open.</param>
    /// <param name="statistics">The statistics of the locks that are added, for the totals.</param>
    /// <param name="maxRows">How many rows a sheet has at most.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<LockWorkbook> CreateAsync(Stream output, LockStatistics statistics, int maxRows, CancellationToken cancellationToken)
    {
        var workbook = new LockWorkbook(
            await Spreadsheet.CreateNewAsync(output, cancellationToken: cancellationToken).ConfigureAwait(false), statistics, maxRows);
        await workbook.StartSheetAsync(cancellationToken).ConfigureAwait(false);
        return workbook;
    }

    /// <summary>Adds the row of a lock.</summary>
    public async ValueTask AddAsync(ReportedLock added, CancellationToken cancellationToken)
    {
        if (_spreadsheet.NextRowNumber > _maxRows)
        {
            await StartSheetAsync(cancellationToken).ConfigureAwait(false);
        }

        _row[0] = Text(added.Module);
        _row[1] = Text(added.RecordId);
        _row[2] = Text(added.RecordName);
        _row[3] = Text(added.LockId);
        _row[4] = Text(added.Reason);
        _row[5] = Text(ReportText.Source(added.Source));
        _row[6] = Text(added.LockedBy);
        _row[7] = Time(added.LockedTime);
        _row[8] = added.LockedTime is { } time ? new((long)Math.Max(0, (_statistics.Now - time).TotalDays), _number) : default;
        _row[9] = Text(added.RuleId);
        _row[10] = Text(added.RuleName);
        _row[11] = Text(added.RuleCriteria);
        await _spreadsheet.AddRowAsync(_row, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the totals and the end of the file.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        var options = new WorksheetOptions { FrozenRows = 1, AutoFilter = new("A1:C1048576") };
        options.Column(1).Width = 18;
        options.Column(2).Width = 60;
        options.Column(3).Width = 12;
        await _spreadsheet.StartWorksheetAsync("Totals", options, cancellationToken).ConfigureAwait(false);
        await _spreadsheet.AddHeaderRowAsync(["By", "Value", "Locks"], _heading, cancellationToken).ConfigureAwait(false);
        foreach (var breakdown in GetBreakdowns())
        {
            foreach (var value in breakdown.NotKept > 0 ? breakdown.Counts.Append(new(Breakdown.NotKeptLabel, breakdown.NotKept)) : breakdown.Counts)
            {
                await _spreadsheet.AddRowAsync([Text(breakdown.Property), Text(value.Label), new Cell(value.Locks, _number)], cancellationToken)
                    .ConfigureAwait(false);
            }
        }

        await _spreadsheet.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _spreadsheet.Dispose();
        }
        catch (IOException)
        {
            // It writes what it still has in memory. Where that fails, an earlier write has failed and said so.
        }
    }

    private IEnumerable<Breakdown> GetBreakdowns()
    {
        yield return new("All", [new("Locked now", _statistics.Total)]);
        yield return new(
            "Source", [new("By hand", _statistics.ByHand), new("By a rule", _statistics.ByRule), new("Both, counted in either", _statistics.ByBoth)]);
        yield return _statistics.GetModules();
        yield return _statistics.GetAges();
        yield return _statistics.GetMonths();
        yield return _statistics.GetPeople();
        yield return _statistics.GetReasons();
    }

    private async Task StartSheetAsync(CancellationToken cancellationToken)
    {
        var lastColumn = (char)('A' + Columns.Length - 1);
        var options = new WorksheetOptions { FrozenRows = 1, AutoFilter = new($"A1:{lastColumn}{MaxRows}") };
        for (var column = 0; column < Columns.Length; column++)
        {
            options.Column(column + 1).Width = Columns[column].Width;
        }

        await _spreadsheet.StartWorksheetAsync(++_sheets == 1 ? "Locks" : $"Locks {_sheets}", options, cancellationToken).ConfigureAwait(false);
        var headings = Array.ConvertAll(Columns, column => column.Heading == "Locked time" ? $"Locked time ({_statistics.TimeZone.Id})" : column.Heading);
        await _spreadsheet.AddHeaderRowAsync(headings, _heading, cancellationToken).ConfigureAwait(false);
    }

    private Cell Text(string? text) => new(CellText.From(text), _text);

    // A spreadsheet has no dates before 1900.
    private Cell Time(DateTimeOffset? time) => time is not { } known ? default
        : _statistics.ToLocal(known) is { Year: > 1900 } local ? new(local.DateTime, _time)
        : Text(ReportText.Iso8601(known));
}
