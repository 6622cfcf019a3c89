using System.Runtime.Versioning;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Journal;
using ZohoLock.Retrying;

namespace ZohoLock.Client.Tests.Journal;

/// <summary>The journal's file: begun, gone on with, repaired, refused.</summary>
public sealed class RunJournalTests : IDisposable
{
    private static readonly JournalHeader Header = new(RecordOperation.Lock, "Deals", "5843104000000020005") { Begun = At };

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    private static DateTimeOffset At => new(2026, 9, 30, 23, 0, 0, TimeSpan.FromHours(2));

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_new_one_has_nothing_done_and_no_earlier_run()
    {
        using var journal = RunJournal.Open(_path, Header);

        Assert.Null(journal.InterruptedRun);
        Assert.Equal(0, journal.DoneCount);
    }

    [Fact]
    public void What_is_done_is_found_again_and_what_failed_is_not()
    {
        var made = new RecordLock("Deals", "1", "11") { Reason = "„Quarter“ \"closed\"\n🔒", LockedBy = new User { Id = "7", Name = "Łukasz" }, LockedTime = At };
        using (var journal = RunJournal.Open(_path, Header))
        {
            journal.Append(JournalEntry.From(made, "„Quarter“ \"closed\"\n🔒", At));
            journal.Append(JournalEntry.From("2", ZohoError.Input("MissingReason", "the reason is empty", "Give one."), At));
        }

        using var again = RunJournal.Open(_path, Header with { Begun = At.AddHours(1) });

        Assert.Equal(new InterruptedRun(At, "7"), again.InterruptedRun);
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
        var header = Header with { Operation = RecordOperation.Unlock };
        var made = new RecordUnlock("Deals", "1", lockId, status);
        using (var journal = RunJournal.Open(_path, header))
        {
            journal.Append(JournalEntry.From(made, At));
        }

        using var again = RunJournal.Open(_path, header);

        Assert.Equal(made, again.FindDone("1")!.ToOutput(again.Header));
    }

    [Fact]
    public void An_unlock_is_found_again_with_what_was_known_of_the_lock()
    {
        var header = Header with { Operation = RecordOperation.Unlock };
        var made = new RecordUnlock("Deals", "1", "11", RecordUnlockStatus.Unlocked)
        {
            Reason = "größer 🔒",
            LockedBy = new User { Id = "7", Name = "Patricia Boyle" },
            LockedTime = At,
        };
        using (var journal = RunJournal.Open(_path, header))
        {
            journal.Append(JournalEntry.From(made with { Source = LockSource.Manual }, At));
        }

        using var again = RunJournal.Open(_path, header);

        Assert.Equal(made, again.FindDone("1")!.ToOutput(again.Header));
        Assert.Null(again.InterruptedRun!.UserId);
    }

