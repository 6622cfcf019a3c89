using System.Globalization;
using ZohoCrm.Emulator;
using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;
using ZohoLock.Retrying;

namespace ZohoLock.Client.Tests.Api;

/// <summary>429 (protocol section 6.3): the call was turned away unprocessed, so that even a POST may be sent again.</summary>
public sealed class ThrottledCallTests
{
    private const string RateLimitExceeded =
        """{"code":"RATE_LIMIT_EXCEEDED","details":{},"message":"Too many requests. Please try again later.","status":"error"}""";

    public static TheoryData<LockingCall> Calls { get; } = new(LockingCalls.All);

    /// <summary>Waits of its own that no test would outlast: what ends sooner has followed the server's word.</summary>
    private static RetryPolicy Patient { get; } = Opened.Repeating with { FirstPause = TimeSpan.FromHours(1), LongestPause = TimeSpan.FromHours(1) };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_turned_away_is_sent_again_just_as_it_was(LockingCall call)
    {
        using var server = LiteralServer.InTurn(
            Reply.Json(429, Sample.TooManyRequests), Reply.Json(429, RateLimitExceeded), Sample.Success(call));
        using var connection = await Opened.WithToken(server, policy: Opened.Repeating);

        await new RecordLockClient(connection.Api).MakeAsync(call);

        Assert.Equal(3, server.Requests.Count);
        Assert.Single(server.Requests.Select(request => (request.Method, request.Target, request.Body, request.Authorization)).Distinct());
    }

    [Theory]
    [InlineData(Sample.TooManyRequests, "TOO_MANY_REQUESTS")]
    [InlineData(RateLimitExceeded, "RATE_LIMIT_EXCEEDED")]
    [InlineData("<html>slow down</html>", "HTTP_429")]
    [InlineData("", "HTTP_429")]
    public async Task It_gives_up_and_ends_the_run_when_no_call_was_taken_for_as_long_as_there_is_patience(string body, string code)
    {
        using var server = LiteralServer.Always(Reply.Json(429, body));
        using var connection = await Opened.WithToken(server, policy: Opened.Repeating with { RunPatience = TimeSpan.FromMilliseconds(20) });

        var failure = await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock);

