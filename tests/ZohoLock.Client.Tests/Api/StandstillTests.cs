using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;
using ZohoLock.Retrying;

namespace ZohoLock.Client.Tests.Api;

/// <summary>What a connection says while its calls get nowhere.</summary>
public sealed class StandstillTests
{
    private readonly RecordingTimeProvider _clock = new();

    private RetryPolicy Policy => Opened.Repeating with
    {
        Time = _clock,
        Jitter = new FixedRandom(0.5),
        FirstPause = TimeSpan.FromSeconds(4),
        LongestPause = TimeSpan.FromSeconds(4),
    };

    [Fact]
    public async Task A_connection_that_has_made_no_call_has_no_cause()
    {
        using var server = LiteralServer.Always(Sample.Success(LockingCall.List));
        using var connection = await Opened.WithToken(server, policy: Policy);

        Assert.Null(connection.DescribeStandstill());
    }

    [Fact]
    public async Task A_failure_is_told_with_the_time_until_the_next_try_and_a_success_clears_it()
    {
        using var server = LiteralServer.InTurn(Reply.Html(503, "<html/>"), Sample.Success(LockingCall.List));
        using var connection = await Opened.WithToken(server, policy: Policy);
        var call = new RecordLockClient(connection.Api).MakeAsync(LockingCall.List);
        await Until.TrueAsync(() => connection.CallsPausing == 1);

        Assert.Equal("Zoho answers 503, next try in 4 s", connection.DescribeStandstill());
        _clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal("Zoho answers 503, next try in 2.5 s", connection.DescribeStandstill());

        _clock.Advance(TimeSpan.FromSeconds(2.5));
        await call.WaitAsync(Hang.Guard);
        Assert.Null(connection.DescribeStandstill());
    }

    [Fact]
    public async Task A_pause_that_the_server_asks_for_is_told()
    {
        using var server = LiteralServer.InTurn(Reply.Json(429, Sample.TooManyRequests, "Retry-After: 20"), Sample.Success(LockingCall.List));
        using var connection = await Opened.WithToken(server, policy: Policy);
        var call = new RecordLockClient(connection.Api).MakeAsync(LockingCall.List);
        await Until.TrueAsync(() => connection.Api.Limiter.IsPaused);

        Assert.Equal("Zoho asks for a pause, next call in 20 s", connection.DescribeStandstill());

        _clock.Advance(TimeSpan.FromSeconds(20));
        await call.WaitAsync(Hang.Guard);
        Assert.Null(connection.DescribeStandstill());
    }

    [Fact]
    public async Task A_call_that_is_turned_away_alone_is_told_for_as_long_as_it_waits()
    {
        using var server = LiteralServer.InTurn(Reply.Json(429, Sample.TooManyRequests), Sample.Success(LockingCall.List));
        using var connection = await Opened.WithToken(server, policy: Policy);
        var call = new RecordLockClient(connection.Api).MakeAsync(LockingCall.List);
        await Until.TrueAsync(() => connection.CallsPausing == 1);

        Assert.Equal("Zoho turns every call away (429), next call in 0.02 s", connection.DescribeStandstill());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Zoho turns calls away (429), next try in 3 s", connection.DescribeStandstill());

        _clock.Advance(TimeSpan.FromSeconds(3));
        await call.WaitAsync(Hang.Guard);
        Assert.Null(connection.DescribeStandstill());
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_told_after_two_seconds_however_long_no_call_was_made_before()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new LiteralServer(async _ =>
        {
            await answer.Task;
            return Sample.Success(LockingCall.List);
        });
        using var connection = await Opened.WithToken(server, policy: Policy);
        _clock.Advance(TimeSpan.FromHours(1));
        var call = new RecordLockClient(connection.Api).MakeAsync(LockingCall.List);
        await Until.TrueAsync(() => server.Requests.Count == 1);

        _clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Null(connection.DescribeStandstill());
        _clock.Advance(TimeSpan.FromSeconds(10.1));
        Assert.Equal("Zoho has not answered for 12 s", connection.DescribeStandstill());

        answer.SetResult();
        await call.WaitAsync(Hang.Guard);
        Assert.Null(connection.DescribeStandstill());
    }

    [Fact]
    public async Task A_run_that_waits_for_access_tokens_tells_when_the_next_one_is_asked_for()
    {
        var tokens = 0;
        using var accounts = new LiteralServer(_ => ++tokens == 2
            ? Reply.Json(400, """{"error_description":"You have made too many requests continuously. Please try again after some time.","error":"Access Denied","status":"failure"}""")
            : Reply.Json(200, $$"""{"access_token":"1000.token.{{tokens}}","expires_in":3600,"token_type":"Bearer"}"""));
        using var api = new LiteralServer(request => request.Authorization!.EndsWith('1') ? Reply.Json(401, Sample.InvalidToken) : Sample.Success(LockingCall.List));
        using var connection = await Opened.WithRefreshToken(accounts, api, Policy with { TokenPatience = TimeSpan.FromMinutes(30) });
        _clock.Advance(TimeSpan.FromMinutes(5));
        var call = new RecordLockClient(connection.Api).MakeAsync(LockingCall.List);
        await Until.TrueAsync(() => connection.TokenThrottledSince is not null);

        Assert.Equal("Zoho gives no access tokens, next request in 10 s", connection.DescribeStandstill());

        _clock.Advance(TimeSpan.FromSeconds(10));
        await call.WaitAsync(Hang.Guard);
        Assert.Null(connection.DescribeStandstill());
    }
}
