using System.Text;
using Microsoft.Extensions.Time.Testing;
using ZohoCrm.Emulator;
using ZohoLock.Bulk;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Journal;
using ZohoLock.Lending;

namespace ZohoLock.Client.Tests.Lending;

/// <summary>Locks that are removed for a while and made again, with runs that are cut off anywhere.</summary>
public sealed class SuspensionTests : IDisposable
{
    private const int Records = 12;

    private readonly CrmEmulator _emulator = new(new() { RecordRequests = true });
    private readonly CrmModule _deals;
    private readonly string[] _ids;
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"suspension-{Guid.NewGuid():N}.journal");

    // The records whose reason had no room for the note.
    private readonly HashSet<string> _problems = [];

    // A minute later than when the locks were removed, so that no call can be under way any more.
    private readonly FakeTimeProvider _later = new(DateTimeOffset.UtcNow.AddMinutes(1)) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };

    public SuspensionTests()
    {
        _deals = _emulator.AddModule("Deals");
        _ids = [.. _deals.AddRecords(Records)];
        foreach (var id in _ids)
        {
            _deals.SetLocked(id, LockKind.Manual, ReasonOf(id));
        }

        _emulator.Start();
    }

    private long RepeatedLocks => _emulator.Counters.RepeatedLocks;

    public void Dispose()
    {
        _emulator.Dispose();
        File.Delete(_path);
        Assert.Empty(_emulator.Failures);
    }

    [Fact]
    public async Task Each_lock_comes_back_with_its_reason_word_for_word()
    {
        using var connection = await Opened.To(_emulator);

        var removed = await SuspendAsync(connection, _ids);
        Assert.Equal(_ids, removed.Select(outcome => Assert.IsType<RecordUnlock>(outcome.Output).RecordId));
        Assert.Equal(0, _deals.LockedCount);

        var made = await ResumeAsync(connection);
        Assert.Equal(_ids.Select(ReasonOf), made.Select(outcome => Assert.IsType<RecordLock>(outcome.Output).Reason));
        AssertAllLocked();
    }

    [Fact]
    public async Task A_second_resumption_does_nothing_and_says_so()
    {
        using var connection = await Opened.To(_emulator);
        await SuspendAsync(connection, _ids);
        await ResumeAsync(connection);
        var length = new FileInfo(_path).Length;
        _emulator.ClearRequests();

        using var journal = SuspensionJournal.Open(_path, _emulator.OrganizationId, _later);
        var again = new LockResumption(journal, isNoteWanted: false);

        Assert.Empty(again.Inputs);
        Assert.Contains($"{Records} were made again, the last of them on", again.DescribeNothing(), StringComparison.Ordinal);
        Assert.Equal(length, new FileInfo(_path).Length);
    }

    [Theory]
    [InlineData(FaultTiming.BeforeChange)]
    [InlineData(FaultTiming.AfterChange)]
    public async Task A_suspension_that_is_cut_off_at_an_unlock_loses_no_reason(FaultTiming timing)
    {
        using var connection = await Opened.To(_emulator);
        await CutOffAsync(connection, Operation.UnlockRecord, timing, token => SuspendAsync(connection, _ids, cancellationToken: token));

        using (var journal = SuspensionJournal.Open(_path, organization: null, _later))
        {
            var unknown = Assert.Single(journal.GetSuspended(), suspended => suspended.Status == SuspendedLockStatus.Unknown);
            Assert.Equal((_ids[0], ReasonOf(_ids[0])), (unknown.RecordId, unknown.Reason));
        }

        await ResumeAsync(connection);

        AssertAllLocked();
    }

    [Fact]
    public async Task A_record_is_looked_at_only_when_an_unlock_whose_sender_was_killed_must_be_over()
    {
        using var connection = await Opened.To(_emulator);
        await CutOffAsync(connection, Operation.UnlockRecord, FaultTiming.BeforeChange, token => SuspendAsync(connection, _ids[..1], cancellationToken: token));
        var clock = new RecordingTimeProvider();
        clock.SetUtcNow(DateTimeOffset.UtcNow);
        _emulator.Counters.Reset();
        var resuming = ResumeAsync(connection, clock: clock);
        while (clock.Waits.Count == 0 && _emulator.Counters.Count(Operation.ListLocks) == 0)
        {
            await Task.Yield();
        }

        Assert.Equal(0, _emulator.Counters.Count(Operation.ListLocks));
        Assert.InRange(clock.LongestWait, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(10));

        // Zoho carries it out only now.
        _deals.RemoveLock(_ids[0]);
        while (!resuming.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Null(Assert.Single(await resuming).Failure);
        AssertAllLocked();
    }

    [Fact]
    public async Task Where_all_unlocks_were_confirmed_nothing_is_waited_for_or_looked_at()
    {
        using var connection = await Opened.To(_emulator);
        await SuspendAsync(connection, _ids);
        var clock = new RecordingTimeProvider();
        clock.SetUtcNow(DateTimeOffset.UtcNow);
        _emulator.Counters.Reset();

        var resuming = ResumeAsync(connection, clock: clock);
        while (!resuming.IsCompleted && clock.Waits.Count == 0)
        {
            await Task.Yield();
        }

        Assert.Empty(clock.Waits);
        await resuming;
        Assert.Equal(0, _emulator.Counters.Count(Operation.ListLocks));
        AssertAllLocked();
    }

    [Theory]
    [InlineData(FaultTiming.BeforeChange)]
    [InlineData(FaultTiming.AfterChange)]
    public async Task A_suspension_that_was_cut_off_goes_on(FaultTiming timing)
    {
        using var connection = await Opened.To(_emulator);
        await CutOffAsync(connection, Operation.UnlockRecord, timing, token => SuspendAsync(connection, _ids, cancellationToken: token));

        var removed = await SuspendAsync(connection, _ids);

        Assert.All(removed, outcome => Assert.Equal(RecordUnlockStatus.Unlocked, Assert.IsType<RecordUnlock>(outcome.Output).Status));
        Assert.Equal(0, _deals.LockedCount);
        await ResumeAsync(connection);
        AssertAllLocked();
    }

    [Theory]
    [InlineData(FaultTiming.BeforeChange, false, false)]
    [InlineData(FaultTiming.AfterChange, false, false)]
    [InlineData(FaultTiming.AfterChange, true, false)]
    [InlineData(FaultTiming.AfterChange, true, true)]
    public async Task A_resumption_that_is_cut_off_at_a_lock_is_repeated_and_locks_nothing_twice(FaultTiming timing, bool isNotedFirst, bool isNotedThen)
    {
        using var connection = await Opened.To(_emulator);
        await SuspendAsync(connection, _ids);
        await CutOffAsync(connection, Operation.LockRecord, timing, token => ResumeAsync(connection, isNotedFirst, cancellationToken: token));

        var made = await ResumeAsync(connection, isNotedThen);

        Assert.All(made, outcome => Assert.Null(outcome.Failure));
        Assert.All(_ids, id => Assert.StartsWith(ReasonOf(id), Assert.Single(_deals.GetLocks(id)).Reason, StringComparison.Ordinal));
        Assert.Equal(0, RepeatedLocks);
        Assert.NotNull(await EndedAsync());
    }

    [Fact]
    public async Task A_record_that_somebody_else_locked_meanwhile_is_told_and_left_alone_until_that_lock_is_gone()
    {
        using var connection = await Opened.To(_emulator);
        await SuspendAsync(connection, _ids);
        _deals.SetLocked(_ids[3], LockKind.Manual, "the import's own", _emulator.AddUser("Boris"));
        _deals.DeleteRecord(_ids[5]);

        var made = await ResumeAsync(connection);

        var failures = made.Where(outcome => outcome.Failure is not null).ToArray();
        Assert.Equal([_ids[3], _ids[5]], failures.Select(outcome => outcome.Input.RecordId));
        Assert.Equal("LockedMeanwhile", failures[0].Failure!.Error.Code);
        Assert.Contains("Boris", failures[0].Failure!.Error.Message, StringComparison.Ordinal);
        Assert.Equal("the import's own", Assert.Single(_deals.GetLocks(_ids[3])).Reason);
        Assert.Null(await EndedAsync());

        Assert.Equal("LockedMeanwhile", (await ResumeAsync(connection))[0].Failure!.Error.Code);
        _deals.RemoveLock(_ids[3]);
        Assert.Null((await ResumeAsync(connection))[0].Failure);
        Assert.Equal(ReasonOf(_ids[3]), Assert.Single(_deals.GetLocks(_ids[3])).Reason);
    }

    [Fact]
    public async Task A_lock_with_the_same_reason_that_somebody_else_made_is_theirs()
    {
        using var connection = await Opened.To(_emulator);
        _deals.RemoveLock(_ids[^1]);

        // Zoho tells the user with the first lock that is made.
        await connection.CreateRecordLockClient().LockAsync("Deals", _ids[^1], ReasonOf(_ids[^1]));
        await SuspendAsync(connection, _ids);
        await CutOffAsync(connection, Operation.LockRecord, FaultTiming.BeforeChange, token => ResumeAsync(connection, cancellationToken: token));
        _deals.SetLocked(_ids[0], LockKind.Manual, ReasonOf(_ids[0]), _emulator.AddUser("Boris"));

        Assert.Equal("LockedMeanwhile", (await ResumeAsync(connection))[0].Failure!.Error.Code);
    }

    [Fact]
    public async Task An_unlock_that_Zoho_refuses_is_no_suspended_lock()
    {
        using var connection = await Opened.To(_emulator);
        var stale = (await connection.CreateRecordLockClient().FindAsync("Deals", _ids[0]))!;
        _deals.RemoveLock(_ids[0]);

        var removed = await SuspendAsync(connection, [_ids[0]], known: stale);

        Assert.Equal("INVALID_DATA", removed[0].Failure?.Error.Code);
        using var journal = SuspensionJournal.Open(_path, null, _later);
        Assert.Empty(journal.GetSuspended());
    }

    [Fact]
    public async Task A_lock_of_a_rule_is_told_before_the_first_lock_is_removed_or_skipped()
    {
        using var connection = await Opened.To(_emulator);
        _deals.RemoveLock(_ids[^1]);
        _deals.SetLocked(_ids[^1], LockKind.Automatic);

        var told = await Assert.ThrowsAsync<ZohoException>(() => SuspendAsync(connection, _ids));
        Assert.Equal(("LockedByRule", true), (told.Error.Code, told.Error.EndsRun));
        Assert.Contains(_ids[^1], told.Error.Message, StringComparison.Ordinal);
        Assert.Equal(Records, _deals.LockedCount);
        Assert.False(File.Exists(_path));

        var removed = await SuspendAsync(connection, _ids, skipAutomatic: true);
        Assert.Equal(_ids[..^1], removed.Select(outcome => outcome.Input.RecordId));
        Assert.Equal(1, _deals.LockedCount);
    }

    [Fact]
    public async Task A_lock_that_is_given_whole_is_not_read_again_and_one_that_is_not_is()
    {
        using var connection = await Opened.To(_emulator);
        var whole = (await connection.CreateRecordLockClient().FindAsync("Deals", _ids[0]))!;
        _emulator.ClearRequests();

        await SuspendAsync(connection, [_ids[0], _ids[1]], known: whole);

        Assert.Equal(["GET", "DELETE", "DELETE"], _emulator.Requests.Where(IsOfRecord).Select(request => request.Method));
        await ResumeAsync(connection);
        AssertAllLocked();
    }

    [Fact]
    public async Task A_note_says_who_had_locked_the_record_and_when_and_never_cuts_the_reason()
    {
        using var connection = await Opened.To(_emulator);
        var full = new string('x', 2990);
        _deals.RemoveLock(_ids[1]);
        _deals.SetLocked(_ids[1], LockKind.Manual, full, _emulator.AddUser("Boris"));
        await SuspendAsync(connection, _ids[..2]);

        var made = await ResumeAsync(connection, isNoteWanted: true);

        var noted = Assert.Single(_deals.GetLocks(_ids[0])).Reason!;
        Assert.StartsWith($"{ReasonOf(_ids[0])}\n", noted, StringComparison.Ordinal);
        Assert.Matches(@"^\(Locked first by .+ on \d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d\)$", noted[(ReasonOf(_ids[0]).Length + 1)..]);
        Assert.Equal(full, Assert.Single(_deals.GetLocks(_ids[1])).Reason);
        Assert.Equal([false, true], made.Select(outcome => _problems.Contains(outcome.Input.RecordId!)));
    }

    [Fact]
    public async Task A_journal_of_another_organisation_or_operation_is_refused()
    {
        using var connection = await Opened.To(_emulator);
        await SuspendAsync(connection, _ids[..1]);
        Assert.Equal("JournalOfAnotherRun", Assert.Throws<ZohoException>(() => SuspensionJournal.Open(_path, "999", _later)).Error.Code);
        Assert.Equal("JournalOfAnotherRun", Assert.Throws<ZohoException>(() => SuspensionJournal.OpenOrCreate(_path, "Leads", _emulator.OrganizationId, _later)).Error.Code);

        File.Delete(_path);
        RunJournal.Open(_path, new(RecordOperation.Unlock, "Deals", _emulator.OrganizationId) { Begun = _later.GetUtcNow() }).Dispose();
        Assert.Equal("JournalOfAnotherRun", Assert.Throws<ZohoException>(() => SuspensionJournal.Open(_path, null, _later)).Error.Code);
    }

    [Fact]
    public async Task A_journal_that_is_being_resumed_suspends_no_more()
    {
        using var connection = await Opened.To(_emulator);
        await SuspendAsync(connection, _ids[..2]);
        await ResumeAsync(connection);

        Assert.Equal("JournalResumed", (await Assert.ThrowsAsync<ZohoException>(() => SuspendAsync(connection, _ids))).Error.Code);
        Assert.Equal(Records, _deals.LockedCount);
    }

    [Fact]
    public async Task A_record_that_is_locked_anew_is_not_suspended_over_the_lock_that_waits()
    {
        using var connection = await Opened.To(_emulator);
        await SuspendAsync(connection, _ids[..1]);
        _deals.SetLocked(_ids[0], LockKind.Manual, "new");

        Assert.Equal("AlreadySuspended", (await SuspendAsync(connection, _ids[..1]))[0].Failure!.Error.Code);
        Assert.Single(_deals.GetLocks(_ids[0]));
    }

    [Fact]
    public async Task A_record_that_is_in_the_input_twice_is_suspended_once()
    {
        using var connection = await Opened.To(_emulator);

        var removed = await SuspendAsync(connection, [_ids[0], _ids[1], _ids[0]]);

        Assert.Equal([null, null, "DuplicateRecord"], removed.Select(outcome => outcome.Failure?.Error.Code));
        await ResumeAsync(connection);
        AssertAllLocked();
    }

    [Fact]
    public async Task No_damaged_line_loses_a_lock()
    {
        using var connection = await Opened.To(_emulator);
        await SuspendAsync(connection, _ids[..2]);
        var whole = await File.ReadAllBytesAsync(_path);
        var lines = Encoding.UTF8.GetString(whole).TrimEnd('\n').Split('\n');

        // The header may be damaged anywhere but in the module, which nothing else tells.
        for (var line = 1; line < lines.Length; line++)
        {
            var damaged = lines.ToArray();
            damaged[line] = damaged[line].Replace("Grund", "Gr\u00FCnd", StringComparison.Ordinal);
            await File.WriteAllTextAsync(_path, string.Join('\n', damaged) + '\n');
            using var journal = SuspensionJournal.Open(_path, _emulator.OrganizationId, _later);

            Assert.Contains($"Line {line + 1} of the journal is damaged", journal.Damage, StringComparison.Ordinal);
            Assert.Equal(_ids[..2].Select(ReasonOf).Order(), journal.GetSuspended().Select(suspended => suspended.Reason).Order());
        }
    }

    [Fact]
    public async Task The_example_of_the_documentation_is_read()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ZohoLock.sln")))
        {
            folder = folder.Parent;
        }

        var text = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "docs", "journal.md"));
        var example = text[text.IndexOf("## Suspended locks", StringComparison.Ordinal)..].Split("```")[1]["json\n".Length..];
        await File.WriteAllTextAsync(_path, string.Join('\n', example.Split('\n')[..3]) + '\n');
        using (var begun = SuspensionJournal.Open(_path, organization: null, _later))
        {
            Assert.Null(begun.Damage);
            Assert.Equal("Quarter closed", Assert.Single(begun.GetSuspended()).Reason);
        }

        await File.WriteAllTextAsync(_path, example);
        using var journal = SuspensionJournal.Open(_path, organization: null, _later);
        Assert.Equal((null, 0, 1L), (journal.Damage, journal.GetSuspended().Count, journal.ResumedCount));
        Assert.NotNull(journal.Ended);
    }

    private static bool IsOfRecord(RecordedRequest request) => request.PathAndQuery.Contains("/Locking_Information__s", StringComparison.Ordinal);

    // What a journal could spoil: line breaks, quotes, what looks like the end of a line, and characters outside the basic plane.
    private static string ReasonOf(string id) => $"Grund {id}: \"ä\" \\ \u20AC\r\n\t,\"crc\":\"00000000\"}} 😀";

    private void AssertAllLocked()
    {
        Assert.Equal(_ids.Select(ReasonOf), _ids.Select(id => Assert.Single(_deals.GetLocks(id)).Reason));
        Assert.Equal(0, RepeatedLocks);
    }

    private Task<DateTimeOffset?> EndedAsync()
    {
        using var journal = SuspensionJournal.Open(_path, organization: null, _later);
        return Task.FromResult(journal.Ended);
    }

    // No answer comes to one call, and the run is cancelled: what it leaves is what a killed process leaves.
    private async Task CutOffAsync(Connection connection, Operation operation, FaultTiming timing, Func<CancellationToken, Task> run)
    {
        using var cut = new CancellationTokenSource();
        var locked = _deals.LockedCount;
        var fault = _emulator.Inject(new() { Kind = FaultKind.NoAnswer, Timing = timing, Operations = [operation], Count = 1 });
        var running = run(cut.Token);

        // A fault counts as struck before the change is made.
        while (fault.Struck == 0 || connection.CallsInFlight != 1 || (timing == FaultTiming.AfterChange && _deals.LockedCount == locked))
        {
            await Task.Yield();
        }

        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private async Task<List<RecordOutcome>> SuspendAsync(
        Connection connection, string[] ids, bool skipAutomatic = false, RecordLock? known = null, CancellationToken cancellationToken = default)
    {
        var suspension = new LockSuspension();
        var inputs = ids.Select((id, place) => new RecordInput(id, place + 1) { Module = "Deals", RecordId = id, Lock = known?.RecordId == id ? known : null });
        (await RunAsync(connection, suspension.Reading, inputs, cancellationToken)).ForEach(suspension.Collect);
        var found = suspension.GetInputs(skipAutomatic, out _);
        using var journal = SuspensionJournal.OpenOrCreate(_path, "Deals", _emulator.OrganizationId, TimeProvider.System);
        suspension.Journal = journal;
        return await RunAsync(connection, suspension.Removing with { ThrottleLimit = 1 }, found, cancellationToken);
    }

    private async Task<List<RecordOutcome>> ResumeAsync(
        Connection connection, bool isNoteWanted = false, TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        using var journal = SuspensionJournal.Open(_path, _emulator.OrganizationId, clock ?? _later);
        var resumption = new LockResumption(journal, isNoteWanted);
        var outcomes = await RunAsync(connection, resumption.Locking with { ThrottleLimit = 1 }, resumption.Inputs, cancellationToken);
        _problems.UnionWith(outcomes.Where(outcome => resumption.FindProblem(outcome) is not null).Select(outcome => outcome.Input.RecordId!));
        resumption.Complete();
        return outcomes;
    }

    private static async Task<List<RecordOutcome>> RunAsync(
        Connection connection, RecordRunOptions options, IEnumerable<RecordInput> inputs, CancellationToken cancellationToken)
    {
        await using var run = connection.CreateRun(options, cancellationToken);
        foreach (var input in inputs)
        {
            run.Add(input);
        }

        var outcomes = new List<RecordOutcome>();
        while (!run.IsEmpty)
        {
            outcomes.Add(await run.TakeAsync());
        }

        return outcomes;
    }
}
