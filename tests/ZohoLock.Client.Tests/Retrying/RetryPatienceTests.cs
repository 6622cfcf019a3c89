using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Retrying;

/// <summary>Faults that don't end: when nothing is repeated any more, when the run ends, and what is said then.</summary>
public sealed class RetryPatienceTests : IDisposable
{
    private readonly FaultyCrm _crm = new();

    public static TheoryData<RecordCall> Changes => new(RecordCall.Lock, RecordCall.ChangeReason, RecordCall.Unlock);

    public static TheoryData<RecordCall> Calls => new(RecordCalls.All);

    public static TheoryData<RecordCall, FaultKind, int?, string> Ends
    {
        get
        {
            TheoryData<RecordCall, FaultKind, int?, string> ends = [];
            foreach (var call in RecordCalls.All)
            {
                ends.Add(call, FaultKind.StatusAnswer, 500, "INTERNAL_ERROR");
                ends.Add(call, FaultKind.StatusAnswer, 502, "BAD_GATEWAY");
                ends.Add(call, FaultKind.StatusAnswer, 503, "SERVICE_UNAVAILABLE");
                ends.Add(call, FaultKind.StatusAnswer, 504, "GATEWAY_TIMEOUT");
                ends.Add(call, FaultKind.HtmlBody, 502, "HTTP_502");
                ends.Add(call, FaultKind.HtmlBody, null, "UnreadableAnswer");
                ends.Add(call, FaultKind.EmptyBody, null, "UnreadableAnswer");
                ends.Add(call, FaultKind.FalseEncoding, null, "UnreadableAnswer");
                ends.Add(call, FaultKind.ConnectionReset, null, "ConnectionBroken");
                ends.Add(call, FaultKind.NoAnswer, null, "NoAnswerInTime");
            }

            return ends;
        }
    }

    public void Dispose() => _crm.Dispose();

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_server_that_keeps_failing_ends_the_run_and_then_nothing_is_repeated(
        RecordCall call, FaultKind kind, int? status, string code)
    {
        var former = call.Prepare(_crm);
        var connection = await _crm.ConnectAsync(FaultyCrm.Hasty with
        {
            CallTimeout = kind == FaultKind.NoAnswer ? TimeSpan.FromMilliseconds(150) : FaultyCrm.Quick.CallTimeout,
        });
        var client = new RecordLockClient(connection.Api);
        _crm.Fail(kind, FaultTiming.BeforeChange, times: null, status);

        var first = await call.FailAsync(client, former);
        var madeByFirst = connection.CallsMade;
        var second = await call.FailAsync(client, former);

        Assert.All([first, second], error =>
        {
            Assert.Equal((code, ZohoErrorKind.ConnectionError, true), (error.Code, error.Kind, error.EndsRun));
            Assert.True(call == RecordCall.Look || error.Message.Contains("the outcome is not known", StringComparison.Ordinal), error.Message);
        });
        Assert.Equal(former is null ? [] : [former], _crm.Locks);
        Assert.True(madeByFirst >= 2, $"The first record was not repeated: {_crm.Calls}");
        Assert.Equal(1, connection.CallsMade - madeByFirst);
    }

    [Fact]
    public async Task A_server_that_works_again_after_failing_for_long_is_asked_again_as_before()
    {
        var client = await _crm.OpenAsync(FaultyCrm.Hasty);
        _crm.Fail(FaultKind.StatusAnswer, FaultTiming.BeforeChange, times: null, status: 500);
        await RecordCall.Lock.FailAsync(client, null);
        _crm.Emulator.Settings.Faults.Clear();
        await client.FindAsync(FaultyCrm.Module, FaultyCrm.RecordId);
        _crm.Emulator.ClearRequests();
        _crm.LoseCall(Operation.LockRecord);

        RecordCall.Lock.AssertDone(_crm, null, await RecordCall.Lock.MakeAsync(client, null));
        Assert.Equal("POST GET POST", _crm.Calls);
    }

