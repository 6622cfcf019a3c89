using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;
using ZohoLock.Retrying;
using ZohoLock.Throttling;

namespace ZohoLock.Client.Tests.Retrying;

/// <summary>Runs that go on where another was cut off, runs that end while calls are under way, and runs that are cancelled.</summary>
public sealed class RetryRunTests : IDisposable
{
    private readonly FaultyCrm _crm = new();

    public static TheoryData<RecordCall> Changes => new(RecordCall.Lock, RecordCall.ChangeReason, RecordCall.Unlock);

    public static TheoryData<FaultTiming?> Losses => new(null, FaultTiming.BeforeChange, FaultTiming.AfterChange);

    public void Dispose() => _crm.Dispose();

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_lock_that_the_earlier_run_made_is_the_resumed_runs_success(FaultTiming? loss)
    {
        var made = _crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Manual, FaultyCrm.Reason);
        _crm.Lose(Operation.LockRecord, loss);

        var output = await ResumeAsync(await _crm.OpenAsync(), Earlier(_crm.Emulator.User.Id));

        Assert.Equal((made.Id, FaultyCrm.Reason), (output.LockId, output.Reason));
        Assert.Equal([made], _crm.Locks);
        Assert.Equal("POST GET", _crm.Calls);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_record_that_the_earlier_run_did_not_come_to_is_locked_by_the_resumed_one(FaultTiming? loss)
    {
        _crm.Lose(Operation.LockRecord, loss);

        var output = await ResumeAsync(await _crm.OpenAsync(), Earlier(_crm.Emulator.User.Id));

        RecordCall.Lock.AssertDone(_crm, null, output);
    }

    [Theory]
    [InlineData(IfLocked.Error)]
    [InlineData(IfLocked.Skip)]
    [InlineData(IfLocked.Update)]
    public async Task The_earlier_runs_lock_comes_out_unchanged_whatever_is_to_be_done_about_locked_ones(IfLocked ifLocked)
    {
        var made = _crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Manual, FaultyCrm.Reason);

        var output = await ResumeAsync(await _crm.OpenAsync(), Earlier(_crm.Emulator.User.Id), ifLocked);

