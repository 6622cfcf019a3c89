using System.Globalization;
using System.Text;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Journal;
using ZohoLock.Retrying;

namespace ZohoLock.Client.Tests.Journal;

/// <summary>Files that other versions, other programs, a crash or a bad disk leave: what is whole is read, what isn't is told (docs/journal.md).</summary>
public sealed class JournalFormatTests : IDisposable
{
    private const string Header2 = """{"zohoLockJournal":2,"operation":"Lock","module":"Deals","organization":"5843104000000020005","begun":"2026-09-30T23:00:00+02:00"}""";
    private const string Done2 = """{"record":"1","done":true,"at":"2026-09-30T23:00:01+02:00","lock":"11","reason":"x","lockedById":"7"}""";

    // Their checksums are from another program.
    private const string Header3 = """{"zohoLockJournal":3,"operation":"Lock","module":"Deals","organization":"5843104000000020005","reason":"Quarter closed","begun":"2026-11-26T17:00:00.0000000+01:00","crc":"0145814d"}""";
    private const string Done3 = """{"record":"5843104000000425565","done":true,"at":"2026-11-26T17:00:01.25+01:00","lock":"5843104000000900024","reason":"Quarter closed","lockedById":"5843104000000424672","lockedBy":"Patricia Boyle","lockedTime":"2026-11-26T17:00:01+01:00","crc":"8178b708"}""";
    private const string Ended3 = """{"ended":"2026-11-26T17:00:02+01:00","doneCount":1,"failedCount":2,"runs":["2026-11-26T17:00:00+01:00"],"crc":"1524e03b"}""";
    private const string Unknown3 = """{"note":"kept by a later version","record":"5843104000000425567","done":true,"crc":"32a6f844"}""";

    private static readonly JournalHeader Header = new(RecordOperation.Lock, "Deals", "5843104000000020005") { Begun = At };

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    private static DateTimeOffset At => new(2026, 9, 30, 23, 0, 0, TimeSpan.FromHours(2));

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_checksum_is_what_the_document_says()
    {
        Write(Header3, Done3, Ended3);

        using var journal = Open();

        Assert.Equal((1, 0, 0L, 2L), (journal.DoneCount, journal.FailedCount, journal.DamagedCount, journal.EarlierEnd!.Failed));
        Assert.Equal("5843104000000900024", journal.FindDone("5843104000000425565")!.LockId);
    }

    [Fact]
    public void A_lock_of_nobody_that_is_known_has_no_user()
    {
        Write(Header2, Done2.Replace(",\"lockedById\":\"7\"", string.Empty, StringComparison.Ordinal));

        using var journal = Open();

        Assert.Null(((RecordLock)journal.FindDone("1")!.ToOutput(journal.Header)).LockedBy);
        Assert.Null(journal.InterruptedRun!.UserId);
    }

    [Fact]
    public void The_example_in_the_document_is_a_journal()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ZohoLock.sln")))
        {
            folder = folder.Parent!;
        }

        Write(File.ReadAllText(Path.Combine(folder.FullName, "docs", "journal.md")).Split("```")[1]["json\n".Length..]);

        using var journal = Open();

