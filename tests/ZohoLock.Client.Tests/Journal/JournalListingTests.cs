using System.Globalization;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Journal;

namespace ZohoLock.Client.Tests.Journal;

/// <summary>What a journal says of each record, read as objects (docs/journal.md).</summary>
public sealed class JournalListingTests : IDisposable
{
    private const string Header2 = """{"zohoLockJournal":2,"operation":"Lock","module":"Deals","organization":"5843104000000020005","begun":"2026-09-30T23:00:00+02:00"}""";
    private const string Done2 = """{"record":"1","done":true,"at":"2026-09-30T23:00:01+02:00","lock":"11","reason":"x","lockedById":"7"}""";

    private static readonly JournalHeader Header = new(RecordOperation.Lock, "Deals", "5843104000000020005") { Begun = At, Reason = "Quarter closed" };

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    private static DateTimeOffset At => new(2026, 9, 30, 23, 0, 0, TimeSpan.FromHours(2));

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Each_line_is_an_entry()
    {
        using (var journal = RunJournal.Open(_path, Header))
        {
            var made = new RecordLock("Deals", "1", "11") { Reason = "Quarter closed", LockedBy = new User { Id = "7", Name = "Patricia Boyle" }, LockedTime = At };
            journal.Append(JournalEntry.From(made, "Quarter closed", At) with { Row = 1 });
            journal.Append(JournalEntry.From("2", ZohoError.Input("NOT_ALLOWED", "record is already locked", "x"), At.AddSeconds(1)) with { Row = 2 });
            journal.Append(JournalEntry.From("5.8431E+18", "InvalidRecordId", At.AddSeconds(2)) with { Row = 3 });
            journal.AppendEnd(new(At, 1, 2));
        }

        var entries = Read();

        Assert.Equal(
            ["Deals 1: Lock Done", "Deals 2: Lock Failed (NOT_ALLOWED)", "Deals 5.8431E+18: Lock Failed (InvalidRecordId)"],
            entries.Select(entry => entry.ToString()));
        Assert.Equal([1, 2, 3], entries.Select(entry => entry.Row));
        Assert.Equal(["1", "2", null], entries.Select(entry => entry.RecordId));
        Assert.Equal([null, null, "5.8431E+18"], entries.Select(entry => entry.GivenId));
        Assert.Equal([null, "record is already locked", null], entries.Select(entry => entry.Message));
        Assert.Equal([At, At.AddSeconds(1), At.AddSeconds(2)], entries.Select(entry => entry.Time));
        Assert.Equal(("11", "Patricia Boyle", At, _path), (entries[0].LockId, entries[0].LockedBy!.Name, entries[0].LockedTime, entries[0].JournalPath));

        // What was wanted of a record that failed, so that it can be tried again.
        Assert.All(entries, entry => Assert.Equal("Quarter closed", entry.Reason));
    }

    [Fact]
    public void Version_2_and_1_are_read()
    {
        foreach (var header in new[] { Header2, Header2.Replace("2,", "1,", StringComparison.Ordinal).Replace("\"Lock\"", "\"Unlock-ZohoRecord\"", StringComparison.Ordinal) })
        {
            File.WriteAllLines(_path, [header, Done2]);
            var entry = Assert.Single(Read());
            Assert.Equal(("Deals", "1", "11", null), (entry.Module, entry.RecordId, entry.LockId, entry.Row));
            Assert.Equal(header == Header2 ? LockJournalOperation.Lock : LockJournalOperation.Unlock, entry.Operation);
        }
    }

    [Fact]
    public void A_record_that_was_done_later_has_not_failed_and_of_one_that_failed_twice_the_last_line_counts()
    {
        using (var journal = RunJournal.Open(_path, Header))
        {
            journal.Append(Fail("1"));
            journal.Append(Fail("2"));
            journal.Append(Fail("3"));
            journal.AppendEnd(new(At, 0, 3));
        }

        using (var journal = RunJournal.Open(_path, Header))
        {
            journal.Append(Done("1"));
            journal.Append(Fail("3", "INTERNAL_ERROR"));
        }

        Assert.Equal(["2 NOT_ALLOWED", "3 INTERNAL_ERROR"], ReadFailed());
        Assert.Equal(5, Read().Count);
    }

    [Fact]
    public void A_record_that_is_in_the_input_twice_is_done_if_it_was_done_once()
    {
        using (var journal = RunJournal.Open(_path, Header))
        {
            journal.Append(Done("1"));
            journal.Append(Fail("1"));
        }

        Assert.Empty(ReadFailed());
    }

