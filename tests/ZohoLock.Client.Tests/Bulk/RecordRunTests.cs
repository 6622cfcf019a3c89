using ZohoCrm.Emulator;
using ZohoLock.Bulk;
using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Journal;

namespace ZohoLock.Client.Tests.Bulk;

/// <summary>Runs over many records: outcomes in order, records that are there twice, refusals that hold for all, journals.</summary>
public sealed class RecordRunTests : IDisposable
{
    private readonly CrmEmulator _emulator = new(new() { RecordRequests = true, ConcurrencyLimit = 1000 });
    private readonly CrmModule _deals;
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public RecordRunTests()
    {
        _deals = _emulator.AddModule("Deals");
        _deals.AddRecords(200);
        _emulator.Start();
    }

    private static RecordRunOptions Lock { get; } = new() { Operation = RecordOperation.Lock };

    private static ZohoException EndOfRun { get; } =
        new(new ZohoError { Code = "X", Kind = ZohoErrorKind.ConnectionError, Message = "no more", Advice = "", EndsRun = true });

    private string[] Ids => [.. _deals.Records.Select(record => record.Id)];

    private int LockCalls => _emulator.Requests.Count(request => request.Method == "POST" && request.PathAndQuery.StartsWith("/crm/", StringComparison.Ordinal));

    public void Dispose()
    {
        _emulator.Dispose();
        File.Delete(_path);
        Assert.Empty(_emulator.Failures);
    }

    [Fact]
    public async Task A_record_that_is_there_twice_is_told_from_one_that_somebody_else_locked()
    {
        _deals.SetLocked(Ids[1], LockKind.Manual, "theirs");
        string[] input = [Ids[0], Ids[1], Ids[0], Ids[1], Ids[0], Ids[2]];

        var outcomes = await RunAsync(input);

        Assert.Equal(
            [null, "NOT_ALLOWED", "DuplicateRecord", "NOT_ALLOWED", "DuplicateRecord", null], outcomes.Select(outcome => outcome.Failure?.Error.Code));
        Assert.Equal("this run locked it already: it is in the input twice", outcomes[2].Failure!.Message);
        Assert.Equal(4, LockCalls);
    }

    [Fact]
    public async Task A_second_row_of_a_record_that_failed_is_tried()
    {
        _emulator.Inject(new Fault { Kind = FaultKind.StatusAnswer, StatusCode = 503, Count = 1, Operations = [Operation.LockRecord] });

        var outcomes = await RunAsync([Ids[0], Ids[0]]);

        Assert.Equal(["SERVICE_UNAVAILABLE", null], outcomes.Select(outcome => outcome.Failure?.Error.Code));
        Assert.Single(_deals.GetLocks(Ids[0]));
    }

    [Fact]
    public async Task A_second_unlock_is_told_from_a_record_that_was_not_locked()
    {
        _deals.SetLocked(Ids[0], LockKind.Manual, "x");
        string[] input = [Ids[0], Ids[1], Ids[0], Ids[1]];

        var outcomes = await RunAsync(input, new() { Operation = RecordOperation.Unlock });

        Assert.Equal([null, "NOT_LOCKED", "DuplicateRecord", "NOT_LOCKED"], outcomes.Select(outcome => outcome.Failure?.Error.Code));
    }

    [Theory]
    [InlineData(IfLocked.Skip)]
    [InlineData(IfLocked.Update)]
    public async Task Where_a_locked_record_is_no_error_neither_is_one_that_is_there_twice(IfLocked ifLocked)
    {
        var outcomes = await RunAsync([Ids[0], Ids[0]], new() { Operation = RecordOperation.Lock, IfLocked = ifLocked });

        Assert.All(outcomes, outcome => Assert.Equal(_deals.GetLocks(Ids[0])[0].Id, ((RecordLock)outcome.Output!).LockId));
    }

    [Fact]
    public async Task Fifty_refusals_alike_end_the_run()
    {
        _emulator.Settings.Permissions.MayLock = false;

        var outcomes = await RunAsync(Ids, Lock with { ThrottleLimit = 5 });

        var end = Assert.Single(outcomes, outcome => outcome.RunFailure is not null).RunFailure!.Error;
        Assert.Equal(("NO_PERMISSION", true), (end.Code, end.EndsRun));
        Assert.InRange(LockCalls, 50, 54);
        Assert.Equal(LockCalls, outcomes.Count(outcome => outcome is { IsDone: true, Failure: not null }));
        Assert.Equal(200, outcomes.Count);
    }

