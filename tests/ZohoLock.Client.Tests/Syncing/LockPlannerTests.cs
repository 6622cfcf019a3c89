using ZohoCrm.Emulator;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration.Criteria;
using ZohoLock.Syncing;

namespace ZohoLock.Client.Tests.Syncing;

/// <summary>What is to be done so that records are locked as wanted.</summary>
public sealed class LockPlannerTests : IDisposable
{
    private readonly CrmEmulator _emulator = new();
    private readonly CrmModule _deals;

    public LockPlannerTests()
    {
        _emulator.Settings.Unknowns.LockOverAutomatic = true;
        _deals = _emulator.AddModule("Deals");
        _emulator.Start();
    }

    public void Dispose() => _emulator.Dispose();

    [Fact]
    public async Task Each_wish_has_its_step_in_the_order_of_the_input()
    {
        var ids = _deals.AddRecords(9);
        _deals.SetLocked(ids[1], reason: "new");
        _deals.SetLocked(ids[2], reason: "old");
        _deals.SetLocked(ids[3], LockKind.Automatic);
        _deals.SetLocked(ids[5], reason: "old");
        _deals.SetLocked(ids[6], LockKind.Automatic);
        _deals.SetLocked(ids[7], LockKind.Automatic);
        _deals.SetLocked(ids[7], reason: "old");
        _deals.SetLocked(ids[8], reason: " new\r\nline ");
        using var connection = await Opened.To(_emulator);

        var steps = await Plans.MakeStepsAsync(connection, Plans.List(
            Plans.Unlock(ids[7]), Plans.Unlock(ids[6]), Plans.Unlock(ids[5]), Plans.Unlock(ids[4]),
            Plans.Lock(ids[3], "new"), Plans.Lock(ids[2], "new"), Plans.Lock(ids[1], "new"), Plans.Lock(ids[0], "new"), Plans.Lock(ids[8], "new\nline")));

        Assert.Equal(
            [
                $"Unlock Deals {ids[7]}: locked: old -> locked by a rule",
                $"Blocked Deals {ids[6]}: locked by a rule -> not locked",
                $"Unlock Deals {ids[5]}: locked: old -> not locked",
                $"Keep Deals {ids[4]}: not locked -> not locked",
                $"Keep Deals {ids[3]}: locked by a rule -> locked by a rule",
                $"ChangeReason Deals {ids[2]}: locked: old -> locked: new",
                $"Keep Deals {ids[1]}: locked: new -> locked: new",
                $"Lock Deals {ids[0]}: not locked -> locked: new",
                $"Keep Deals {ids[8]}: locked:  new line  -> locked:  new line ",
            ],
            steps.Select(step => step.ToString()));
        Assert.Equal(_deals.Records.Single(record => record.Id == ids[7]).Name, steps[0].RecordName);
        Assert.DoesNotContain(steps, step => step.IsDone || step.Why.Length == 0);
        Assert.Equal(1, _emulator.Counters.Count(Operation.QueryRecords));
        Assert.Equal(7, _emulator.Counters.Count(Operation.ListLocks));
    }

    [Fact]
    public async Task Ten_thousand_rows_that_are_right_cost_210_calls_at_most()
    {
        var ids = _deals.AddRecords(10_000);
        foreach (var id in ids.Take(5_000))
        {
            _deals.SetLocked(id, reason: "old");
        }

        using var connection = await Opened.To(_emulator, policy: Opened.Repeating);
        var before = connection.CallsMade;
        var steps = await Plans.MakeStepsAsync(
            connection,
            Plans.List(ids.Select((id, i) => i < 5_000 ? Plans.Lock(id, "new") : Plans.Unlock(id))),
            new() { KeepReason = true, UnlockOthers = true });

        Assert.Equal(10_000, steps.Count(step => step.Action == LockPlanAction.Keep));
        Assert.InRange(connection.CallsMade - before, 200, 210);
    }

    [Fact]
    public async Task Other_manual_locks_are_to_be_removed_and_those_of_rules_are_blocked()
    {
        var ids = _deals.AddRecords(4);
        _deals.SetLocked(ids[1], reason: "theirs");
        _deals.SetLocked(ids[2], LockKind.Automatic);
        _deals.SetLocked(ids[3], reason: "ours");
        using var connection = await Opened.To(_emulator);

        var steps = await Plans.MakeStepsAsync(connection, Plans.List(Plans.Lock(ids[3], "ours")), new() { UnlockOthers = true });

        Assert.Equal(
            [$"Keep {ids[3]}", $"Unlock {ids[1]}", $"Blocked {ids[2]}"],
            steps.Select(step => $"{step.Action} {step.RecordId}"));
    }

