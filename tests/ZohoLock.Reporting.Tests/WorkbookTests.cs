using System.IO.Compression;
using System.Text;
using System.Xml;
using ExcelDataReader;
using ZohoLock.Reporting.Statistics;
using ZohoLock.Reporting.Workbook;

namespace ZohoLock.Reporting.Tests;

/// <summary>The workbook, as another library reads it.</summary>
public sealed class WorkbookTests
{
    static WorkbookTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Fact]
    public async Task A_workbook_has_all_locks_with_their_ids()
    {
        var sheets = Read(await Reports.CreateWorkbookAsync(NastyLocks.Create(12_000)));

        Assert.Equal(["Locks", "Totals"], sheets.Keys);
        Assert.Equal(
            ["Module", "Record id", "Record name", "Lock id", "Reason", "Source", "Locked by", "Locked time (UTC)", "Age (days)", "Rule id", "Rule", "Rule criteria"],
            sheets["Locks"][0]);
        var locks = NastyLocks.Create(12_000).ToArray();
        Assert.Equal(locks.Select(one => (object)one.RecordId), sheets["Locks"].Skip(1).Select(row => row[1]));
        Assert.Equal(locks.Select(one => (object)one.LockId), sheets["Locks"].Skip(1).Select(row => row[3]));
        Assert.Equal(locks.Select(one => one.Reason), sheets["Locks"].Skip(1).Select(row => row[4]));
        Assert.Equal(locks.Select(one => one.RecordName?.Replace('\u202E', '\uFFFD')), sheets["Locks"].Skip(1).Select(row => row[2]));
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://evil.example\",\"click\")")]
    [InlineData("+1")]
    [InlineData("-2+3")]
    [InlineData("@SUM(1+1)*cmd|' /C calc'!A0")]
    [InlineData("'apostrophe first")]
    [InlineData("  blanks around  ")]
    [InlineData("two\nlines")]
    [InlineData("<b>&amp;</b>")]
    [InlineData("_x0041_ and _x000D_")]
    [InlineData("5843104000000425565")]
    [InlineData("TRUE")]
    [InlineData("2026-01-01")]
    [InlineData("🚀 שלום 日本")]
    public async Task A_text_is_a_text_whatever_it_looks_like(string text)
    {
        var workbook = await Reports.CreateWorkbookAsync([new(text, "1", "2") { RecordName = text, Reason = text, LockedBy = text, RuleName = text, RuleCriteria = text }]);

        var row = Read(workbook)["Locks"][1];
        foreach (var column in new[] { 0, 2, 4, 6, 10, 11 })
        {
            Assert.Equal(text, row[column]);
        }
    }

    [Fact]
    public async Task No_cell_has_a_formula()
    {
        var workbook = await Reports.CreateWorkbookAsync(NastyLocks.Create(2_000));

        using var package = new ZipArchive(new MemoryStream(workbook));
        foreach (var part in package.Entries.Where(entry => entry.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)))
        {
            using var content = part.Open();
            using var xml = XmlReader.Create(content);
            while (xml.Read())
            {
                Assert.NotEqual("f", xml.LocalName);
            }
        }
    }

    [Fact]
    public async Task What_XML_cannot_hold_is_replaced()
    {
        var workbook = await Reports.CreateWorkbookAsync([new("Deals", "1", "2") { Reason = "a\0b\u0007c\uFFFEd\uFFFFe\ud800f\u202Eg" }]);

        Assert.Equal("a\u2400b\u2407c\uFFFDd\uFFFDe\uFFFDf\uFFFDg", Read(workbook)["Locks"][1][4]);
    }

    [Theory]
    [InlineData(32_767, false)]
    [InlineData(32_768, true)]
    [InlineData(100_000, true)]
    public async Task A_text_that_is_too_long_for_a_cell_is_cut_visibly(int length, bool isCut)
    {
        var read = (string)Read(await Reports.CreateWorkbookAsync([new("Deals", "1", "2") { Reason = new string('x', length) }]))["Locks"][1][4]!;

        Assert.Equal(32_767, read.Length);
        Assert.Equal(isCut, read.EndsWith('…'));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public void A_cut_splits_no_escape_and_no_character(int shift)
    {
        var escapes = CellText.From(new string('x', shift) + string.Concat(Enumerable.Repeat("_x0041_", 5_000)))!;
        Assert.True(escapes.Length <= CellText.MaxLength);
        Assert.DoesNotMatch("_x005F_$|_x005F$|_x005$|_x00$|_x0$", escapes.TrimEnd('…')[^8..].Replace("_x005F_x0041_", "", StringComparison.Ordinal));
        var rockets = CellText.From(new string('x', shift) + string.Concat(Enumerable.Repeat("🚀_x0041_", 5_000)))!;
        Assert.False(char.IsHighSurrogate(rockets.TrimEnd('…')[^1]));
    }

    [Fact]
    public async Task Times_are_dates_of_the_time_zone_that_the_heading_names()
    {
        var sheet = Read(await Reports.CreateWorkbookAsync(
            [
                new("Deals", "1", "2") { LockedTime = new(2026, 10, 31, 20, 0, 1, TimeSpan.Zero) },
                new("Deals", "1", "2"),
                new("Deals", "1", "2") { LockedTime = DateTimeOffset.MinValue },
                new("Deals", "1", "2") { LockedTime = DateTimeOffset.MaxValue },
            ],
            "Asia/Tokyo"))["Locks"];

        Assert.Equal("Locked time (Asia/Tokyo)", sheet[0][7]);
        Assert.Equal([new DateTime(2026, 11, 1, 5, 0, 1), null, "0001-01-01T00:00:00+00:00"], sheet.Skip(1).Take(3).Select(row => row[7]));
        Assert.Equal(26.0, sheet[1][8]);
    }

    [Fact]
    public async Task Totals_are_those_of_all_locks()
    {
        var totals = Read(await Reports.CreateWorkbookAsync(NastyLocks.Create(3_000)))["Totals"];

        Assert.Equal(["By", "Value", "Locks"], totals[0]);
        Assert.Equal(["All", "Locked now", 3_000.0], totals[1]);
        foreach (var property in new[] { "Module", "Age", "Month", "Locked by", "Reason" })
        {
            Assert.Equal(3_000.0, totals.Where(row => Equals(row[0], property)).Sum(row => (double)row[2]!));
        }
    }

    [Fact]
    public async Task A_sheet_that_is_full_has_a_successor()
    {
        using var output = new MemoryStream();
        var statistics = new LockStatistics(NastyLocks.Now, TimeZoneInfo.Utc);
        using (var workbook = await LockWorkbook.CreateAsync(output, statistics, maxRows: 101, CancellationToken.None))
        {
            foreach (var one in NastyLocks.Create(250))
            {
                await workbook.AddAsync(one, CancellationToken.None);
            }

            await workbook.CompleteAsync(CancellationToken.None);
        }

        var sheets = Read(output.ToArray());
        Assert.Equal([("Locks", 101), ("Locks 2", 101), ("Locks 3", 51), ("Totals", 11)], sheets.Take(3).Select(sheet => (sheet.Key, sheet.Value.Count)).Append(("Totals", 11)));
        Assert.Equal(NastyLocks.Create(250).Select(one => (object)one.RecordId), sheets.Take(3).SelectMany(sheet => sheet.Value.Skip(1)).Select(row => row[1]));
    }

    [Fact]
    public async Task A_full_disk_is_an_error_and_the_only_one()
    {
        using var disk = new FullDisk(100_000);
        using (var report = await LockReport.CreateAsync(new(), disk, CancellationToken.None))
        {
            await Assert.ThrowsAsync<IOException>(async () =>
            {
                foreach (var one in NastyLocks.Create(100_000))
                {
                    await report.AddAsync(one, CancellationToken.None);
                }
            });
        }

        Assert.True(disk.Length < 100_000);
    }

    private static Dictionary<string, List<object?[]>> Read(byte[] workbook)
    {
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(workbook));
        var sheets = new Dictionary<string, List<object?[]>>();
        do
        {
            List<object?[]> rows = [];
            while (reader.Read())
            {
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)]);
            }

            sheets.Add(reader.Name, rows);
        }
        while (reader.NextResult());

        return sheets;
    }

    private sealed class FullDisk(int room) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            RequireRoom(count);
            base.Write(buffer, offset, count);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            RequireRoom(buffer.Length);
            return base.WriteAsync(buffer, cancellationToken);
        }

        private void RequireRoom(int count)
        {
            if (Length + count > room)
            {
                throw new IOException("No space left on device");
            }
        }
    }
}