    [Fact]
    public async Task Refusals_alike_after_a_success_do_not()
    {
        foreach (var id in Ids[1..])
        {
            _deals.SetLocked(id, LockKind.Manual, "theirs");
        }

        var outcomes = await RunAsync(Ids, Lock with { ThrottleLimit = 1 });

        Assert.All(outcomes, outcome => Assert.True(outcome.IsDone && outcome.RunFailure is null));
        Assert.Equal(200, LockCalls);
    }

    [Fact]
    public async Task Refusals_alike_do_not_where_the_run_is_to_go_on()
    {
        _emulator.Settings.Permissions.MayLock = false;

        var outcomes = await RunAsync(Ids, Lock with { ContinueOnRefusal = true });

        Assert.All(outcomes, outcome => Assert.Equal("NO_PERMISSION", outcome.Failure!.Error.Code));
        Assert.Equal(200, LockCalls);
    }

    [Theory]
    [InlineData(LockingConfiguration.None, "INVALID_DATA")]
    [InlineData(LockingConfiguration.Missing, "NOT_ALLOWED")]
    public async Task What_is_true_of_the_module_ends_the_run_at_the_first_answer(LockingConfiguration configuration, string code)
    {
        _deals.LockingConfiguration = configuration;

        var outcomes = await RunAsync(Ids, Lock with { ThrottleLimit = 1 });

        Assert.Equal(1, LockCalls);
        Assert.Equal(code, outcomes[0].Failure!.Error.Code);
        Assert.All(outcomes, outcome => Assert.False(outcome.IsDone));
    }

    [Fact]
    public async Task An_exception_that_nobody_thought_of_is_an_error_of_its_record()
    {
        var outcomes = await RunAsync([Ids[0], Ids[1], Ids[2]], change: input => input.Number == 2 ? input with { Module = null } : input);

        Assert.Equal([null, "UnforeseenError", null], outcomes.Select(outcome => outcome.Failure?.Error.Code));
        Assert.Contains("ArgumentNullException", outcomes[1].Failure!.Message, StringComparison.Ordinal);
        Assert.All(outcomes, outcome => Assert.True(outcome.IsDone && outcome.RunFailure is null));
    }