        Assert.Equal((1, 2, 0L, 2L), (journal.DoneCount, journal.FailedCount, journal.DamagedCount, journal.EarlierEnd!.Failed));
        Assert.Equal("Patricia Boyle", journal.FindDone("5843104000000425565")!.LockedByName);
    }

    [Theory]
    [InlineData("Lock-ZohoRecord", RecordOperation.Lock)]
    [InlineData("Lock-MyZohoRecord", RecordOperation.Lock)]
    [InlineData("Set-ZohoRecordLock", RecordOperation.UpdateReason)]
    [InlineData("Unlock-ZohoRecord", RecordOperation.Unlock)]
    public void Version_1_is_read(string cmdlet, RecordOperation operation)
    {
        Write(Header2.Replace("2,", "1,", StringComparison.Ordinal).Replace("\"Lock\"", $"\"{cmdlet}\"", StringComparison.Ordinal), Done2);

        using var journal = Open(Header with { Operation = operation });

        var userId = operation == RecordOperation.Lock ? "7" : null;
        Assert.Equal((1, 0L, new InterruptedRun(At, userId)), (journal.DoneCount, journal.DamagedCount, journal.InterruptedRun));
        Assert.Equal("11", journal.FindDone("1")!.LockId);
    }

    [Fact]
    public void Version_1_of_an_operation_that_is_not_known_is_refused()
    {
        Write(Header2.Replace("2,", "1,", StringComparison.Ordinal).Replace("\"Lock\"", "\"Paint-ZohoRecord\"", StringComparison.Ordinal), Done2);

        AssertRefused("NotAJournal");
    }

    [Fact]
    public void Version_2_is_read_and_goes_on_as_version_3()
    {
        Write(Header2, Done2);
        using (var journal = Open(Header with { Begun = At.AddDays(1) }))
        {
            Assert.Equal((1, 0L, new InterruptedRun(At, "7")), (journal.DoneCount, journal.DamagedCount, journal.InterruptedRun));
            journal.Append(Done("2"));
        }

        // A flipped bit is told from then on.
        var lines = File.ReadAllLines(_path);
        Assert.StartsWith("{\"zohoLockJournal\":3,", lines[2], StringComparison.Ordinal);
        Assert.Contains("\"begun\":\"2026-09-30T23:00:00+02:00\"", lines[2], StringComparison.Ordinal);
        lines[3] = lines[3].Replace("\"2\"", "\"3\"", StringComparison.Ordinal);
        Write(lines);
        using var again = Open();
        Assert.Equal((1, 1L, At), (again.DoneCount, again.DamagedCount, again.InterruptedRun!.Begun));
        Assert.Null(again.FindDone("3"));
    }

    [Fact]
    public void Version_2_that_ended_is_known_to_have()
    {
        Write(Header2, Done2, """{"ended":"2026-09-30T23:00:02+02:00","doneCount":1,"failedCount":0}""");

        AssertRefused("JournalEnded");
    }

    [Fact]
    public void Version_2_that_went_on_after_an_end_was_interrupted()
    {
        Write(Header2, Done2, """{"ended":"2026-09-30T23:00:02+02:00","doneCount":1,"failedCount":1}""", Done2.Replace("\"1\"", "\"2\"", StringComparison.Ordinal));

        using var journal = Open();

        Assert.Equal((2, null), (journal.DoneCount, journal.EarlierEnd));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_later_version_is_refused_and_named_wherever_it_begins(int line)
    {
        var later = Header3.Replace("\"zohoLockJournal\":3", "\"zohoLockJournal\":4", StringComparison.Ordinal);
        Write(line == 1 ? [later, Done3] : [Header3, later, Done3]);

        Assert.Contains("version 4 of the format, and this version of ZohoLock knows versions 1 to 3", AssertRefused("NotAJournal").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Kinds_of_lines_and_properties_that_are_not_known_are_passed_over()
    {
        var seed = JournalLine.GetSeed(Header);
        var more = Encoding.UTF8.GetString(JournalLine.Seal("""{"record":"1","done":true,"at":"2026-09-30T23:00:01+02:00","lock":"11","color":{"record":"2","done":true}}"""u8, seed)).TrimEnd();
        Write(Header3, Unknown3, more, Done2.Replace("}", ",\"color\":1}", StringComparison.Ordinal));

        using var journal = Open();

        // The last line has no checksum, as version 3 must.
        Assert.Equal((1, 1L, 4L), (journal.DoneCount, journal.DamagedCount, journal.DamagedLines[0]));
        Assert.Equal("11", journal.FindDone("1")!.LockId);
        Assert.Null(journal.FindDone("5843104000000425567"));
    }

    [Fact]
    public void Properties_that_are_not_known_are_passed_over_in_version_2()
    {
        Write(Header2.Replace("}", ",\"color\":1}", StringComparison.Ordinal), Done2.Replace("}", ",\"color\":[{}]}", StringComparison.Ordinal));

        using var journal = Open();

        Assert.Equal((1, 0L), (journal.DoneCount, journal.DamagedCount));
    }

    [Theory]
    [InlineData("not a line")]
    [InlineData("""{"ended":7}""")]
    [InlineData("""{"ended":"2026-09-30T23:00:02+02:00","doneCount":1,"failedCount":0""")]
    [InlineData("""{"record":null,"done":true,"at":"2026-09-30T23:00:01+02:00"}""")]
    [InlineData("""{"record":"3","done":true}""")]
    [InlineData("""{"record":"3","at":"2026-09-30T23:00:01+02:00"}""")]
    [InlineData("""{"record":"3","done":true,"at":"2026-09-30T23:00:01+02:00"}}""")]
    [InlineData("""{"recorf":"3","done":true,"at":"2026-09-30T23:00:01+02:00"}""")]
    [InlineData("""{"record":"3","done":true,"at":"2026-09-30T23:00:01+02:00","crc":"00000000"}""")]
    [InlineData("""{"zohoLockJournal":0,"operation":"Lock","module":"Deals","organization":"5843104000000020005"}""")]
    [InlineData("""{"zohoLockJournal":2,"operation":"Lock"}""")]
    public void What_is_no_line_is_told_and_the_others_are_read(string line)
    {
        foreach (var (header, done, id) in new[] { (Header2, Done2, "1"), (Header3, Done3, "5843104000000425565") })
        {
            Write(header, line, done);
            using var journal = Open();

            // Without a checksum nothing tells which run a line behind an unreadable header is of.
            var isRunKnown = header == Header3 || !line.StartsWith("{\"zoho", StringComparison.Ordinal);
            Assert.Equal((isRunKnown ? 1 : 2, 2), (journal.DamagedCount, journal.DamagedLines[0]));
            Assert.Equal(isRunKnown, journal.FindDone(id) is not null);
            Assert.Null(journal.EarlierEnd);
        }
    }

    [Fact]
    public void A_record_of_which_the_last_outcome_is_damaged_after_an_end_is_not_taken_for_ended()
    {
        using (var journal = Open())
        {
            journal.Append(Done("1"));
            journal.AppendEnd(new(At, 1, 0));
        }

        File.AppendAllText(_path, "{\"record\":\"2\",\"done\":tr?e}\n");
        using var again = Open();
        Assert.Equal((1, 1L, null), (again.DoneCount, again.DamagedCount, again.EarlierEnd));
    }

    [Fact]
    public void The_line_of_a_crash_after_an_end_makes_it_an_interrupted_run()
    {
        using (var journal = Open())
        {
            journal.Append(Done("1"));
            journal.AppendEnd(new(At, 1, 1));
        }

        var ended = File.ReadAllText(_path);
        File.WriteAllText(_path, ended + "{\"rec");
        using (var torn = Open())
        {
            Assert.Equal((null, 0L), (torn.EarlierEnd, torn.DamagedCount));
        }

        // A run that goes on leaves a trace even if it is killed before its first outcome.
        File.WriteAllText(_path, ended);
        Open().Dispose();
        using var again = Open();
        Assert.Null(again.EarlierEnd);
    }

    [Fact]
    public void Line_breaks_byte_order_marks_and_blank_lines_of_other_programs_are_passed_over()
    {
        File.WriteAllText(_path, $"{Header3}\r\n\r\n  \n{Done3} \r\n\t{Ended3}\r\n\r\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        File.AppendAllText(_path, $"\uFEFF{Header3}\r\n{Done3}");

        using (var journal = Open())
        {
            Assert.Equal((1, 0L, null), (journal.DoneCount, journal.DamagedCount, journal.EarlierEnd));
            Assert.Equal("Patricia Boyle", journal.FindDone("5843104000000425565")!.LockedByName);
            journal.Append(Done("1"));
        }

        using var again = Open();
        Assert.Equal((2, 0L), (again.DoneCount, again.DamagedCount));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200_000)]
    public void Zeros_at_the_end_are_told_and_taken_out(int zeros)
    {
        using (var journal = Open())
        {
            journal.Append(Done("1"));
        }

        File.AppendAllText(_path, "{\"record\":\"2\",\"do" + new string('\0', zeros));
        using (var journal = Open())
        {
            Assert.Equal((1, 1L, 3L), (journal.DoneCount, journal.DamagedCount, journal.DamagedLines[0]));
            journal.Append(Done("2"));
        }

        Assert.DoesNotContain('\0', File.ReadAllText(_path));
        using var again = Open();
        Assert.Equal((2, 0L), (again.DoneCount, again.DamagedCount));
    }

    [Theory]
    [InlineData("{\"record\":\"2\",\"done\":true,\"at\":\"2026-09-")]
    [InlineData("{\"record\":\"2\",\"done\":true\0\0\0\0")]
    [InlineData("\0\0\0\0")]
    [InlineData("{\"rec")]
    [InlineData("\n\0\n")]
    public void A_torn_line_that_a_run_went_on_after_is_told_and_the_next_one_is_read(string torn)
    {
        foreach (var (header, done, id) in new[] { (Header2, Done2, "1"), (Header3, Done3, "5843104000000425565") })
        {
            File.WriteAllText(_path, $"{header}\n{torn}{done}\n");
            using var journal = Open();
            Assert.Equal((1, 1L), (journal.DoneCount, journal.DamagedCount));
            Assert.NotNull(journal.FindDone(id));
        }
    }

    [Fact]
    public void Lines_without_a_line_break_between_them_are_read()
    {
        File.WriteAllText(_path, $"{Header3}{Done3}\v{Ended3}?");

        using (var journal = Open())
        {
            Assert.Equal((1, 2L), (journal.DoneCount, journal.EarlierEnd?.Failed ?? 2));
            Assert.Equal("5843104000000900024", journal.FindDone("5843104000000425565")!.LockId);
        }

        Assert.StartsWith($"{Header3}{Done3}\v{Ended3}\n", File.ReadAllText(_path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60_000)]
    [InlineData(65_536)]
    [InlineData(65_536 - 5)]
    [InlineData(200_000)]
    [InlineData(130_500)]
    [InlineData(130_600)]
    [InlineData(130_700)]
    [InlineData(130_750)]
    [InlineData(130_800)]
    [InlineData(130_850)]
    public void What_is_too_long_for_a_line_is_told_and_the_next_one_is_read(int length)
    {
        using (var journal = Open())
        {
            journal.Append(Done("1"));
        }

        File.AppendAllText(_path, new string('x', length));
        var whole = Encoding.UTF8.GetString(JournalLine.Seal("""{"record":"2","done":true,"at":"2026-09-30T23:00:01+02:00","lock":"12"}"""u8, JournalLine.GetSeed(Header)));
        File.AppendAllText(_path, whole + whole.Replace("\"2\"", "\"3\"", StringComparison.Ordinal));

        using var again = Open();
        Assert.Equal((2, 2L), (again.DoneCount, again.DamagedCount));
        Assert.Equal([3L, 4L], again.DamagedLines);
        Assert.Equal("12", again.FindDone("2")!.LockId);
    }

    [Fact]
    public void Zeros_in_place_of_everything_are_a_run_of_which_nothing_is_known()
    {
        File.WriteAllText(_path, new string('\0', 5000));
        var created = File.GetCreationTimeUtc(_path);

        using (var journal = Open(Header with { Begun = created.AddHours(1) }))
        {
            Assert.Equal((0, 1L, created), (journal.DoneCount, journal.DamagedCount, journal.InterruptedRun!.Begun));
            journal.Append(Done("1"));
            journal.AppendEnd(new(At, 1, 0));
        }

        Assert.StartsWith("{\"zohoLockJournal\":3,", File.ReadAllText(_path), StringComparison.Ordinal);
        AssertRefused("JournalEnded");
    }

    [Theory]
    [InlineData("organization\":\"5843104000000020005", "organization\":\"5843104000000020004", "JournalOfAnotherRun")]
    [InlineData("\"Deals\"", "\"Leads\"", "JournalOfAnotherRun")]
    [InlineData("zohoLockJournal\":3", "zohoLockJournal\":2", null)]
    [InlineData("zohoLockJournal\":3", "zohoLockJournal\":1", null)]
    [InlineData("begun\":\"2026", "begun\":\"1026", null)]
    [InlineData("{\"zohoLock", "{\"zohoLocj", null)]
    [InlineData("\"Lock\"", "\"Kock\"", null)]
    public void Where_the_header_is_damaged_the_checksums_of_the_others_tell_the_run(string before, string after, string? code)
    {
        var later = JournalLine.Seal("""{"record":"9","done":false,"at":"2027-01-01T00:00:00+01:00"}"""u8, JournalLine.GetSeed(Header));
        Write(Header3.Replace(before, after, StringComparison.Ordinal), Done3, Encoding.UTF8.GetString(later));
        var created = File.GetCreationTimeUtc(_path);
        if (code is not null)
        {
            AssertRefused(code);
            return;
        }

        using (var journal = Open())
        {
            Assert.Equal((1, 1L, 1L), (journal.DoneCount, journal.DamagedCount, journal.DamagedLines[0]));
            var firstOutcome = DateTimeOffset.Parse("2026-11-26T17:00:01.25+01:00", CultureInfo.InvariantCulture);
            Assert.Equal(created < firstOutcome ? created : firstOutcome, journal.InterruptedRun!.Begun);
            journal.Append(Done("1"));
        }

        using (var again = Open())
        {
            Assert.Equal((2, 1L), (again.DoneCount, again.DamagedCount));
            again.AppendEnd(new(At, 2, 0));
        }

        AssertRefused("JournalEnded");
    }

    [Fact]
    public void A_damaged_header_without_any_line_of_this_run_is_no_journal()
    {
        Write(Header3.Replace("Lock\"", "Kock\"", StringComparison.Ordinal), Done3);

        AssertRefused("NotAJournal", Header with { Module = "Leads" });
        AssertRefused("NotAJournal", Header with { Organization = "1" });
        AssertRefused("NotAJournal", Header with { Operation = RecordOperation.Unlock });
        Write(Header2.Replace("Lock\"", "Kock\"", StringComparison.Ordinal), Done2);
        AssertRefused("NotAJournal");
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Two_runs_in_one_file_are_ended_only_if_both_are(bool isFirstEnded, bool isSecondEnded)
    {
        var first = WriteRun(At, "1", isFirstEnded);
        var second = WriteRun(At.AddDays(1), "2", isSecondEnded);
        File.WriteAllBytes(_path, [.. first, .. second]);
        if (isFirstEnded && isSecondEnded)
        {
            AssertRefused("JournalEnded");
            return;
        }

        using (var journal = Open())
        {
            Assert.Equal((2, 0L, new InterruptedRun(At, "7"), null), (journal.DoneCount, journal.DamagedCount, journal.InterruptedRun, journal.EarlierEnd));
            Assert.Equal(("11", "12"), (journal.FindDone("1")!.LockId, journal.FindDone("2")!.LockId));
            journal.AppendEnd(new(At, 2, 0));
        }

        // The end of a run that went on with both is theirs too.
        AssertRefused("JournalEnded");
    }

    [Fact]
    public void Two_runs_that_ended_with_failures_have_nothing_in_flight()
    {
        var first = WriteRun(At, "1", isEnded: true, failed: 1);
        var second = WriteRun(At.AddDays(1), "2", isEnded: true, failed: 2);
        File.WriteAllBytes(_path, [.. first, .. second]);

        using var journal = Open();

        Assert.Equal(2, journal.EarlierEnd!.Failed);
        Assert.Equal(At, journal.InterruptedRun!.Begun);
    }

    [Fact]
    public void A_run_of_another_kind_in_the_same_file_is_refused()
    {
        var first = WriteRun(At, "1", isEnded: false);
        var second = WriteRun(At.AddDays(1), "2", isEnded: false, Header with { Module = "Leads" });
        File.WriteAllBytes(_path, [.. first, .. second]);

        AssertRefused("JournalOfAnotherRun");
    }

    [Fact]
    public void A_run_of_another_kind_whose_header_is_damaged_adds_nothing()
    {
        var first = WriteRun(At, "1", isEnded: true);
        var second = WriteRun(At.AddDays(1), "2", isEnded: true, Header with { Module = "Leads" });
        second[20] ^= 1;
        File.WriteAllBytes(_path, [.. first, .. second]);

        using (var journal = Open())
        {
            Assert.Equal((1, 3L), (journal.DoneCount, journal.DamagedCount));
            Assert.Null(journal.FindDone("2"));
        }

        // Nor does one of version 2, whose lines tell nothing themselves.
        var old = Header2.Replace("Deals", "Lead\0", StringComparison.Ordinal);
        Write(Header2, Done2, old, Done2.Replace("\"1\"", "\"2\"", StringComparison.Ordinal));
        using var journal2 = Open();
        Assert.Equal(1, journal2.DoneCount);
    }

    [Fact]
    public void Of_two_lines_of_a_record_the_last_counts()
    {
        using (var journal = Open())
        {
            string[] ids = ["1", "2", "1", "99999999999999999999", "1", "99999999999999999999", "0"];
            for (var i = 0; i < ids.Length; i++)
            {
                journal.Append(Done(ids[i]) with { LockId = $"{i + 1}" });
            }

            journal.Append(JournalEntry.From("1", "x", At));
            journal.Append(JournalEntry.From("99999999999999999999", "x", At));
        }

        using var again = Open();
        Assert.Equal((4, 0), (again.DoneCount, again.FailedCount));
        Assert.Equal(("5", "2"), (again.FindDone("1")!.LockId, again.FindDone("2")!.LockId));
        Assert.Equal(("6", "7"), (again.FindDone("99999999999999999999")!.LockId, again.FindDone("0")!.LockId));
        Assert.All(["01", "3", "999999999999999999999", "", "x"], id => Assert.Null(again.FindDone(id)));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(900)]
    [InlineData(1000)]
    [InlineData(3000)]
    public void Lines_of_any_length_that_is_written_are_read(int length)
    {
        foreach (var character in new[] { "x", "€", "\u0001" })
        {
            var reason = string.Concat(Enumerable.Repeat(character, length));
            File.Delete(_path);
            using (var journal = Open(Header with { Reason = reason }))
            {
                for (var id = 1; id <= 100; id++)
                {
                    journal.Append(JournalEntry.From(new RecordLock("Deals", $"{id}", $"1{id}") { Reason = reason }, "asked", At));
                }
            }

            using var again = Open(Header with { Reason = reason });
            Assert.Equal((100, 0L), (again.DoneCount, again.DamagedCount));
            Assert.All(Enumerable.Range(1, 100), id => Assert.Equal((reason, $"1{id}"), (again.FindDone($"{id}")!.Reason, again.FindDone($"{id}")!.LockId)));
        }
    }

    // On Unix a file is locked for .NET's processes only.
    [UnixFact]
    public void A_line_that_was_changed_since_it_was_read_ends_the_run()
    {
        using (var journal = Open())
        {
            journal.Append(Done("1"));
        }

        using var again = Open();
        Unix.Run("truncate", "-s", "100", _path);

        var failure = Assert.Throws<ZohoException>(() => again.FindDone("1"));
        Assert.Equal(("JournalNotRead", true), (failure.Error.Code, failure.Error.EndsRun));
        Assert.Contains("record 1 ", failure.Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public void A_line_that_is_another_records_now_ends_the_run()
    {
        using (var journal = Open())
        {
            journal.Append(Done("1"));
        }

        var other = _path + ".other";
        File.WriteAllText(other, File.ReadAllText(_path).Replace("\"record\":\"1\"", "\"record\":\"2\"", StringComparison.Ordinal));
        using var again = Open();
        Unix.Run("cp", other, _path);
        File.Delete(other);

        Assert.Equal("JournalNotRead", Assert.Throws<ZohoException>(() => again.FindDone("1")).Error.Code);
    }

    [Fact]
    public void A_damaged_last_line_stays_if_a_line_break_follows()
    {
        Write(Header3, Done3, "{\"record\":\"?");
        var before = File.ReadAllText(_path);

        Open().Dispose();

        Assert.Equal(before, File.ReadAllText(_path));
    }

    [Fact]
    public void A_damaged_header_that_a_damaged_line_follows_is_not_begun_anew()
    {
        File.WriteAllText(_path, Header3.Replace("Lock\"", "Kock\"", StringComparison.Ordinal) + "?" + Done3[..50]);

        AssertRefused("NotAJournal");
    }

    [Fact]
    public void Only_the_first_damaged_lines_are_named()
    {
        Write([Header3, .. Enumerable.Repeat("?", 20), Done3]);

        using var journal = Open();

        Assert.Equal(20, journal.DamagedCount);
        Assert.Equal([2L, 3L, 4L, 5L, 6L], journal.DamagedLines);
    }

    private static JournalEntry Done(string id) =>
        JournalEntry.From(new RecordLock("Deals", id, $"1{id}") { Reason = "x", LockedBy = new User { Id = "7" } }, "x", At);

    private byte[] WriteRun(DateTimeOffset begun, string id, bool isEnded, JournalHeader? header = null, long failed = 0)
    {
        File.Delete(_path);
        using (var journal = Open((header ?? Header) with { Begun = begun }))
        {
            journal.Append(Done(id));
            if (isEnded)
            {
                journal.AppendEnd(new(begun, 1, failed));
            }
        }

        return File.ReadAllBytes(_path);
    }

    private void Write(params string[] lines) => File.WriteAllText(_path, string.Join('\n', lines) + "\n");

    private RunJournal Open(JournalHeader? header = null) => RunJournal.Open(_path, header ?? Header);

    private ZohoException AssertRefused(string code, JournalHeader? header = null)
    {
        var before = File.ReadAllBytes(_path);
        var failure = Assert.Throws<ZohoException>(() => Open(header));
        Assert.Equal((code, true), (failure.Error.Code, failure.Error.EndsRun));
        Assert.Equal(before, File.ReadAllBytes(_path));
        return failure;
    }
}