    [Fact]
    public async Task What_an_earlier_run_failed_with_is_not_held_against_the_next()
    {
        var connection = await _crm.ConnectAsync(FaultyCrm.Hasty);
        _crm.Fail(FaultKind.StatusAnswer, FaultTiming.BeforeChange, times: null, status: 500);
        await RecordCall.Lock.FailAsync(connection.CreateRecordLockClient(), null);
        _crm.Emulator.Settings.Faults.Clear();
        _crm.Emulator.ClearRequests();
        _crm.LoseCall(Operation.LockRecord);

        RecordCall.Lock.AssertDone(_crm, null, await RecordCall.Lock.MakeAsync(connection.CreateRecordLockClient(), null));
        Assert.Equal("POST GET POST", _crm.Calls);
    }

    [Theory]
    [InlineData(RecordCall.Lock)]
    [InlineData(RecordCall.Unlock)]
    public async Task A_change_that_keeps_failing_is_looked_for_before_each_repeat(RecordCall call)
    {
        var former = call.Prepare(_crm);
        _crm.Fail(FaultKind.StatusAnswer, FaultTiming.BeforeChange, times: null, status: 500, call.Operation());

        var error = await call.FailAsync(await _crm.OpenAsync(FaultyCrm.Hasty), former);

        Assert.Equal("INTERNAL_ERROR", error.Code);
        var pairs = _crm.Calls.Split(' ').Chunk(2).ToList();
        Assert.All(pairs, pair => Assert.Equal(new[] { call.Method(), "GET" }.Take(pair.Length), pair));
        Assert.True(pairs.Count > 1, _crm.Calls);
    }

    [Theory]
    [InlineData(RecordCall.Lock)]
    [InlineData(RecordCall.Unlock)]
    public async Task A_change_that_nobody_can_look_for_is_not_repeated_and_its_outcome_is_said_not_to_be_known(RecordCall call)
    {
        var former = call.Prepare(_crm);
        var client = await _crm.OpenAsync(FaultyCrm.Hasty);
        _crm.LoseAnswer(call.Operation());
        _crm.Fail(FaultKind.StatusAnswer, FaultTiming.BeforeChange, times: null, status: 500, Operation.ListLocks);

        var error = await call.FailAsync(client, former);

        Assert.Equal(("INTERNAL_ERROR", true), (error.Code, error.EndsRun));
        Assert.Contains("the outcome is not known", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, _crm.Emulator.Counters.Count(call.Operation()));
        Assert.Equal(call == RecordCall.Lock ? 1 : 0, _crm.Locks.Count);
    }

