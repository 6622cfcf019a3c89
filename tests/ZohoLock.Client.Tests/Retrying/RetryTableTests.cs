using Microsoft.Extensions.Time.Testing;
using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Retrying;

/// <summary>The table of docs/retries.md, cell by cell: each call, struck once by each fault of its answer.</summary>
public sealed class RetryTableTests : IDisposable
{
    private readonly FaultyCrm _crm = new();

    /// <summary>Every call with every fault that loses its answer, before and after it is carried out.</summary>
    public static TheoryData<RecordCall, FaultKind, int?, FaultTiming> LostAnswers
    {
        get
        {
            TheoryData<RecordCall, FaultKind, int?, FaultTiming> cells = [];
            foreach (var call in RecordCalls.All)
            {
                foreach (var timing in Enum.GetValues<FaultTiming>())
                {
                    cells.Add(call, FaultKind.ConnectionReset, null, timing);
                    cells.Add(call, FaultKind.HtmlBody, null, timing);
                    cells.Add(call, FaultKind.EmptyBody, null, timing);
                    cells.Add(call, FaultKind.FalseEncoding, null, timing);
                    cells.Add(call, FaultKind.FalseEncoding, 503, timing);
                    cells.Add(call, FaultKind.StatusAnswer, 500, timing);
                    cells.Add(call, FaultKind.StatusAnswer, 502, timing);
                    cells.Add(call, FaultKind.StatusAnswer, 503, timing);
                    cells.Add(call, FaultKind.StatusAnswer, 504, timing);
                    cells.Add(call, FaultKind.HtmlBody, 502, timing);
                    cells.Add(call, FaultKind.EmptyBody, 503, timing);
                }

                cells.Add(call, FaultKind.TruncatedBody, null, FaultTiming.AfterChange);
            }

            return cells;
        }
    }

    public static TheoryData<RecordCall> Calls => new(RecordCalls.All);

    public static TheoryData<RecordCall, FaultKind, int?> TokenFaults
    {
        get
        {
            TheoryData<RecordCall, FaultKind, int?> cells = [];
            foreach (var call in RecordCalls.All)
            {
                cells.Add(call, FaultKind.ConnectionReset, null);
                cells.Add(call, FaultKind.StatusAnswer, 503);
                cells.Add(call, FaultKind.StatusAnswer, 429);
                cells.Add(call, FaultKind.TruncatedBody, null);
                cells.Add(call, FaultKind.HtmlBody, null);
                cells.Add(call, FaultKind.EmptyBody, null);
                cells.Add(call, FaultKind.FalseEncoding, null);
            }

            return cells;
        }
    }

    public void Dispose() => _crm.Dispose();

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task A_call_whose_answer_is_lost_succeeds_all_the_same_and_is_carried_out_once(
        RecordCall call, FaultKind kind, int? status, FaultTiming timing)
    {
        var former = call.Prepare(_crm);
        _crm.Fail(kind, timing, times: 1, status, call.Operation());

        var output = await call.MakeAsync(await _crm.OpenAsync(), former);

        call.AssertDone(_crm, former, output);
        Assert.Equal(Expected(call, timing), _crm.Calls);
    }