    [Fact]
    public void Rows_without_a_valid_id_count_each_until_a_run_has_ended_without_failures()
    {
        using (var journal = RunJournal.Open(_path, Header))
        {
            journal.Append(JournalEntry.From("5.8431E+18", "InvalidRecordId", At) with { Row = 1 });
            journal.Append(JournalEntry.From("5.8431E+18", "InvalidRecordId", At) with { Row = 2 });
            journal.Append(JournalEntry.From("Input 3", "InvalidRecordId", At));
        }

        using (var journal = RunJournal.Open(_path, Header))
        {
            journal.Append(JournalEntry.From("5.8431E+18", "InvalidRecordId", At) with { Row = 2 });
            journal.AppendEnd(new(At, 0, 1));
        }

        Assert.Equal([1, null, 2], Read(isUndoneOnly: true).Select(entry => entry.Row));
        using (var journal = RunJournal.Open(_path, Header))
        {
            journal.Append(Done("1"));
            journal.AppendEnd(new(At, 1, 0));
        }

        Assert.Empty(ReadFailed());
    }

    [Fact]
    public void The_end_of_another_run_in_a_joined_file_settles_nothing_of_this_one()
    {
        using (var journal = RunJournal.Open(_path, Header))
        {
            journal.Append(JournalEntry.From("5.8431E+18", "InvalidRecordId", At) with { Row = 1 });
            journal.AppendEnd(new(At, 0, 1));
        }

        var first = File.ReadAllBytes(_path);
        File.Delete(_path);
        using (var journal = RunJournal.Open(_path, Header with { Begun = At.AddDays(1), Operation = RecordOperation.Unlock, Module = "Leads" }))
        {
            journal.Append(Done("1"));
            journal.AppendEnd(new(At, 1, 0));
        }

        File.WriteAllBytes(_path, [.. first, .. File.ReadAllBytes(_path)]);

        Assert.Equal([("Deals", LockJournalOperation.Lock), ("Leads", LockJournalOperation.Unlock)], Read().Select(entry => (entry.Module, entry.Operation)));
        Assert.Equal(["5.8431E+18 InvalidRecordId"], ReadFailed());
    }

    [Fact]
    public void Suspended_locks_have_one_entry_for_what_became_of_each()
    {
        using (var journal = RunJournal.Open(_path, Header with { Operation = RecordOperation.Suspend, Reason = null }))
        {
            Append(SuspensionState.Unlocking, "1");
            Append(SuspensionState.Unlocked, "1");
            Append(SuspensionState.Unlocking, "2");
            Append(SuspensionState.Kept, "2");
            Append(SuspensionState.Unlocking, "3");
            Append(SuspensionState.Unlocking, "4");
            Append(SuspensionState.Resuming, null);
            Append(SuspensionState.Resumed, "1", "91");
            Append(SuspensionState.Kept, "4");

            void Append(SuspensionState state, string? id, string? newLock = null) => journal.AppendSuspension(new()
            {
                State = state, RecordId = id, At = At, LockId = id is null ? null : $"1{id}", Reason = id is null ? null : "Signed", NewLockId = newLock,
            });
        }

        Assert.Equal(
            ["Deals 1: Suspend Done", "Deals 2: Suspend Failed", "Deals 3: Suspend Unknown", "Deals 1: Resume Done", "Deals 4: Resume Done"],
            Read().Select(entry => entry.ToString()));
        Assert.Equal(["11", "12", "13", "91", "14"], Read().Select(entry => entry.LockId));
        Assert.All(Read(), entry => Assert.Equal("Signed", entry.Reason));
        Assert.Equal(["2", "3"], Read(isUndoneOnly: true).Select(entry => entry.RecordId));
    }

    [Fact]
    public void Damaged_lines_are_told_with_their_numbers_and_the_rest_is_read()
    {
        using (var journal = RunJournal.Open(_path, Header))
        {
            foreach (var id in new[] { "1", "2", "3", "4" })
            {
                journal.Append(Fail(id));
            }
        }

        var lines = File.ReadAllLines(_path);
        lines[2] = lines[2].Replace("NOT_ALLOWED", "N0T_ALLOWED", StringComparison.Ordinal);
        File.WriteAllText(_path, string.Join('\n', lines) + "\n\0\0{\"record\":\"5\",\"do");

        using var listing = JournalListing.Open(_path);

        Assert.Equal($"{_path}: Lines 3, 6 of the journal are damaged: what is damaged isn't in the output.", listing.Damage);
        Assert.Equal(["1", "3", "4"], listing.Read(isUndoneOnly: true).Select(entry => entry.RecordId));
    }

    [Fact]
    public void A_line_that_is_cut_off_at_the_end_is_not_told()
    {
        using (var journal = RunJournal.Open(_path, Header))
        {
            journal.Append(Done("1"));
        }

        File.AppendAllText(_path, "{\"record\":\"5\",\"do");
        using var listing = JournalListing.Open(_path);

        Assert.Null(listing.Damage);
        Assert.Single(listing.Read(isUndoneOnly: false));
    }

