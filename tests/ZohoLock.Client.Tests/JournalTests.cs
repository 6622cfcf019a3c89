using ZohoLock.Journal;

namespace ZohoLock.Client.Tests;

/// <summary>The journal's file: begun, gone on with, repaired, refused.</summary>
public sealed class JournalTests : IDisposable
{
    private static readonly JournalHeader Header = new("Lock-ZohoRecord", "Deals", "5843104000000020005") { Begun = At };

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    private static DateTimeOffset At => new(2026, 9, 30, 23, 0, 0, TimeSpan.FromHours(2));

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_new_one_has_nothing_done_and_no_earlier_run()
    {
        using var journal = RunJournal.Open(_path, Header);

        Assert.Null(journal.EarlierRun);
        Assert.Equal(0, journal.DoneCount);
    }

    [Fact]
    public void What_is_done_is_found_again_and_what_failed_is_not()
    {
        var made = new RecordLock("Deals", "1", "11") { Reason = "„Quarter“ \"closed\"\n🔒", LockedBy = new User { Id = "7", Name = "Łukasz" }, LockedTime = At };
        using (var journal = RunJournal.Open(_path, Header))
        {
            journal.Append(JournalEntry.Of(made, At));
            journal.Append(JournalEntry.Of("2", ZohoError.Input("MissingReason", "the reason is empty", "Give one."), At));
        }

        using var again = RunJournal.Open(_path, Header with { Begun = At.AddHours(1) });

        Assert.Equal(new EarlierRun(At, "7"), again.EarlierRun);
        Assert.Equal(made with { Source = LockSource.Manual }, again.FindDone("1")!.ToOutput(again.Header));
        Assert.Null(again.FindDone("2"));
        Assert.Null(again.FindDone("3"));
        again.Dispose();
        Assert.Equal(3, File.ReadAllLines(_path).Length);
    }

    [Theory]
    [InlineData("11", RecordUnlockStatus.Unlocked)]
    [InlineData(null, RecordUnlockStatus.NotLocked)]
    public void An_unlock_is_found_again(string? lockId, RecordUnlockStatus status)
    {
        var header = Header with { Operation = JournalHeader.Unlock };
        var made = new RecordUnlock("Deals", "1", lockId, status);
        using (var journal = RunJournal.Open(_path, header))
        {
            journal.Append(JournalEntry.Of(made, At));
        }

        using var again = RunJournal.Open(_path, header);

        Assert.Equal(made, again.FindDone("1")!.ToOutput(again.Header));
    }

    [Fact]
    public void A_file_cut_off_at_any_byte_is_repaired_and_goes_on()
    {
        using (var journal = RunJournal.Open(_path, Header))
        {
            for (var id = 1; id <= 3; id++)
            {
                journal.Append(JournalEntry.Of(new RecordLock("Deals", $"{id}", $"1{id}") { Reason = "größer 🔒" }, At));
            }
        }

        var whole = File.ReadAllBytes(_path);
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(_path, whole[..length]);
            var lines = Math.Max(1, whole.AsSpan(0, length).Count((byte)'\n'));
            using (var journal = RunJournal.Open(_path, Header))
            {
                Assert.Equal(lines - 1, journal.DoneCount);
                journal.Append(JournalEntry.Of(new RecordLock("Deals", "9", "19"), At));
            }

            Assert.Equal(lines + 1, File.ReadAllLines(_path).Length);
            using var again = RunJournal.Open(_path, Header);
            Assert.Equal("19", again.FindDone("9")!.LockId);
        }
    }

    [Theory]
    [InlineData("Unlock-ZohoRecord", "Deals", "5843104000000020005")]
    [InlineData("Lock-ZohoRecord", "Leads", "5843104000000020005")]
    [InlineData("Lock-ZohoRecord", "Deals", "5843104000000020006")]
    public void One_of_another_kind_is_refused_and_left_as_it_is(string operation, string module, string organization)
    {
        using (var journal = RunJournal.Open(_path, Header))
        {
            journal.Append(JournalEntry.Of(new RecordLock("Deals", "1", "11"), At));
        }

        var before = File.ReadAllBytes(_path);
        var failure = Assert.Throws<ZohoException>(() => RunJournal.Open(_path, new JournalHeader(operation, module, organization)));

        Assert.Equal(("JournalOfAnotherRun", true), (failure.Error.Code, failure.Error.EndsRun));
        Assert.Equal(before, File.ReadAllBytes(_path));
    }

    [Theory]
    [InlineData("my notes\n", 1)]
    [InlineData("{}\n", 1)]
    [InlineData("{\"zohoLockJournal\":2,\"operation\":\"Lock-ZohoRecord\",\"module\":\"Deals\",\"organization\":\"5843104000000020005\"}\n", 1)]
    [InlineData("{\"zohoLockJournal\":1,\"operation\":\"Lock-ZohoRecord\",\"module\":\"Deals\",\"organization\":\"5843104000000020005\"}\nnot a line\n", 2)]
    public void One_that_is_none_is_refused_and_left_as_it_is(string content, int line)
    {
        File.WriteAllText(_path, content);

        var failure = Assert.Throws<ZohoException>(() => RunJournal.Open(_path, Header));

        Assert.Equal("NotAJournal", failure.Error.Code);
        Assert.Contains($"line {line} ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(_path));
    }

    [Fact]
    public void One_that_is_in_use_is_refused()
    {
        using var journal = RunJournal.Open(_path, Header);

        Assert.Equal("JournalNotOpened", Assert.Throws<ZohoException>(() => RunJournal.Open(_path, Header)).Error.Code);
    }

    [Fact]
    public void A_line_has_left_the_process_when_append_returns()
    {
        using var journal = RunJournal.Open(_path, Header);
        var before = new FileInfo(_path).Length;

        journal.Append(JournalEntry.Of(new RecordLock("Deals", "1", "11"), At));

        Assert.True(new FileInfo(_path).Length > before);
    }

    [Fact]
    public void Lines_of_many_threads_stay_whole()
    {
        using (var journal = RunJournal.Open(_path, Header))
        {
            Parallel.For(0, 2000, id => journal.Append(JournalEntry.Of(new RecordLock("Deals", $"{id}", $"1{id}") { Reason = new string('x', id % 300) }, At)));
        }

        using var again = RunJournal.Open(_path, Header);
        Assert.Equal(2000, again.DoneCount);
    }

    [Fact]
    public void A_file_without_an_end_is_refused()
    {
        // Linux has one: it reads as zeros for ever, and can't be written.
        var path = OperatingSystem.IsLinux() ? "/dev/full" : _path;
        if (path == _path)
        {
            File.WriteAllText(path, new string('x', 1_000_000));
        }

        var failure = Assert.Throws<ZohoException>(() => RunJournal.Open(path, Header));

        Assert.Equal(("NotAJournal", true), (failure.Error.Code, failure.Error.EndsRun));
    }
}