    [Theory]
    [InlineData(RecordCall.Lock, FaultTiming.BeforeChange)]
    [InlineData(RecordCall.Lock, FaultTiming.AfterChange)]
    [InlineData(RecordCall.ChangeReason, FaultTiming.AfterChange)]
    [InlineData(RecordCall.Unlock, FaultTiming.BeforeChange)]
    [InlineData(RecordCall.Unlock, FaultTiming.AfterChange)]
    public async Task A_failure_of_the_server_that_is_wrapped_in_a_success_is_a_lost_answer_too(RecordCall call, FaultTiming timing)
    {
        var former = call.Prepare(_crm);
        _crm.Emulator.Inject(new Fault
        {
            Kind = FaultKind.StatusAnswer,
            Timing = timing,
            StatusCode = 200,
            Count = 1,
            Operations = [call.Operation()],
            Body = """{"data":[{"code":"INTERNAL_ERROR","details":{},"message":"Internal Server Error","status":"error"}]}""",
        });

        var output = await call.MakeAsync(await _crm.OpenAsync(), former);

        call.AssertDone(_crm, former, output);
        Assert.Equal(Expected(call, timing), _crm.Calls);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_that_is_not_answered_and_was_not_carried_out_is_carried_out_by_the_repeat(RecordCall call) =>
        await TimeOutAsync(call, FaultTiming.BeforeChange);

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_that_was_carried_out_and_is_not_answered_is_not_carried_out_again(RecordCall call) =>
        await TimeOutAsync(call, FaultTiming.AfterChange);

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_that_is_turned_away_is_sent_again_without_a_look(RecordCall call)
    {
        var former = call.Prepare(_crm);
        _crm.Fail(FaultKind.StatusAnswer, FaultTiming.BeforeChange, times: 2, status: 429, call.Operation());

        var output = await call.MakeAsync(await _crm.OpenAsync(), former);

        call.AssertDone(_crm, former, output);
        Assert.Equal($"{call.Method()} {call.Method()} {call.Method()}", _crm.Calls);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_token_that_dies_in_the_middle_is_renewed_once_and_the_call_sent_again_without_a_look(RecordCall call)
    {
        var former = call.Prepare(_crm);
        var client = await _crm.OpenAsync();
        _crm.Emulator.ExpireAccessTokens();

        var output = await call.MakeAsync(client, former);

        call.AssertDone(_crm, former, output);
        Assert.Equal($"{call.Method()} {call.Method()}", _crm.Calls);
        Assert.Equal(2, _crm.TokenRequests);
    }

    [Theory]
    [MemberData(nameof(TokenFaults))]
    public async Task A_token_endpoint_that_fails_once_is_asked_again(RecordCall call, FaultKind kind, int? status)
    {
        var former = call.Prepare(_crm);
        var client = await _crm.OpenAsync();
        _crm.Emulator.ExpireAccessTokens();
        _crm.Fail(kind, FaultTiming.BeforeChange, times: 1, status, Operation.Token);

        var output = await call.MakeAsync(client, former);

        call.AssertDone(_crm, former, output);
        Assert.Equal(3, _crm.TokenRequests);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_throttled_token_endpoint_ends_the_run_with_nothing_changed_and_is_not_asked_again(RecordCall call)
    {
        var former = call.Prepare(_crm);
        var client = await _crm.OpenAsync(FaultyCrm.Hasty);
        ThrottleTokens();

        var error = await call.FailAsync(client, former);

        Assert.Equal(("token_throttled", ZohoErrorKind.LimitsExceeded, true), (error.Code, error.Kind, error.EndsRun));
        Assert.DoesNotContain("not known", error.Message, StringComparison.Ordinal);
        Assert.Equal(former is null ? [] : [former], _crm.Locks);
        Assert.Equal(2, _crm.TokenRequests);
        Assert.Equal(call.Method(), _crm.Calls);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_token_endpoint_that_is_down_ends_the_run_with_nothing_changed(RecordCall call)
    {
        var former = call.Prepare(_crm);
        var client = await _crm.OpenAsync();
        _crm.Emulator.ExpireAccessTokens();
        _crm.Fail(FaultKind.StatusAnswer, FaultTiming.BeforeChange, times: null, status: 503, Operation.Token);

        var error = await call.FailAsync(client, former);

        Assert.Equal(("HTTP_503", ZohoErrorKind.ConnectionError, true), (error.Code, error.Kind, error.EndsRun));
        Assert.DoesNotContain("not known", error.Message, StringComparison.Ordinal);
        Assert.Equal(former is null ? [] : [former], _crm.Locks);
        Assert.Equal(call.Method(), _crm.Calls);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_token_endpoint_that_does_not_answer_ends_the_run_and_the_call_counts_as_not_sent(RecordCall call)
    {
        var former = call.Prepare(_crm);
        var clock = new RecordingTimeProvider { LongestSkipped = 2 * FaultyCrm.Quick.LongestPause };
        var client = await _crm.OpenAsync(FaultyCrm.Hasty with { Time = clock });
        _crm.Emulator.ExpireAccessTokens();
        _crm.Fail(FaultKind.NoAnswer, FaultTiming.BeforeChange, times: null, status: null, Operation.Token);

        var failing = call.FailAsync(client, former);
        await TimeOutUntilAsync(failing, Operation.Token, clock);
        var error = await failing;

        Assert.Equal(("NoTokenInTime", ZohoErrorKind.ConnectionError, true), (error.Code, error.Kind, error.EndsRun));
        Assert.Contains("not sent", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not known", error.Message, StringComparison.Ordinal);
        Assert.Equal(former is null ? [] : [former], _crm.Locks);
    }

    [Fact]
    public async Task Calls_that_wait_for_the_same_token_share_its_refusal_and_ask_once()
    {
        var ids = _crm.Deals.AddRecords(5);
        var client = await _crm.OpenAsync(FaultyCrm.Hasty);
        _crm.Emulator.Settings.TokenLatency = TimeSpan.FromSeconds(1);
        _crm.Emulator.Settings.Latency = TimeSpan.FromMilliseconds(20);
        ThrottleTokens();

        var failures = await Task.WhenAll(ids.Select(id =>
            Assert.ThrowsAsync<ZohoException>(() => client.LockAsync(FaultyCrm.Module, id, FaultyCrm.Reason))));

        Assert.All(failures, failure => Assert.Equal(("token_throttled", true), (failure.Error.Code, failure.Error.EndsRun)));
        Assert.Equal(2, _crm.TokenRequests);
    }

    [Theory]
    [InlineData(RecordCall.Lock)]
    [InlineData(RecordCall.ChangeReason)]
    [InlineData(RecordCall.Unlock)]
    public async Task A_token_that_is_refused_after_a_lost_answer_leaves_the_outcome_open_and_says_so(RecordCall call)
    {
        var former = call.Prepare(_crm);
        var client = await _crm.OpenAsync();
        _crm.LoseAnswer(call.Operation());
        _crm.Fail(FaultKind.StatusAnswer, FaultTiming.BeforeChange, times: null, status: 401);
        _crm.Emulator.Settings.TokensPerTenMinutes = 1;

        var error = await call.FailAsync(client, former);

        Assert.True(error.EndsRun);
        Assert.Equal(ZohoErrorKind.AuthenticationError, error.Kind);
        Assert.Contains("the answer to a call before was lost, so the outcome is not known", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_server_that_cannot_be_reached_for_a_moment_is_tried_again_without_a_look(RecordCall call)
    {
        var former = call.Prepare(_crm);
        var connection = await _crm.ConnectAsync();
        var client = new RecordLockClient(connection.Api);
        await client.FindAsync(FaultyCrm.Module, _crm.Deals.AddRecords(1)[0]);
        _crm.Emulator.ClearRequests();
        _crm.Emulator.Stop();

        var output = call.MakeAsync(client, former);
        await Until.TrueAsync(() => connection.CallsMade >= 4);
        _crm.Emulator.Start(_crm.Emulator.Port);

        call.AssertDone(_crm, former, await output);
        Assert.Equal(call.Method(), _crm.Calls);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_server_that_cannot_be_reached_for_long_ends_the_run_with_nothing_changed(RecordCall call)
    {
        var former = call.Prepare(_crm);
        var relay = _crm.Relay();
        var client = await _crm.OpenAsync(FaultyCrm.Hasty, relay);
        relay.Desert();

        var error = await call.FailAsync(client, former);

        Assert.Equal(("NoConnection", ZohoErrorKind.ConnectionError, true), (error.Code, error.Kind, error.EndsRun));
        Assert.DoesNotContain("not known", error.Message, StringComparison.Ordinal);
        Assert.Equal(former is null ? [] : [former], _crm.Locks);
    }

    // A look is a call like any other: it goes before the repeat, and instead of it where the first one was carried out.
    private static string Expected(RecordCall call, FaultTiming timing) => (call, timing) switch
    {
        (RecordCall.Look, _) => "GET GET",
        (RecordCall.ChangeReason, _) => "PUT PUT",
        (_, FaultTiming.BeforeChange) => $"{call.Method()} GET {call.Method()}",
        _ => $"{call.Method()} GET",
    };

    private async Task TimeOutAsync(RecordCall call, FaultTiming timing)
    {
        var former = call.Prepare(_crm);
        var clock = new RecordingTimeProvider { LongestSkipped = 2 * FaultyCrm.Quick.LongestPause };
        var client = await _crm.OpenAsync(FaultyCrm.Quick with { Time = clock });
        _crm.Fail(FaultKind.NoAnswer, timing, times: 1, status: null, call.Operation());

        var making = call.MakeAsync(client, former);
        await TimeOutUntilAsync(making, call.Operation(), clock);

        call.AssertDone(_crm, former, await making);
        Assert.Equal(Expected(call, timing), _crm.Calls);
    }

    // Each request that the emulator has taken and doesn't answer is out of time at once.
    private Task TimeOutUntilAsync(Task done, Operation operation, FakeTimeProvider clock)
    {
        var late = 0;
        return Until.TrueAsync(() =>
        {
            if (late < _crm.Emulator.Counters.Count(operation, 0))
            {
                late++;
                clock.Advance(FaultyCrm.Quick.CallTimeout);
            }

            return done.IsCompleted;
        });
    }

    private void ThrottleTokens()
    {
        _crm.Emulator.Settings.TokensPerTenMinutes = 1;
        _crm.Emulator.ExpireAccessTokens();
    }
}