    [Fact]
    public void A_header_that_is_damaged_is_told_and_the_checksums_tell_its_run()
    {
        using (var journal = RunJournal.Open(_path, Header))
        {
            journal.Append(Done("1"));
        }

        File.WriteAllText(_path, File.ReadAllText(_path).Replace("\"begun\":\"2", "\"begun\":\"1", StringComparison.Ordinal));
        using var listing = JournalListing.Open(_path);

        Assert.StartsWith($"{_path}: Line 1 ", listing.Damage, StringComparison.Ordinal);
        Assert.Single(listing.Read(isUndoneOnly: false));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"zohoLockJour")]
    [InlineData("\0\0\0")]
    public void A_file_in_which_nothing_is_written_yet_has_no_entries(string text)
    {
        File.WriteAllText(_path, text);

        Assert.Empty(Read());
    }

    [Theory]
    [InlineData("some notes of mine", "no line of it tells the operation")]
    [InlineData("""{"zohoLockJournal":4,"operation":"Lock"}""", "version 4 of the format")]
    [InlineData("""{"zohoLockJournal":3,"operation":"Lock","module":"Deals","organization":"1","crc":"00000000"}""", "none of its lines is whole")]
    public void What_is_no_journal_is_refused(string text, string why)
    {
        File.WriteAllText(_path, text);

        var error = Assert.Throws<ZohoException>(() => JournalListing.Open(_path)).Error;

        Assert.Equal(("NotAJournal", false), (error.Code, error.EndsRun));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_and_a_file_that_is_not_there_are_refused()
    {
        Assert.Equal("NotAJournal", Assert.Throws<ZohoException>(() => JournalListing.Open(Path.GetTempPath())).Error.Code);
        Assert.Equal("JournalNotRead", Assert.Throws<ZohoException>(() => JournalListing.Open(_path)).Error.Code);
    }

    [Fact]
    public void A_run_goes_on_writing_while_its_journal_is_read_and_another_can_begin()
    {
        using (var journal = RunJournal.Open(_path, Header))
        {
            journal.Append(Fail("1"));
            using var listing = JournalListing.Open(_path);
            journal.Append(Fail("2"));

            Assert.Equal(["1"], listing.Read(isUndoneOnly: true).Select(entry => entry.RecordId));
            Assert.Throws<ZohoException>(() => RunJournal.Open(_path, Header));
        }

        using var reader = JournalListing.Open(_path);
        using var again = RunJournal.Open(_path, Header);
        Assert.Equal(2, again.FailedCount);
    }

    [Fact]
    public void The_file_is_left_as_it_was()
    {
        using (var journal = RunJournal.Open(_path, Header))
        {
            journal.Append(Fail("1"));
        }

        File.AppendAllText(_path, "{\"rec");
        var before = File.ReadAllBytes(_path);
        Read();

        Assert.Equal(before, File.ReadAllBytes(_path));
    }

    private static JournalEntry Done(string id) => JournalEntry.From(new RecordUnlock("Deals", id, "11", RecordUnlockStatus.Unlocked), At);

    private static JournalEntry Fail(string id, string code = "NOT_ALLOWED") => JournalEntry.From(id, ZohoError.Input(code, "record is already locked", "x"), At);

    private string[] ReadFailed() => [.. Read(isUndoneOnly: true).Select(entry => $"{entry.RecordId ?? entry.GivenId} {entry.ErrorCode}")];

    private List<LockJournalEntry> Read(bool isUndoneOnly = false)
    {
        using var listing = JournalListing.Open(_path);
        return [.. listing.Read(isUndoneOnly)];
    }
}

/// <summary>What a long journal takes of memory while it is listed: the process is measured, so this runs by itself.</summary>
[Collection(ProcessWide.Name)]
public sealed class JournalListingMemoryTests : IDisposable
{
    private const int Records = 100_000;

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_hundred_thousand_lines_take_at_most_5_MB()
    {
        var at = new DateTimeOffset(2026, 9, 30, 23, 0, 0, TimeSpan.FromHours(2));
        using (var journal = RunJournal.Open(_path, new(RecordOperation.Lock, "Deals", "5843104000000020005") { Begun = at }))
        {
            for (var i = 0; i < Records; i++)
            {
                var id = (5843104000000425565 + i).ToString(CultureInfo.InvariantCulture);
                journal.Append(JournalEntry.From(id, ZohoError.Input("NOT_ALLOWED", "record is already locked", "x"), at) with { Row = i + 1 });
            }
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var listing = JournalListing.Open(_path);
        var (count, most) = (0, 0L);
        foreach (var entry in listing.Read(isUndoneOnly: true))
        {
            count++;
            most = count % 10_000 == 0 ? Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before) : most;
        }

        Assert.Equal(Records, count);
        Assert.True(most <= 5_000_000, $"{most:N0} bytes");
    }
}