        Assert.Equal(made.Id, output.LockId);
        Assert.Equal("POST GET", _crm.Calls);
    }

    [Fact]
    public async Task Another_users_lock_is_not_taken_for_the_earlier_runs()
    {
        var theirs = _crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Manual, FaultyCrm.Reason, _crm.Emulator.AddUser("Somebody Else"));

        await AssertRefusedAsync(Earlier(_crm.Emulator.User.Id));

        Assert.Equal([theirs], _crm.Locks);
    }

    [Fact]
    public async Task A_lock_with_another_reason_is_not_taken_for_the_earlier_runs()
    {
        var theirs = _crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Manual, "another reason");

        await AssertRefusedAsync(Earlier(_crm.Emulator.User.Id));

        Assert.Equal([theirs], _crm.Locks);
    }

    [Fact]
    public async Task A_lock_from_before_the_earlier_run_is_not_taken_for_its_work()
    {
        _crm.Time.Shift = TimeSpan.FromHours(-2);
        var before = _crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Manual, FaultyCrm.Reason);
        _crm.Time.Shift = default;

        await AssertRefusedAsync(Earlier(_crm.Emulator.User.Id));

        Assert.Equal([before], _crm.Locks);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(FaultTiming.BeforeChange)]
    public async Task A_record_that_the_earlier_run_unlocked_is_no_error(FaultTiming? loss)
    {
        _crm.Lose(Operation.ListLocks, loss);
        var client = await _crm.OpenAsync();

        var output = await client.UnlockAsync(FaultyCrm.Module, FaultyCrm.RecordId, interruptedRun: Earlier(null));

        Assert.Equal(RecordUnlockStatus.NotLocked, output.Status);
        Assert.Equal(0, _crm.Emulator.Counters.Count(Operation.UnlockRecord));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_lock_id_that_the_earlier_run_removed_is_a_success(FaultTiming? loss)
    {
        var former = RecordCall.Unlock.Prepare(_crm)!;
        _crm.Deals.RemoveLock(FaultyCrm.RecordId);
        _crm.Lose(Operation.UnlockRecord, loss);
        var client = await _crm.OpenAsync();

        var output = await client.UnlockAsync(FaultyCrm.Module, FaultyCrm.RecordId, former.Id, interruptedRun: Earlier(null));

        RecordCall.Unlock.AssertDone(_crm, former, output);
        Assert.Equal("DELETE GET", _crm.Calls);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_record_that_the_earlier_run_did_not_come_to_is_unlocked_by_the_resumed_one(FaultTiming? loss)
    {
        var former = RecordCall.Unlock.Prepare(_crm)!;
        _crm.Lose(Operation.UnlockRecord, loss);
        var client = await _crm.OpenAsync();

        var output = await client.UnlockAsync(FaultyCrm.Module, FaultyCrm.RecordId, interruptedRun: Earlier(null));

        RecordCall.Unlock.AssertDone(_crm, former, output);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_closed_client_sends_nothing_more(RecordCall call)
    {
        var former = call.Prepare(_crm);
        var client = await _crm.OpenAsync();
        client.Close();

        await Assert.ThrowsAsync<LaneClosedException>(() => call.MakeAsync(client, former));

        Assert.Empty(_crm.Calls);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_client_that_is_closed_with_a_lost_answer_pending_reports_the_lost_answer(RecordCall call)
    {
        var former = call.Prepare(_crm);
        RecordLockClient? client = null;
        var relay = _crm.Relay(async lost =>
        {
            await lost.PassOnAsync();
            client!.Close();
            lost.Lose();
        });
        client = await _crm.OpenAsync(relay: relay);

        var error = await call.FailAsync(client, former);

        Assert.Equal(("ConnectionBroken", false), (error.Code, error.EndsRun));
        Assert.Contains("the outcome is not known", error.Message, StringComparison.Ordinal);
        Assert.Equal(call.Method(), _crm.Calls);
    }

    [Fact]
    public async Task A_client_that_is_closed_before_it_can_look_at_what_refused_a_repeat_reports_the_lost_answer()
    {
        RecordLockClient? client = null;
        RelayedCall? late = null;
        var relay = _crm.Relay(async call =>
        {
            if (call is { Method: "POST", Number: 1 })
            {
                late = call;
                call.Lose();
            }
            else if (call is { Method: "POST" })
            {
                await late!.PassOnAsync();
                await call.PassOnAsync();
                client!.Close();
            }
        });
        client = await _crm.OpenAsync(relay: relay);

        var error = await RecordCall.Lock.FailAsync(client, null);

        Assert.Equal(("ConnectionBroken", false), (error.Code, error.EndsRun));
        Assert.Contains("the outcome is not known", error.Message, StringComparison.Ordinal);
        Assert.Equal("GET POST POST", _crm.Calls);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_client_that_is_closed_while_its_call_is_in_flight_brings_the_answer(RecordCall call)
    {
        var former = call.Prepare(_crm);
        RecordLockClient? client = null;
        var relay = _crm.Relay(_ =>
        {
            client!.Close();
            return Task.CompletedTask;
        });
        client = await _crm.OpenAsync(relay: relay);

        call.AssertDone(_crm, former, await call.MakeAsync(client, former));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_client_that_is_closed_while_its_call_is_turned_away_leaves_it_undone(RecordCall call)
    {
        var former = call.Prepare(_crm);
        var client = await _crm.OpenAsync();
        _crm.Emulator.Settings.ConcurrencyLimit = 0;

        var change = call.MakeAsync(client, former);
        await Until.TrueAsync(() => _crm.Emulator.Counters.Count(call.Operation()) > 0);
        client.Close();

        await Assert.ThrowsAsync<LaneClosedException>(() => change.WaitAsync(Hang.Guard));
        Assert.Equal(former is null ? [] : [former], _crm.Locks);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Cancelling_ends_the_pause_before_a_repeat_at_once(RecordCall call)
    {
        var former = call.Prepare(_crm);
        var connection = await _crm.ConnectAsync(PausingForAnHour);
        _crm.LoseCall(call.Operation());

        await CancelAsync(call, connection, former, () => _crm.Emulator.Counters.Count(call.Operation()) == 1 && connection.CallsInFlight == 0);

        Assert.Equal(call.Method(), _crm.Calls);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Cancelling_ends_the_pause_that_a_server_asked_for_at_once(RecordCall call)
    {
        var former = call.Prepare(_crm);
        var connection = await _crm.ConnectAsync(PausingForAnHour);
        _crm.Emulator.Settings.RetryAfterSeconds = 3000;
        _crm.Fail(FaultKind.StatusAnswer, FaultTiming.BeforeChange, times: null, status: 429, call.Operation());

        await CancelAsync(call, connection, former, () => _crm.Emulator.Counters.Count(call.Operation()) == 1 && connection.CallsInFlight == 0);

        Assert.Equal(call.Method(), _crm.Calls);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Cancelling_ends_a_call_that_is_not_answered_at_once(RecordCall call)
    {
        var former = call.Prepare(_crm);
        var connection = await _crm.ConnectAsync(PausingForAnHour);
        _crm.Fail(FaultKind.NoAnswer, FaultTiming.BeforeChange, times: null, status: null);

        await CancelAsync(call, connection, former, () => _crm.Emulator.Counters.Count(call.Operation()) == 1);

        Assert.Equal(0, connection.CallsInFlight);
    }

    private static RetryPolicy PausingForAnHour { get; } = new()
    {
        CallTimeout = TimeSpan.FromHours(1),
        Patience = TimeSpan.FromHours(1),
        FirstPause = TimeSpan.FromHours(1),
        LongestPause = TimeSpan.FromHours(1),
        LongestWait = TimeSpan.FromHours(1),
    };

    private static InterruptedRun Earlier(string? userId) => new(DateTimeOffset.UtcNow - TimeSpan.FromHours(1), userId);

    private static Task<RecordLock> ResumeAsync(RecordLockClient client, InterruptedRun interruptedRun, IfLocked ifLocked = IfLocked.Error) =>
        client.LockAsync(FaultyCrm.Module, FaultyCrm.RecordId, FaultyCrm.Reason, ifLocked, interruptedRun);

    // Makes a call, and cancels it once that is so.
    private static async Task CancelAsync(RecordCall call, Connection connection, RecordLockEntry? former, Func<bool> when)
    {
        using var stop = new CancellationTokenSource();
        var change = call.MakeAsync(new RecordLockClient(connection.Api), former, stop.Token);
        await Until.TrueAsync(when);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => change.WaitAsync(Hang.Guard));
    }

    private async Task AssertRefusedAsync(InterruptedRun interruptedRun)
    {
        var client = await _crm.OpenAsync();
        var failure = await Assert.ThrowsAsync<ZohoException>(() => ResumeAsync(client, interruptedRun));
        Assert.Equal(("NOT_ALLOWED", ZohoErrorKind.ResourceExists), (failure.Error.Code, failure.Error.Kind));
        Assert.Equal("POST GET", _crm.Calls);
    }
}