        Assert.Equal((code, ZohoErrorKind.LimitsExceeded, 429, true),
            (failure.Error.Code, failure.Error.Kind, failure.Error.StatusCode, failure.Error.EndsRun));
        Assert.NotEmpty(failure.Error.Advice);
        Assert.True(server.Requests.Count > 1);
    }

    [Fact]
    public async Task The_wait_that_the_server_names_replaces_our_own()
    {
        using var server = LiteralServer.InTurn(
            Reply.Json(429, Sample.TooManyRequests, "Retry-After: 0"), Sample.Success(LockingCall.Lock));
        using var connection = await Opened.WithToken(server, policy: Patient);

        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock).WaitAsync(Hang.Guard);

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task The_wait_may_be_named_as_a_date()
    {
        var clock = new RecordingTimeProvider();
        var date = clock.GetUtcNow().AddSeconds(20).ToString("r", CultureInfo.InvariantCulture);
        using var server = LiteralServer.InTurn(Reply.Json(429, Sample.TooManyRequests, $"Retry-After: {date}"), Sample.Success(LockingCall.List));
        using var connection = await Opened.WithToken(server, policy: Patient with { Time = clock });
        var call = new RecordLockClient(connection.Api).MakeAsync(LockingCall.List);
        await Until.TrueAsync(() => connection.Api.Limiter.IsPaused);

        clock.Advance(TimeSpan.FromSeconds(19.9));
        Assert.True(connection.Api.Limiter.IsPaused);

        clock.Advance(TimeSpan.FromSeconds(0.1));
        await call.WaitAsync(Hang.Guard);
    }

    [Fact]
    public async Task Our_own_waits_grow_from_one_time_to_the_next()
    {
        var clock = new RecordingTimeProvider { LongestSkipped = TimeSpan.FromSeconds(1) };
        var refusal = Reply.Json(429, Sample.TooManyRequests);
        using var server = LiteralServer.InTurn(refusal, refusal, refusal, refusal, refusal, Sample.Success(LockingCall.Lock));
        using var connection = await Opened.WithToken(server, policy: Opened.Repeating with
        {
            Time = clock,
            Jitter = new FixedRandom(0.5),
            FirstPause = TimeSpan.FromMilliseconds(100),
            LongestPause = TimeSpan.FromSeconds(1),
        });

        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock);

        Assert.Equal([0.1, 0.2, 0.4, 0.8, 1], clock.Waits.Where(wait => wait > TimeSpan.Zero && wait < Opened.Repeating.CallTimeout).Select(wait => wait.TotalSeconds));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_call_turned_away_is_sent_again_before_those_that_wait_for_their_first_time(int status)
    {
        var clock = new RecordingTimeProvider();
        using var server = LiteralServer.InTurn(
            Reply.Json(status, Sample.TooManyRequests, "Retry-After: 20"), Sample.Success(LockingCall.List), Sample.Success(LockingCall.List), Sample.Success(LockingCall.List));
        using var connection = await Opened.WithToken(server, policy: Opened.Repeating with { Time = clock });
        var lane = connection.Api.Limiter.OpenLane(1);
        string[] paths = ["turned-away", "next", "repeat"];
        var calls = paths
            .Select(path => connection.Api.SendAsync(lane, new(HttpMethod.Get, path) { IsRepeat = path == "repeat" }, CancellationToken.None)).ToArray();

        await Until.TrueAsync(() => lane.Waiting == 3 || calls[0].IsCompleted);
        Assert.Single(server.Requests);
        clock.Advance(TimeSpan.FromSeconds(20));
        await Task.WhenAll(calls).WaitAsync(Hang.Guard);

        // A 503 is left to the caller, which decides whether it repeats the call.
        string[] expected = status == 429 ? ["/turned-away", "/repeat", "/turned-away", "/next"] : ["/turned-away", "/repeat", "/next"];
        Assert.Equal(expected, server.Requests.Select(request => request.Target));
        Assert.Equal(TimeSpan.Zero, connection.Api.Limiter.ThrottledFor);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task While_the_server_asks_for_a_pause_no_call_of_the_connection_is_sent(int status)
    {
        var clock = new RecordingTimeProvider { LongestSkipped = 2 * Opened.Repeating.LongestPause };
        using var server = LiteralServer.InTurn(
            Reply.Json(status, Sample.TooManyRequests, "Retry-After: 20"), Sample.Success(LockingCall.List), Sample.Success(LockingCall.List));
        using var connection = await Opened.WithToken(server, policy: Opened.Repeating with { Time = clock, LongestWait = TimeSpan.FromSeconds(20) });
        var first = new RecordLockClient(connection.Api).MakeAsync(LockingCall.List);
        await Until.TrueAsync(() => connection.Api.Limiter.IsPaused);

        var second = new RecordLockClient(connection.Api).MakeAsync(LockingCall.List);
        clock.Advance(TimeSpan.FromSeconds(19.9));
        Assert.Single(server.Requests);

        clock.Advance(TimeSpan.FromSeconds(0.1));
        await Task.WhenAll(first, second).WaitAsync(Hang.Guard);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task The_time_of_a_pause_uses_up_no_patience()
    {
        var clock = new RecordingTimeProvider { LongestSkipped = 2 * Opened.Repeating.LongestPause };
        using var server = LiteralServer.InTurn(
            Reply.Html(500, "<html/>"), Reply.Json(429, Sample.TooManyRequests, "Retry-After: 20"), Reply.Html(500, "<html/>"), Sample.Success(LockingCall.List));
        using var connection = await Opened.WithToken(server, policy: Opened.Repeating with { Time = clock, Patience = TimeSpan.FromSeconds(10) });

        var call = new RecordLockClient(connection.Api).MakeAsync(LockingCall.List);
        await Until.TrueAsync(() => connection.Api.Limiter.IsPaused);
        clock.Advance(TimeSpan.FromSeconds(20));

        await call.WaitAsync(Hang.Guard);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task The_time_of_a_pause_before_a_call_adds_no_patience_to_it()
    {
        var pause = TimeSpan.FromMilliseconds(500);
        var clock = new RecordingTimeProvider { LongestSkipped = 2 * pause };
        var policy = Opened.Repeating with { Time = clock, Patience = TimeSpan.FromSeconds(10), FirstPause = pause, LongestPause = pause };
        var calls = 0;
        using var server = new LiteralServer(_ => ++calls switch
        {
            1 => Reply.Json(429, Sample.TooManyRequests, "Retry-After: 20"),
            2 => Sample.Success(LockingCall.List),
            _ => Reply.Html(500, "<html/>"),
        });
        using var connection = await Opened.WithToken(server, policy: policy);
        var client = new RecordLockClient(connection.Api);
        var paused = client.MakeAsync(LockingCall.List);
        await Until.TrueAsync(() => connection.Api.Limiter.IsPaused);
        clock.Advance(TimeSpan.FromSeconds(20));
        await paused.WaitAsync(Hang.Guard);
        var begun = clock.GetUtcNow();

        await client.FailAsync(LockingCall.List);

        Assert.InRange(clock.GetUtcNow() - begun, policy.Patience, policy.Patience + 2 * pause);
    }

    [Fact]
    public async Task A_call_whose_token_was_refused_is_not_sent_again_before_the_pause_is_over_that_another_was_asked_for()
    {
        var clock = new RecordingTimeProvider { LongestSkipped = 2 * Opened.Repeating.LongestPause };
        var isRefused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var renewed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (tokens, unlocks) = (0, 0);
        using var accounts = new LiteralServer(async _ =>
        {
            if (++tokens == 2)
            {
                isRefused.SetResult();
                await renewed.Task;
            }

            return Reply.Json(200, $$"""{"access_token":"1000.token.{{tokens}}","expires_in":3600,"token_type":"Bearer"}""");
        });
        using var api = new LiteralServer(async request =>
        {
            if (request.Method != "DELETE")
            {
                return request.Authorization!.EndsWith('1') ? Reply.Json(401, Sample.InvalidToken) : Sample.Success(LockingCall.List);
            }

            await isRefused.Task;
            return ++unlocks == 1 ? Reply.Json(429, Sample.TooManyRequests, "Retry-After: 20") : Sample.Success(LockingCall.Unlock);
        });
        using var connection = await Opened.WithRefreshToken(accounts, api, Opened.Repeating with { Time = clock });
        clock.Advance(TimeSpan.FromMinutes(5));
        var paused = new RecordLockClient(connection.Api).MakeAsync(LockingCall.Unlock);
        await Until.TrueAsync(() => api.Requests.Count == 1);
        var refused = new RecordLockClient(connection.Api).MakeAsync(LockingCall.List);
        await Until.TrueAsync(() => connection.Api.Limiter.IsPaused);
        renewed.SetResult();
        await Until.TrueAsync(() => connection.CallsInFlight == 0);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((2, TimeSpan.Zero), (api.Requests.Count, connection.Api.Server.FailingFor));

        clock.Advance(TimeSpan.FromSeconds(19));
        await Task.WhenAll(refused, paused).WaitAsync(Hang.Guard);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_wait_longer_than_the_longest_is_an_error_at_once_and_holds_up_no_other_call(int status)
    {
        var clock = new RecordingTimeProvider();
        using var server = LiteralServer.Always(Reply.Json(status, Sample.TooManyRequests, "Retry-After: 31"));
        using var connection = await Opened.WithToken(server, policy: Patient with { Time = clock, LongestWait = TimeSpan.FromSeconds(30) });

        var failure = await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock).WaitAsync(Hang.Guard);

        Assert.Equal((ZohoErrorKind.LimitsExceeded, true), (failure.Error.Kind, failure.Error.EndsRun));
        Assert.Single(server.Requests);
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.False(connection.Api.Limiter.IsPaused);
    }

    [Fact]
    public async Task A_date_further_off_than_the_longest_wait_is_an_error_at_once()
    {
        var tomorrow = DateTimeOffset.UtcNow.AddDays(1).ToString("r", CultureInfo.InvariantCulture);
        using var server = LiteralServer.Always(Reply.Json(429, Sample.TooManyRequests, $"Retry-After: {tomorrow}"));
        using var connection = await Opened.WithToken(server, policy: Patient);

        await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock).WaitAsync(Hang.Guard);

        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(-7)]
    [InlineData(0)]
    [InlineData(7)]
    public async Task A_date_until_which_to_wait_is_by_the_servers_clock_however_wrong_this_machines_is(int minutes)
    {
        var clock = new RecordingTimeProvider { LongestSkipped = 2 * Opened.Repeating.LongestPause };
        var now = clock.GetUtcNow() + TimeSpan.FromMinutes(minutes);
        using var server = LiteralServer.InTurn(
            Reply.Json(429, Sample.TooManyRequests, $"Date: {now:r}", $"Retry-After: {now.AddSeconds(20):r}"), Sample.Success(LockingCall.List));
        using var connection = await Opened.WithToken(server, policy: Opened.Repeating with { Time = clock });

        var call = new RecordLockClient(connection.Api).MakeAsync(LockingCall.List);
        await Until.TrueAsync(() => connection.Api.Limiter.IsPaused || call.IsCompleted);

        clock.Advance(TimeSpan.FromSeconds(19.9));
        Assert.Single(server.Requests);
        clock.Advance(TimeSpan.FromSeconds(0.1));
        await call.WaitAsync(Hang.Guard);
        Assert.Equal(TimeSpan.FromSeconds(20), connection.Api.Limiter.TimePaused);
    }

    [Fact]
    public async Task A_date_that_is_over_by_the_servers_clock_leaves_our_own_wait()
    {
        var now = DateTimeOffset.UtcNow - TimeSpan.FromMinutes(10);
        using var server = LiteralServer.InTurn(
            Reply.Json(429, Sample.TooManyRequests, $"Date: {now.AddMinutes(20):r}", $"Retry-After: {now.AddMinutes(19):r}"), Sample.Success(LockingCall.List));
        using var connection = await Opened.WithToken(server, policy: Opened.Repeating);

        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.List).WaitAsync(Hang.Guard);

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_date_of_a_server_that_does_not_tell_its_time_is_by_this_machines_clock()
    {
        var clock = new RecordingTimeProvider { LongestSkipped = 2 * Opened.Repeating.LongestPause };
        using var server = LiteralServer.InTurn(
            Reply.Json(429, Sample.TooManyRequests, $"Retry-After: {clock.GetUtcNow().AddSeconds(20):r}"), Sample.Success(LockingCall.List));
        using var connection = await Opened.WithToken(server, policy: Opened.Repeating with { Time = clock });

        var call = new RecordLockClient(connection.Api).MakeAsync(LockingCall.List);
        await Until.TrueAsync(() => connection.Api.Limiter.IsPaused);

        clock.Advance(TimeSpan.FromSeconds(19.9));
        Assert.Single(server.Requests);
        clock.Advance(TimeSpan.FromSeconds(0.1));
        await call.WaitAsync(Hang.Guard);
        Assert.Equal(TimeSpan.FromSeconds(20), connection.Api.Limiter.TimePaused);
    }

    [Fact]
    public async Task The_timeout_of_a_call_does_not_go_on_while_the_call_waits_to_be_sent_again()
    {
        var clock = new RecordingTimeProvider();
        using var server = LiteralServer.InTurn(Reply.Json(429, Sample.TooManyRequests), Sample.Success(LockingCall.List));
        using var connection = await Opened.WithToken(server, policy: Patient with { Time = clock });
        var timers = clock.ActiveTimers;

        var call = new RecordLockClient(connection.Api).MakeAsync(LockingCall.List);
        await Until.TrueAsync(() => connection.CallsPausing == 1 && clock.Waits.Contains(clock.LongestWait));

        // That of the wait.
        Assert.Equal(timers + 1, clock.ActiveTimers);
        clock.Advance(TimeSpan.FromHours(2));
        await call.WaitAsync(Hang.Guard);
    }

    [Theory]
    [InlineData("Retry-After: soon")]
    [InlineData("Retry-After: -5")]
    [InlineData("Retry-After: Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Retry-After:")]
    public async Task A_wait_that_makes_no_sense_leaves_our_own(string header)
    {
        using var server = LiteralServer.InTurn(Reply.Json(429, Sample.TooManyRequests, header), Sample.Success(LockingCall.Lock));
        using var connection = await Opened.WithToken(server, policy: Opened.Repeating);

        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock);

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task The_end_of_a_wait_is_not_waited_for_when_cancelled()
    {
        var turnedAway = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new LiteralServer(_ =>
        {
            turnedAway.SetResult();
            return Reply.Json(429, Sample.TooManyRequests);
        });
        using var connection = await Opened.WithToken(server, policy: Patient);
        using var cancel = new CancellationTokenSource();

        var call = new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock, cancel.Token);
        await turnedAway.Task;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Hang.Guard));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task More_calls_than_the_organisation_allows_all_come_through_and_none_locks_twice()
    {
        using var emulator = new CrmEmulator(new EmulatorSettings { ConcurrencyLimit = 2, Latency = TimeSpan.FromMilliseconds(5) });
        emulator.Start();
        var ids = emulator.AddModule("Deals").AddRecords(20);
        using var connection = await Opened.To(emulator, policy: Opened.Repeating);
        var client = new RecordLockClient(connection.Api);

        await Task.WhenAll(ids.Select(id => client.LockAsync("Deals", id, "Quarter closed")));

        Assert.Equal(20, emulator.GetModule("Deals").LockedCount);
        Assert.Equal(0, emulator.Counters.RepeatedLocks);
        Assert.Equal(20, emulator.Counters.Count(Operation.LockRecord, 201));
    }

    [Fact]
    public async Task Used_up_credits_end_in_an_error_of_limits()
    {
        using var emulator = new CrmEmulator(new EmulatorSettings { DailyCredits = 0 });
        emulator.Start();
        var id = emulator.AddModule("Deals").AddRecords(1)[0];
        using var connection = await Opened.To(emulator, policy: Opened.Repeating);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => new RecordLockClient(connection.Api).LockAsync("Deals", id, "Quarter closed"));

        Assert.Equal(ZohoErrorKind.LimitsExceeded, failure.Error.Kind);
        Assert.True(failure.Error.EndsRun);
        Assert.Equal(1, emulator.Counters.Count(Operation.LockRecord, 429));
    }
}
