using ZohoCrm.Emulator;
using ZohoLock.Client.Tests.Servers;

namespace ZohoLock.Client.Tests.Syncing;

/// <summary>Plans are applied to records that are still as they were, and only to these.</summary>
public sealed class LockPlanRunTests : IDisposable
{
    private readonly CrmEmulator _emulator = new();
    private readonly CrmModule _deals;

    public LockPlanRunTests()
    {
        _emulator.Settings.Unknowns.LockOverAutomatic = true;
        _deals = _emulator.AddModule("Deals");
        _emulator.Start();
    }

    public void Dispose() => _emulator.Dispose();

    [Fact]
    public async Task Steps_are_done_in_their_order_and_a_second_time_nothing_is()
    {
        var ids = _deals.AddRecords(4);
        _deals.SetLocked(ids[1], reason: "old");
        _deals.SetLocked(ids[2], reason: "old");
        _deals.SetLocked(ids[3], LockKind.Automatic);
        using var connection = await Opened.To(_emulator);
        var wishes = Plans.List(Plans.Lock(ids[0], "new"), Plans.Unlock(ids[1]), Plans.Lock(ids[2], "new"), Plans.Unlock(ids[3]));
        var plan = await Plans.MakeStepsAsync(connection, wishes);

        var done = await Plans.ApplyAsync(connection, plan);

        Assert.Equal(["new", "-", "new", "rule"], ids.Select(id => Plans.Describe(_deals, id)));
        Assert.Equal(ids, done.Select(outcome => ((LockPlanStep)outcome.Output!).RecordId));
        Assert.Equal([true, true, true, false], done.Select(outcome => ((LockPlanStep)outcome.Output!).IsDone));
        Assert.Equal(_deals.GetLocks(ids[0])[0].Id, ((LockPlanStep)done[0].Output!).To.LockId);
        Assert.DoesNotContain(await Plans.MakeStepsAsync(connection, wishes), step => step.IsChange);

        _emulator.Counters.Reset();
        var again = await Plans.ApplyAsync(connection, plan);
        Assert.DoesNotContain(again, outcome => outcome.Failure is not null || ((LockPlanStep)outcome.Output!).IsDone);
        Assert.Equal(0, Changes());
    }

    [Theory]
    [InlineData("locked by another")]
    [InlineData("locked by a rule")]
    [InlineData("deleted")]
    public async Task A_record_to_lock_that_has_changed_is_left_alone(string change)
    {
        var id = _deals.AddRecords(1)[0];
        using var connection = await Opened.To(_emulator);
        var plan = await Plans.MakeStepsAsync(connection, Plans.List(Plans.Lock(id, "new")));
        switch (change)
        {
            case "deleted":
                _deals.DeleteRecord(id);
                break;
            case "locked by a rule":
                _deals.SetLocked(id, LockKind.Automatic);
                break;
            default:
                _deals.SetLocked(id, reason: "theirs");
                break;
        }

        await AssertRefusedAsync(connection, plan, change == "deleted" ? "RecordNotFound" : "RecordChanged");
    }

    [Theory]
    [InlineData("other reason")]
    [InlineData("other lock")]
    [InlineData("unlocked")]
    [InlineData("locked by a rule")]
    public async Task A_locked_record_that_has_changed_is_left_alone(string change)
    {
        var ids = _deals.AddRecords(2);
        foreach (var id in ids)
        {
            _deals.SetLocked(id, reason: "old");
        }

        using var connection = await Opened.To(_emulator);
        var plan = await Plans.MakeStepsAsync(connection, Plans.List(Plans.Unlock(ids[0]), Plans.Lock(ids[1], "new")));
        foreach (var id in ids)
        {
            _deals.RemoveLock(id);
            switch (change)
            {
                case "other reason":
                    _deals.SetLocked(id, reason: "theirs");
                    break;
                case "other lock":
                    _deals.SetLocked(id, reason: "old");
                    break;
                case "locked by a rule":
                    _deals.SetLocked(id, LockKind.Automatic);
                    break;
            }
        }

        // An unlocked record is as it should be where it was to be unlocked.
        await AssertRefusedAsync(connection, change == "unlocked" ? plan[1..] : plan, "RecordChanged");
    }

    [Fact]
    public async Task A_lookup_that_fails_takes_no_outcome_with_it()
    {
        var ids = _deals.AddRecords(2_500);
        using var connection = await Opened.To(_emulator);
        var plan = await Plans.MakeStepsAsync(connection, Plans.List(ids.Select(id => Plans.Lock(id, "x"))));
        List<LockPlanStep> done = [];

        var failure = await Assert.ThrowsAsync<ZohoException>(async () =>
        {
            await foreach (var outcome in connection.CreateLockPlanRun(new()).ApplyAsync(plan))
            {
                if (done.Count == 0)
                {
                    _emulator.Settings.Faults.Add(new() { Kind = FaultKind.StatusAnswer, StatusCode = 500, Operations = [Operation.QueryRecords] });
                }

                done.Add((LockPlanStep)outcome.Output!);
            }
        });

        Assert.Equal(500, failure.Error.StatusCode);
        Assert.InRange(done.Count, 1, 2_499);
        Assert.Equal(ids.Take(done.Count), done.Select(step => step.RecordId));
        Assert.Equal(_deals.LockedCount, done.Count);
    }

    private async Task AssertRefusedAsync(Connection connection, IReadOnlyList<LockPlanStep> plan, string code)
    {
        var before = plan.Select(step => _deals.Records.Any(record => record.Id == step.RecordId) ? Plans.Describe(_deals, step.RecordId) : null).ToArray();
        _emulator.Counters.Reset();

        var outcomes = await Plans.ApplyAsync(connection, plan);

        Assert.All(outcomes, outcome => Assert.Equal(code, outcome.Failure?.Error.Code));
        Assert.Equal(0, Changes());
        Assert.Equal(before, plan.Select(step => _deals.Records.Any(record => record.Id == step.RecordId) ? Plans.Describe(_deals, step.RecordId) : null));
    }

    private long Changes() =>
        _emulator.Counters.Count(Operation.LockRecord) + _emulator.Counters.Count(Operation.UpdateLock) + _emulator.Counters.Count(Operation.UnlockRecord);
}
