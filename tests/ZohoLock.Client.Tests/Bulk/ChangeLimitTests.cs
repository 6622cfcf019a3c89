using ZohoCrm.Emulator;
using ZohoLock.Bulk;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Journal;

namespace ZohoLock.Client.Tests.Bulk;

/// <summary>A run that may make a number of changes makes exactly that many, however many calls are in flight.</summary>
public sealed class ChangeLimitTests : IDisposable
{
    private static readonly ZohoException Refused = new(ZohoError.Input("InvalidRecordId", "'x' is no record id", "Give another."));

    private readonly CrmEmulator _emulator = new(new() { RecordRequests = true, ConcurrencyLimit = 1000 });
    private readonly CrmModule _deals;
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    private Connection? _connection;

    public ChangeLimitTests()
    {
        _deals = _emulator.AddModule("Deals");
        _deals.AddRecords(120);
        _emulator.Start();
    }

    private static RecordRunOptions Lock { get; } = new() { Operation = RecordOperation.Lock };

    private string[] Ids => [.. _deals.Records.Select(record => record.Id)];

    public void Dispose()
    {
        _connection?.Dispose();
        _emulator.Dispose();
        File.Delete(_path);
        Assert.Empty(_emulator.Failures);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Exactly_as_many_are_changed_in_the_order_of_the_input(int maximum)
    {
        _emulator.Settings.Jitter = TimeSpan.FromMilliseconds(5);

        var (run, outcomes) = await RunAsync(Inputs(Ids), Lock with { MaximumCount = maximum });

        Assert.Equal(Ids[..maximum], Ids.Where(id => _deals.GetLocks(id).Count > 0));
        Assert.Equal(maximum, CountCalls("POST"));
        Assert.Equal(maximum + 1, outcomes.Count);
        Assert.Equal((false, null), (outcomes[^1].IsDone, outcomes[^1].Failure));
        var error = run.Summary.CreateError(isInputComplete: false).Error;
        Assert.Equal(("MaximumCountExceeded", ZohoErrorKind.LimitsExceeded, true), (error.Code, error.Kind, error.EndsRun));
        Assert.StartsWith($"the run was ended after {(maximum == 1 ? "1 change" : $"{maximum} changes")}, as many as -MaximumCount allows. ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($" Deals {Ids[maximum - 1]}. Not done: Input {maximum + 1} (Deals {Ids[maximum]}), and all input that follows.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("failed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_many_as_there_are_is_not_too_many()
    {
        var (run, outcomes) = await RunAsync(Inputs(Ids), Lock with { MaximumCount = Ids.Length });

        Assert.Null(run.Summary.EndedAt);
        Assert.All(outcomes, outcome => Assert.True(outcome is { IsDone: true, IsChanged: true, Failure: null }));
    }

    [Fact]
    public async Task What_is_left_as_it_is_does_not_count()
    {
        foreach (var id in Ids[..100])
        {
            _deals.SetLocked(id, LockKind.Manual, "theirs");
        }

        var (run, outcomes) = await RunAsync(Inputs(Ids), Lock with { MaximumCount = 5, IfLocked = IfLocked.Skip });

        Assert.Equal(Ids[105], run.Summary.EndedAt!.RecordId);
        Assert.Equal((105, 5), (run.Summary.Succeeded, run.Summary.Changed));
        Assert.Equal(105, Ids.Count(id => _deals.GetLocks(id).Count > 0));
        Assert.Equal(100, outcomes.Count(outcome => outcome is { IsDone: true, IsChanged: false }));
    }

    [Fact]
    public async Task A_reason_that_is_changed_counts()
    {
        foreach (var id in Ids[..10])
        {
            _deals.SetLocked(id, LockKind.Manual, "theirs");
        }

        var (updating, _) = await RunAsync(Inputs(Ids), Lock with { MaximumCount = 4, IfLocked = IfLocked.Update });
        var (setting, _) = await RunAsync(Inputs(Ids[4..]), new() { Operation = RecordOperation.UpdateReason, MaximumCount = 3 });

        Assert.Equal((4, 3), (updating.Summary.Changed, setting.Summary.Changed));
        Assert.Equal(Ids[..7], Ids.Where(id => _deals.GetLocks(id) is [{ Reason: "x" }]));
    }

    [Fact]
    public async Task A_record_that_was_not_locked_does_not_count()
    {
        foreach (var id in Ids[10..])
        {
            _deals.SetLocked(id, LockKind.Manual, "theirs");
        }

        var (run, _) = await RunAsync(Inputs(Ids), new() { Operation = RecordOperation.Unlock, MaximumCount = 3, IfUnlocked = IfUnlocked.Skip });

        Assert.Equal((13, 3), (run.Summary.Succeeded, run.Summary.Changed));
        Assert.Equal(Ids[..13], Ids.Where(id => _deals.GetLocks(id).Count == 0));
    }

    [Fact]
    public async Task Once_as_many_are_changed_what_needs_no_call_goes_on()
    {
        RecordInput[] inputs = [.. Inputs(Ids[0], Ids[1], Ids[0], "x", Ids[1]).Select(input => input.RecordId == "x" ? input with { Refusal = Refused } : input)];

        var (run, outcomes) = await RunAsync(inputs, Lock with { MaximumCount = 2 });

        Assert.Null(run.Summary.EndedAt);
        Assert.Equal([null, null, "DuplicateRecord", "InvalidRecordId", "DuplicateRecord"], outcomes.Select(outcome => outcome.Failure?.Error.Code));
    }

    [Fact]
    public async Task With_a_journal_each_run_goes_on_where_the_one_before_ended()
    {
        for (var done = 40; done <= 120; done += 40)
        {
            var (run, _) = await RunAsync(Inputs(Ids), Lock with { MaximumCount = 40, JournalPath = _path });

            Assert.Equal(Ids[..done], Ids.Where(id => _deals.GetLocks(id).Count > 0));
            Assert.Equal(done < 120 ? Ids[done] : null, run.Summary.EndedAt?.RecordId);
        }

        Assert.Equal(120, CountCalls("POST"));
    }

    [Fact]
    public async Task A_change_that_may_have_been_made_counts()
    {
        _emulator.Inject(new Fault { Kind = FaultKind.StatusAnswer, StatusCode = 500, Timing = FaultTiming.AfterChange, Count = 1, Operations = [Operation.LockRecord] });
        _emulator.Inject(new Fault { Kind = FaultKind.StatusAnswer, StatusCode = 500, Operations = [Operation.ListLocks] });

        var (run, outcomes) = await RunAsync(Inputs(Ids), Lock with { MaximumCount = 1 });

        Assert.Equal((1, 1), (run.Summary.Changed, run.Summary.Failed));
        Assert.Equal(CallOutcome.Unknown, outcomes[0].Failure!.Error.Outcome);
        Assert.Single(Ids, id => _deals.GetLocks(id).Count > 0);
    }

    [Fact]
    public async Task No_record_is_added_while_those_in_flight_may_be_all_that_are_allowed()
    {
        using var connection = await Opened.To(_emulator);
        await using var run = new RecordRun(connection.Api, Lock with { MaximumCount = 1 }, CancellationToken.None);
        var inputs = Inputs(Ids);
        run.Add(inputs[0]);

        Assert.True(run.IsFull);
        Assert.Throws<InvalidOperationException>(() => run.Add(inputs[1]));

        run.Limit.Lift();
        run.Add(inputs[1]);
        Assert.False(run.IsFull);
    }

    [Fact]
    public async Task Input_that_is_known_as_a_whole_is_checked_before_any_call()
    {
        RecordInput[] inputs = [.. Inputs(Ids[0], Ids[1], Ids[1], Ids[2]), new("x", 5) { Module = "Deals", Refusal = Refused }];

        await RequireAsync(Lock with { MaximumCount = 3 });
        await RequireAsync(Lock with { MaximumCount = 1, IfLocked = IfLocked.Skip });
        await RequireAsync(new() { Operation = RecordOperation.Unlock, MaximumCount = 1, IfUnlocked = IfUnlocked.Skip });
        var error = (await Assert.ThrowsAsync<ZohoException>(() => RequireAsync(Lock with { MaximumCount = 2 }))).Error;

        Assert.Equal(("MaximumCountExceeded", true), (error.Code, error.EndsRun));
        Assert.Equal("3 records would be changed, and -MaximumCount allows 2: nothing was done", error.Message);
        Assert.Equal(0, CountCalls("POST"));

        async Task RequireAsync(RecordRunOptions options)
        {
            using var connection = await Opened.To(_emulator);
            await using var run = new RecordRun(connection.Api, options, CancellationToken.None);
            run.Limit.Require(inputs);
        }
    }

    [Fact]
    public async Task What_the_journal_has_is_no_change_of_input_that_is_known_as_a_whole()
    {
        await RunAsync(Inputs(Ids[..10]), Lock with { JournalPath = _path });
        using var connection = await Opened.To(_emulator);
        await using var run = new RecordRun(connection.Api, Lock with { JournalPath = _path, MaximumCount = 5 }, CancellationToken.None);
        run.Journal!.Open("Deals", "1");

        run.Limit.Require(Inputs(Ids[..15]));
        Assert.Throws<ZohoException>(() => run.Limit.Require(Inputs(Ids[..16])));
    }

    [Fact]
    public async Task Random_input_is_changed_up_to_the_maximum()
    {
        var seed = Environment.TickCount;
        for (var round = 0; round < 60; round++)
        {
            var random = new Random(seed + round);
            var ids = _deals.AddRecords(15).ToArray();
            var isLocked = ids.ToDictionary(id => id, _ => random.Next(3) == 0);
            foreach (var id in ids.Where(id => isLocked[id]))
            {
                _deals.SetLocked(id, LockKind.Manual, "theirs");
            }

            var ifLocked = Enum.GetValues<IfLocked>()[random.Next(3)];
            var maximum = random.Next(1, 20);
            var inputs = Inputs([.. Enumerable.Range(0, 25).Select(_ => ids[random.Next(ids.Length)])])
                .Select(input => random.Next(6) == 0 ? input with { Refusal = Refused } : input).ToArray();

            // As a reader would do it by hand, one record after the other.
            var (changed, endedAt) = (0, default(RecordInput));
            HashSet<string> made = [];
            foreach (var input in inputs.Where(input => input.Refusal is null && (ifLocked != IfLocked.Error || !made.Contains(input.RecordId!))))
            {
                if (changed == maximum)
                {
                    endedAt = input;
                    break;
                }

                var isThere = isLocked[input.RecordId!] || made.Contains(input.RecordId!);
                changed += !isThere || ifLocked == IfLocked.Update ? 1 : 0;
                _ = isThere || made.Add(input.RecordId!);
            }

            var (run, _) = await RunAsync(inputs, Lock with { MaximumCount = maximum, IfLocked = ifLocked });

            Assert.True(
                (changed, endedAt?.Number) == (run.Summary.Changed, run.Summary.EndedAt?.Number),
                $"seed {seed + round}: {run.Summary.Changed} changes instead of {changed}, ended at {run.Summary.EndedAt?.Number} instead of {endedAt?.Number}");
            Assert.Equal(made.Order(), ids.Where(id => _deals.GetLocks(id) is [{ Reason: "x" }] && !isLocked[id]).Order());
        }
    }

    private static RecordInput[] Inputs(params string[] ids) =>
        [.. ids.Select((id, index) => new RecordInput(id, index + 1) { Module = "Deals", RecordId = id, Reason = "x" })];

    private int CountCalls(string method) =>
        _emulator.Requests.Count(request => request.Method == method && request.PathAndQuery.StartsWith("/crm/", StringComparison.Ordinal));

    // As a cmdlet does it: until the run has ended.
    private async Task<(RecordRun Run, List<RecordOutcome> Outcomes)> RunAsync(RecordInput[] inputs, RecordRunOptions options)
    {
        _connection ??= await Opened.To(_emulator);
        await using var run = new RecordRun(_connection.Api, options, CancellationToken.None);
        run.Journal?.Open("Deals", "1");
        var outcomes = new List<RecordOutcome>();
        for (var i = 0; i <= inputs.Length && run.Summary.EndedAt is null; i++)
        {
            if (i < inputs.Length)
            {
                run.Add(inputs[i]);
            }

            while (!run.IsEmpty && (run.IsFull || run.IsHeadReady || i == inputs.Length))
            {
                outcomes.Add(await run.TakeAsync());
                run.Summary.Add(outcomes[^1]);
            }
        }

        return (run, outcomes);
    }
}