    [Fact]
    public async Task Records_that_were_found_with_their_state_are_not_looked_up_again()
    {
        var ids = _deals.AddRecords(3);
        using var connection = await Opened.To(_emulator);
        List<LockWish> wishes = [];
        await foreach (var page in connection.GetFinder().FindAsync(new("Deals") { Where = ParsedCriteria.Parse("Deal_Name is not null") }))
        {
            wishes.AddRange(page.Select(record => Plans.Lock(record.RecordId, "x") with { Found = record }));
        }

        _emulator.Counters.Reset();
        var steps = await Plans.MakeStepsAsync(connection, Plans.List(wishes));

        Assert.Equal(ids, steps.Select(step => step.RecordId));
        Assert.All(steps, step => Assert.Equal(LockPlanAction.Lock, step.Action));
        Assert.Equal(0, _emulator.Counters.Count(Operation.QueryRecords));
    }

    [Fact]
    public async Task What_is_invalid_or_not_found_is_an_error_in_its_place()
    {
        var ids = _deals.AddRecords(1);
        using var connection = await Opened.To(_emulator);

        var outcomes = await Plans.MakeAsync(connection, Plans.List(Plans.Invalid(), Plans.Lock("999", "x"), Plans.Lock(ids[0], "x")));

        Assert.Equal(
            ["InvalidRecordId", "RecordNotFound", $"Lock Deals {ids[0]}: not locked -> locked: x"],
            outcomes.Select(outcome => outcome.Failure?.Error.Code ?? outcome.Output!.ToString()));
    }

    [Fact]
    public async Task With_an_invalid_row_or_without_a_wanted_lock_no_others_are_unlocked()
    {
        var ids = _deals.AddRecords(2);
        _deals.SetLocked(ids[0], reason: "theirs");
        using var connection = await Opened.To(_emulator);
        LockPlanOptions options = new() { UnlockOthers = true };

        Assert.Equal("InvalidRows", (await FailAsync(Plans.Invalid(), Plans.Lock(ids[1], "x"))).Code);
        Assert.Equal("NothingWanted", (await FailAsync()).Code);
        Assert.Equal("NothingWanted", (await FailAsync(Plans.Unlock(ids[1]))).Code);

        async Task<ZohoError> FailAsync(params LockWish[] wishes)
        {
            var failure = await Assert.ThrowsAsync<ZohoException>(() => Plans.MakeAsync(connection, Plans.List(wishes), options));
            Assert.True(failure.Error.EndsRun);
            return failure.Error;
        }
    }

    [Fact]
    public void Rows_that_contradict_each_other_are_an_error_and_equal_ones_are_one()
    {
        Assert.Equal(2, Plans.List(Plans.Lock("12", "a"), Plans.Lock("13", "b"), Plans.Lock("12", "a ")).Wishes.Count);
        foreach (var second in new[] { Plans.Lock("12", "b", 3), Plans.Unlock("12", 3) })
        {
            var failure = Assert.Throws<ZohoException>(() => Plans.List(Plans.Lock("12", "a", 1), Plans.Lock("13", "x", 2), second));
            Assert.Equal("ContradictingRows", failure.Error.Code);
            Assert.Contains("'a' by input 1", failure.Message, StringComparison.Ordinal);
            Assert.EndsWith("by input 3. Nothing was changed", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Ids_that_a_spreadsheet_has_cut_are_an_error_before_any_call() => Assert.Equal(
        "CutRecordIds",
        Assert.Throws<ZohoException>(() => Plans.List(Plans.Lock("5843104000000420000", "a"), Plans.Lock("5843104000000430000", "a"))).Error.Code);

    [Fact]
    public async Task Where_Zoho_does_not_tell_the_state_the_locks_do()
    {
        var ids = _deals.AddRecords(2);
        _deals.SetLocked(ids[0], reason: "x");
        using var connection = await Opened.To(_emulator);

        var steps = await Plans.MakeStepsAsync(connection, Plans.List(ids.Select(id => Plans.Lock(id, "x") with { Found = new Record("Deals", id) })));

        Assert.Equal([LockPlanAction.Keep, LockPlanAction.Lock], steps.Select(step => step.Action));
    }
}