    [Fact]
    public void A_file_cut_off_at_any_byte_is_repaired_and_goes_on()
    {
        using (var journal = RunJournal.Open(_path, Header))
        {
            for (var id = 1; id <= 3; id++)
            {
                journal.Append(JournalEntry.From(new RecordLock("Deals", $"{id}", $"1{id}") { Reason = "größer 🔒" }, "größer 🔒", At));
            }
        }

        var whole = File.ReadAllBytes(_path);
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(_path, whole[..length]);

            // A line that lacks nothing but its line break is whole.
            var isLineWhole = length < whole.Length && whole[length] == '\n';
            var lines = Math.Max(1, whole.AsSpan(0, length).Count((byte)'\n') + (isLineWhole ? 1 : 0));
            using (var journal = RunJournal.Open(_path, Header))
            {
                Assert.Equal(lines - 1, journal.DoneCount);
                journal.Append(JournalEntry.From(new RecordLock("Deals", "9", "19"), null, At));
            }

            Assert.Equal(lines + 1, File.ReadAllLines(_path).Length);
            using var again = RunJournal.Open(_path, Header);
            Assert.Equal("19", again.FindDone("9")!.LockId);
        }
    }

    [Theory]
    [InlineData(RecordOperation.Unlock, "Deals", "5843104000000020005")]
    [InlineData(RecordOperation.UpdateReason, "Deals", "5843104000000020005")]
    [InlineData(RecordOperation.Lock, "Leads", "5843104000000020005")]
    [InlineData(RecordOperation.Lock, "Deals", "5843104000000020006")]
    public void One_of_another_kind_is_refused_and_left_as_it_is(RecordOperation operation, string module, string organization)
    {
        using (var journal = RunJournal.Open(_path, Header))
        {
            journal.Append(JournalEntry.From(new RecordLock("Deals", "1", "11"), null, At));
        }

        var before = File.ReadAllBytes(_path);
        var failure = Assert.Throws<ZohoException>(() => RunJournal.Open(_path, new JournalHeader(operation, module, organization)));

        Assert.Equal(("JournalOfAnotherRun", true), (failure.Error.Code, failure.Error.EndsRun));
        Assert.Equal(before, File.ReadAllBytes(_path));
    }

    [Theory]
    [InlineData("my notes\n")]
    [InlineData("{}\n")]
    [InlineData("my notes")]
    [InlineData(" ")]
    [InlineData("{\"zohoLockJournal\":2,\"operation\":\"Frobnicate\",\"module\":\"Deals\",\"organization\":\"5843104000000020005\"}\n")]
    public void One_that_is_none_is_refused_and_left_as_it_is(string content)
    {
        File.WriteAllText(_path, content);

        var failure = Assert.Throws<ZohoException>(() => RunJournal.Open(_path, Header));

        Assert.Equal("NotAJournal", failure.Error.Code);
        Assert.Contains("line 1 ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(_path));
    }

    [Fact]
    public void One_that_is_in_use_is_refused()
    {
        using var journal = RunJournal.Open(_path, Header);

        Assert.Equal("JournalNotOpened", Assert.Throws<ZohoException>(() => RunJournal.Open(_path, Header)).Error.Code);
    }

    [Fact]
    public void One_in_a_folder_that_is_missing_is_refused_with_the_folder()
    {
        var folder = _path + ".none";

        var error = Assert.Throws<ZohoException>(() => RunJournal.Open(Path.Combine(folder, "a.journal"), Header)).Error;

        Assert.Equal("JournalNotOpened", error.Code);
        Assert.Contains($"there is no folder '{folder}'", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("Make the folder", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_its_place_is_refused_without_talk_of_other_runs()
    {
        var error = Assert.Throws<ZohoException>(() => RunJournal.Open(Path.GetDirectoryName(_path)!, Header)).Error;

        Assert.Equal("JournalNotOpened", error.Code);
        Assert.DoesNotContain("run", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_has_left_the_process_when_append_returns()
    {
        using var journal = RunJournal.Open(_path, Header);
        var before = new FileInfo(_path).Length;

        journal.Append(JournalEntry.From(new RecordLock("Deals", "1", "11"), null, At));

        Assert.True(new FileInfo(_path).Length > before);
    }

    [Fact]
    public void Lines_of_many_threads_stay_whole()
    {
        using (var journal = RunJournal.Open(_path, Header))
        {
            Parallel.For(0, 2000, id => journal.Append(JournalEntry.From(new RecordLock("Deals", $"{id}", $"1{id}") { Reason = new string('x', id % 300) }, null, At)));
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

    [Fact]
    public void One_whose_run_ended_with_everything_done_is_refused_and_says_when()
    {
        using (var journal = RunJournal.Open(_path, Header))
        {
            journal.Append(JournalEntry.From(new RecordLock("Deals", "1", "11"), null, At));
            journal.AppendEnd(new(At, 1, 0));
        }

        var before = File.ReadAllBytes(_path);
        var failure = Assert.Throws<ZohoException>(() => RunJournal.Open(_path, Header));

        Assert.Equal(("JournalEnded", true), (failure.Error.Code, failure.Error.EndsRun));
        Assert.Contains("ended on 2026-09-30 23:00:00 +02:00", failure.Message, StringComparison.Ordinal);
        Assert.Contains("-JournalPath", failure.Error.Advice, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_path));
    }

    [Fact]
    public void One_whose_run_ended_with_failures_goes_on_and_tells_how_many()
    {
        var refused = ZohoError.Input("MissingReason", "the reason is empty", "Give one.");
        using (var journal = RunJournal.Open(_path, Header))
        {
            journal.Append(JournalEntry.From(new RecordLock("Deals", "1", "11"), null, At));
            journal.Append(JournalEntry.From("2", refused, At));
            journal.Append(JournalEntry.From("3", refused, At));
            journal.Append(JournalEntry.From("1", refused, At));
            journal.AppendEnd(new(At, 1, 3));
        }

        using (var again = RunJournal.Open(_path, Header))
        {
            Assert.Equal((1, 2, new JournalEnd(At, 1, 3)), (again.DoneCount, again.FailedCount, again.EarlierEnd! with { Runs = null }));
            again.Append(JournalEntry.From(new RecordLock("Deals", "2", "12"), null, At));
        }

        // This one was cut off.
        using (var third = RunJournal.Open(_path, Header))
        {
            Assert.Equal((2, 1, null), (third.DoneCount, third.FailedCount, third.EarlierEnd));
            third.AppendEnd(new(At, 3, 0));
        }

        Assert.Equal("JournalEnded", Assert.Throws<ZohoException>(() => RunJournal.Open(_path, Header)).Error.Code);
    }

    [Fact]
    public void One_with_another_reason_is_refused()
    {
        RunJournal.Open(_path, Header with { Reason = "Q3" }).Dispose();

        var failure = Assert.Throws<ZohoException>(() => RunJournal.Open(_path, Header with { Reason = "Q4" }));

        Assert.Equal("JournalOfAnotherRun", failure.Error.Code);
        Assert.Contains("with the reason 'Q3'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("with the reason 'Q4'", failure.Message, StringComparison.Ordinal);
        RunJournal.Open(_path, Header with { Reason = "Q3" }).Dispose();
    }

    [Fact]
    public void A_record_that_was_done_with_another_reason_is_refused()
    {
        using (var journal = RunJournal.Open(_path, Header))
        {
            journal.Append(JournalEntry.From(new RecordLock("Deals", "1", "11") { Reason = "Q3" }, "Q3", At));

            // It was locked already, and was left as it is.
            journal.Append(JournalEntry.From(new RecordLock("Deals", "2", "12") { Reason = "somebody's" }, "Q3", At));
        }

        using var again = RunJournal.Open(_path, Header);
        Assert.Equal("11", again.FindDone("1", "Q3")!.LockId);
        Assert.Equal("somebody's", again.FindDone("2", "Q3")!.Reason);
        foreach (var id in new[] { "1", "2" })
        {
            var failure = Assert.Throws<ZohoException>(() => again.FindDone(id, "Q4"));
            Assert.Equal(("JournalOfAnotherRun", true), (failure.Error.Code, failure.Error.EndsRun));
            Assert.Contains("'Q3'", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_longest_line_that_is_written_can_be_read()
    {
        // The serializer writes each of these as six characters.
        var worst = new string('\u0001', 10_000);
        using (var journal = RunJournal.Open(_path, Header with { Reason = worst[..3000] }))
        {
            var user = new User { Id = worst, Name = worst };
            journal.Append(JournalEntry.From(new RecordLock("Deals", "1", worst) { Reason = worst, LockedBy = user, LockedTime = At }, worst[..3000], At));
            journal.Append(JournalEntry.From(worst, new ZohoError { Code = worst, Message = worst, Advice = worst, Kind = ZohoErrorKind.InvalidArgument }, At));
        }

        using var again = RunJournal.Open(_path, Header);

        Assert.Equal((1, 1), (again.DoneCount, again.FailedCount));
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void One_is_made_for_its_owner_only()
    {
        RunJournal.Open(_path, Header).Dispose();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_path));
    }

    [UnixFact]
    public void A_device_or_a_pipe_is_refused()
    {
        Unix.Run("mkfifo", _path);

        foreach (var path in new[] { "/dev/null", _path })
        {
            var failure = Assert.Throws<ZohoException>(() => RunJournal.Open(path, Header));
            Assert.Equal("NotAJournal", failure.Error.Code);
            Assert.Contains("no regular file", failure.Message, StringComparison.Ordinal);
        }
    }

    [RootFact]
    public void A_file_of_another_user_is_refused()
    {
        RunJournal.Open(_path, Header).Dispose();
        Unix.Run("chown", "65534", _path);

        var failure = Assert.Throws<ZohoException>(() => RunJournal.Open(_path, Header));

        Assert.Equal("NotAJournal", failure.Error.Code);
        Assert.Contains("belongs to another user", failure.Message, StringComparison.Ordinal);
    }
}