    [Fact]
    public async Task What_was_refused_before_the_journal_was_opened_has_its_line()
    {
        var refusal = new ZohoException(ZohoError.Input("InvalidRecordId", "'x' is no record id", "Give another."));
        using var connection = await Opened.To(_emulator);
        await using (var run = new RecordRun(connection.Api, Lock with { JournalPath = _path }, CancellationToken.None))
        {
            run.Add(new("x", 1) { GivenId = "x", Refusal = refusal });
            run.Add(new("row", 2) { Refusal = refusal });
            await run.TakeAsync();
            Assert.False(run.Journal!.IsOpen);
            Assert.Null(run.Journal.Open("Deals", "1"));
            run.Add(new(Ids[0], 3) { Module = "Deals", RecordId = Ids[0], Reason = "x" });
            await run.TakeAsync();
            await run.TakeAsync();
        }

        var lines = File.ReadAllLines(_path);
        Assert.Equal(4, lines.Length);
        Assert.Contains("\"record\":\"x\"", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"record\":\"Input 2\"", lines[2], StringComparison.Ordinal);
        Assert.Contains(Ids[0], lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invalid_input_that_ends_the_run_makes_no_call()
    {
        var end = new ZohoException(ZohoError.Input("Wrong", "wrong", "x") with { EndsRun = true });

        var outcomes = await RunAsync(Ids[..5], change: input => input.Number == 1 ? input with { Refusal = end } : input);

        Assert.All(outcomes, outcome => Assert.False(outcome.IsDone));
        Assert.Same(end, outcomes[0].Failure);
        Assert.Equal(0, LockCalls);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(RecordOperation.UpdateReason)]
    [InlineData(RecordOperation.Unlock)]
    public async Task A_record_with_its_lock_takes_one_call(RecordOperation? operation)
    {
        var locks = Ids[..3].Select(id => _deals.SetLocked(id, LockKind.Manual, "before")).ToArray();
        _emulator.ClearRequests();

        var outcomes = await RunAsync(
            Ids[..3],
            new() { Operation = operation },
            input => input with { Lock = new RecordLock("Deals", input.RecordId!, _deals.GetLocks(input.RecordId!)[0].Id) });

        Assert.All(outcomes, outcome => Assert.True(outcome is { Failure: null, Output: not null }));
        Assert.Equal(3, _emulator.Requests.Count(request => request.PathAndQuery.Contains("Locking_Information__s", StringComparison.Ordinal)));
        Assert.Equal(operation == RecordOperation.Unlock ? 0 : 3, Ids[..3].Sum(id => _deals.GetLocks(id).Count));
    }

    [Fact]
    public async Task What_the_journal_has_is_neither_done_again_nor_counted_as_a_success_of_this_run()
    {
        await RunJournaledAsync(Ids[..10]);
        _emulator.Settings.Permissions.MayLock = false;
        _emulator.ClearRequests();

        var outcomes = await RunJournaledAsync(Ids);

        Assert.Equal(10, outcomes.Count(outcome => outcome is { IsFromJournal: true, Output: RecordLock }));
        Assert.Single(outcomes, outcome => outcome.RunFailure is not null);
        Assert.InRange(LockCalls, 50, 54);
    }

    [Fact]
    public async Task A_resumed_run_looks_first_only_where_the_earlier_one_was_cut_off()
    {
        await RunJournaledAsync(Ids[..10], isEnded: true);
        _emulator.ClearRequests();

        await RunJournaledAsync(Ids[..20]);

        Assert.DoesNotContain(_emulator.Requests, request => request.Method == "GET");
        Assert.Equal(10, LockCalls);
    }

    [Fact]
    public async Task Of_a_run_that_was_cut_off_as_many_records_are_looked_at_first_as_may_have_been_in_flight()
    {
        await RunJournaledAsync(Ids[..10]);
        _emulator.ClearRequests();

        await RunJournaledAsync(Ids);

        // Up to 25 calls at once, and three more for each that wait before a repeat.
        Assert.Equal(100, _emulator.Requests.Count(request => request.Method == "GET" && request.PathAndQuery.Contains("Locking_Information__s", StringComparison.Ordinal)));
        Assert.Equal(Ids.Length - 10, LockCalls);
    }

    [Fact]
    public async Task Once_a_run_has_ended_a_row_that_is_refused_is_one_that_was_not_done()
    {
        var refusal = new ZohoException(ZohoError.Input("InvalidRecordId", "'x' is no record id", "Give another."));
        var end = new ZohoException(ZohoError.Input("Wrong", "wrong", "x") with { EndsRun = true });

        var outcomes = await RunAsync(Ids[..2], change: input => input with { Refusal = input.Number == 1 ? end : refusal });

        Assert.Equal((false, null), (outcomes[1].IsDone, outcomes[1].Failure));
    }

    [Fact]
    public async Task A_run_that_is_disposed_has_no_call_in_flight_any_more()
    {
        using var connection = await Opened.To(_emulator);
        _emulator.Inject(new Fault { Kind = FaultKind.NoAnswer });
        var run = new RecordRun(connection.Api, Lock, CancellationToken.None);
        run.Add(new RecordInput(Ids[0], 1) { Module = "Deals", RecordId = Ids[0], Reason = "x" });
        await Until.TrueAsync(() => connection.CallsInFlight == 1);

        await run.DisposeAsync();

        Assert.Equal(0, connection.CallsInFlight);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_a_line_of_the_journal_is_damaged_a_record_is_looked_at_before_it_is_locked(bool isEnded)
    {
        await RunJournaledAsync(Ids[..100], isEnded: isEnded);
        var lines = File.ReadAllLines(_path);
        var damaged = Enumerable.Range(60, 5).ToArray();
        Array.ForEach(damaged, line => lines[line] = lines[line].Replace("\"done\":true", "\"done\":trux", StringComparison.Ordinal));
        File.WriteAllLines(_path, lines);
        _emulator.ClearRequests();

        var outcomes = await RunJournaledAsync(Ids);

        // Nobody knows which records the lines were of, so all that are not done are looked at.
        Assert.All(outcomes, outcome => Assert.Equal(_deals.GetLocks(outcome.Input.RecordId!)[0].Id, ((RecordLock)outcome.Output!).LockId));
        Assert.Equal(95, outcomes.Count(outcome => outcome.IsFromJournal));
        Assert.Equal(100, LockCalls);
        Assert.Equal(105, _emulator.Requests.Count(request => request.Method == "GET" && request.PathAndQuery.Contains("Locking_Information__s", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_failure_that_ends_the_run_is_no_outcome_in_the_journal()
    {
        _deals.LockingConfiguration = LockingConfiguration.None;

        var outcomes = await RunJournaledAsync(Ids[..20]);

        Assert.All(outcomes, outcome => Assert.False(outcome.IsDone));
        Assert.NotNull(outcomes[0].Failure);
        Assert.Single(File.ReadAllLines(_path));
    }

    private async Task<List<RecordOutcome>> RunJournaledAsync(string[] ids, bool isEnded = false)
    {
        using var connection = await Opened.To(_emulator);
        await using var run = new RecordRun(connection.Api, Lock with { JournalPath = _path, ThrottleLimit = 5 }, CancellationToken.None);
        run.Journal!.Open("Deals", "1");
        var outcomes = await RunAsync(run, ids);
        if (isEnded)
        {
            // One failure, so that there is something to resume.
            run.Summary.Add(new(new("x", 1)) { IsDone = true, Failure = new ZohoException(ZohoError.Input("x", "x", "x")) });
            run.Journal.End(run.Summary);
        }

        return outcomes;
    }

    [Fact]
    public async Task A_run_that_ends_takes_back_the_calls_that_still_wait_for_a_slot()
    {
        using var connection = await Opened.To(_emulator);
        var limiter = connection.Api.Limiter;
        var otherRun = limiter.OpenLane(null);
        while (limiter.InFlight < limiter.Limit)
        {
            await otherRun.EnterAsync(false, CancellationToken.None);
        }

        await using var run = new RecordRun(connection.Api, Lock, CancellationToken.None);
        var outcomes = await RunAsync(run, Ids[..4], input => input.Number < 4
            ? input
            : input with { Refusal = EndOfRun }).WaitAsync(Hang.Guard);

        Assert.All(outcomes, outcome => Assert.False(outcome.IsDone));
        Assert.Equal(0, LockCalls);
    }

    [Theory]
    [InlineData(IfLocked.Skip, "theirs", false)]
    [InlineData(IfLocked.Skip, "x", false)]
    [InlineData(IfLocked.Skip, "x", true)]
    [InlineData(IfLocked.Update, "theirs", false)]
    [InlineData(IfLocked.Update, "theirs", true)]
    public async Task A_run_that_goes_on_does_not_take_somebody_for_its_user_whose_lock_was_there_before(IfLocked ifLocked, string reason, bool isAnyMade)
    {
        var other = _emulator.AddUser("Somebody Else");
        _deals.SetLocked(Ids[1], LockKind.Manual, reason, other);
        string[] done = isAnyMade ? [Ids[0], Ids[1]] : [Ids[1]];
        using var connection = await Opened.To(_emulator);
        await using (var first = new RecordRun(connection.Api, Lock with { IfLocked = ifLocked, JournalPath = _path, ThrottleLimit = 1 }, CancellationToken.None))
        {
            first.Journal!.Open("Deals", "5843104000000020005");
            Assert.All(await RunAsync(first, done), outcome => Assert.Null(outcome.Failure));
        }

        // Cut off before the outcome was written; and meanwhile the other one locks for the same reason.
        var made = _deals.SetLocked(Ids[2], LockKind.Manual, "x");
        _deals.SetLocked(Ids[3], LockKind.Manual, "x", other);
        using var later = await Opened.To(_emulator);
        await using var second = new RecordRun(later.Api, Lock with { JournalPath = _path, ThrottleLimit = 1 }, CancellationToken.None);
        second.Journal!.Open("Deals", "5843104000000020005");
        var outcomes = await RunAsync(second, isAnyMade ? [.. done, Ids[2], Ids[3]] : [.. done, Ids[2]]);

        Assert.Equal(isAnyMade ? _emulator.User.Id : null, second.Journal.Resumed!.InterruptedRun!.UserId);
        Assert.Equal(made.Id, Assert.IsType<RecordLock>(outcomes[done.Length].Output).LockId);
        Assert.Equal(isAnyMade ? "NOT_ALLOWED" : null, outcomes[^1].Failure?.Error.Code);
    }

    private async Task<List<RecordOutcome>> RunAsync(string[] ids, RecordRunOptions? options = null, Func<RecordInput, RecordInput>? change = null)
    {
        using var connection = await Opened.To(_emulator);
        await using var run = new RecordRun(connection.Api, options ?? Lock, CancellationToken.None);
        return await RunAsync(run, ids, change);
    }

    private static async Task<List<RecordOutcome>> RunAsync(RecordRun run, string[] ids, Func<RecordInput, RecordInput>? change = null)
    {
        for (var i = 0; i < ids.Length; i++)
        {
            var input = new RecordInput(ids[i], i + 1) { Module = "Deals", RecordId = ids[i], Reason = "x" };
            run.Add(change?.Invoke(input) ?? input);
        }

        var outcomes = new List<RecordOutcome>();
        while (!run.IsEmpty)
        {
            outcomes.Add(await run.TakeAsync());
            run.Summary.Add(outcomes[^1]);
        }

        Assert.Equal(ids, outcomes.Select(outcome => outcome.Input.RecordId!));
        return outcomes;
    }
}