    [Theory]
    [InlineData(RecordCall.Lock)]
    [InlineData(RecordCall.Unlock)]
    public async Task A_look_that_is_refused_after_a_lost_answer_leaves_the_outcome_open_and_says_so(RecordCall call)
    {
        var former = call.Prepare(_crm);
        var client = await _crm.OpenAsync();
        _crm.LoseAnswer(call.Operation());
        _crm.Emulator.Settings.Permissions.ProfileSupported = false;

        var error = await call.FailAsync(client, former);

        Assert.Equal(("NO_PERMISSION", ZohoErrorKind.PermissionDenied, false), (error.Code, error.Kind, error.EndsRun));
        Assert.Contains("the answer to a call before was lost, so the outcome is not known", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, _crm.Emulator.Counters.Count(call.Operation()));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_connection_that_is_gone_after_a_lost_answer_ends_the_run_and_leaves_the_outcome_open(RecordCall call)
    {
        var former = call.Prepare(_crm);
        Relay? relay = null;
        relay = _crm.Relay(async lost =>
        {
            await lost.PassOnAsync();
            lost.Lose();
            relay!.Desert();
        });

        var error = await call.FailAsync(await _crm.OpenAsync(FaultyCrm.Hasty, relay), former);

        Assert.Equal(("NoConnection", true), (error.Code, error.EndsRun));
        Assert.Contains("the answer to a call before was lost, so the outcome is not known", error.Message, StringComparison.Ordinal);
        Assert.Equal(call.Method(), _crm.Calls);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Credits_that_are_used_up_end_the_run_at_once(RecordCall call)
    {
        var former = call.Prepare(_crm);
        var client = await _crm.OpenAsync();
        _crm.Emulator.Settings.DailyCredits = 0;

        AssertEnds(await call.FailAsync(client, former), "credits of 24 hours are used up");
        Assert.Equal(call.Method(), _crm.Calls);
        Assert.Equal(former is null ? [] : [former], _crm.Locks);
    }

    [Theory]
    [InlineData("You have exceeded your API credits")]
    [InlineData("The number of API requests for the 24 hour period is exceeded")]
    [InlineData("Daily limit reached")]
    public async Task A_429_that_names_the_days_credits_ends_the_run_at_once(string message)
    {
        var client = await _crm.OpenAsync();
        TurnAway(times: null, message);

        AssertEnds(await RecordCall.Lock.FailAsync(client, null), message);
        Assert.Equal("POST", _crm.Calls);
    }

    [Fact]
    public async Task A_429_that_names_both_of_its_causes_tells_nothing_and_is_waited_for()
    {
        var client = await _crm.OpenAsync();
        TurnAway(
            times: 2,
            "Number of API requests for the 24 hour period is exceeded or the concurrency limit of the user for the app is exceeded.");

        RecordCall.Lock.AssertDone(_crm, null, await RecordCall.Lock.MakeAsync(client, null));
        Assert.Equal("POST POST POST", _crm.Calls);
    }

    [Fact]
    public async Task A_429_that_asks_for_a_long_pause_ends_the_run_rather_than_being_waited_out()
    {
        var client = await _crm.OpenAsync();
        _crm.Emulator.Settings.RetryAfterSeconds = 3600;
        _crm.Fail(FaultKind.StatusAnswer, FaultTiming.BeforeChange, times: null, status: 429);

        AssertEnds(await RecordCall.Lock.FailAsync(client, null), "a pause of 3600 seconds");
        Assert.Equal("POST", _crm.Calls);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Calls_that_are_turned_away_for_long_without_a_single_one_taken_end_the_run(RecordCall call)
    {
        var former = call.Prepare(_crm);
        var client = await _crm.OpenAsync(FaultyCrm.Hasty);
        _crm.Emulator.Settings.ConcurrencyLimit = 0;

        AssertEnds(await call.FailAsync(client, former), "turned away every call");
        Assert.Equal(former is null ? [] : [former], _crm.Locks);
    }

    [Theory]
    [InlineData(RecordCall.Lock)]
    [InlineData(RecordCall.Unlock)]
    public async Task Credits_that_are_used_up_after_a_lost_answer_end_the_run_and_leave_the_outcome_open(RecordCall call)
    {
        var former = call.Prepare(_crm);
        var client = await _crm.OpenAsync();
        _crm.LoseAnswer(call.Operation());
        _crm.Emulator.Settings.DailyCredits = 1;

        var error = await call.FailAsync(client, former);

        AssertEnds(error, "credits of 24 hours are used up");
        Assert.Contains("the answer to a call before was lost, so the outcome is not known", error.Message, StringComparison.Ordinal);
        Assert.Equal($"{call.Method()} GET", _crm.Calls);
    }

    private void TurnAway(int? times, string message) => _crm.Emulator.Inject(new Fault
    {
        Kind = FaultKind.StatusAnswer,
        StatusCode = 429,
        Count = times,
        Operations = [Operation.LockRecord],
        Body = $$"""{"code":"TOO_MANY_REQUESTS","details":{},"message":"{{message}}","status":"error"}""",
    });

    private static void AssertEnds(ZohoError error, string words)
    {
        Assert.Equal(("TOO_MANY_REQUESTS", ZohoErrorKind.LimitsExceeded, true), (error.Code, error.Kind, error.EndsRun));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }
}
