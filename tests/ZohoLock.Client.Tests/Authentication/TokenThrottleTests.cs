using Microsoft.Extensions.Time.Testing;
using ZohoCrm.Emulator;
using ZohoLock.Api;
using ZohoLock.Authentication;
using ZohoLock.Authentication.Grants;
using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;
using ZohoLock.Throttling;
using ZohoLock.Transport;

namespace ZohoLock.Client.Tests.Authentication;

/// <summary>Zoho gives no more access tokens for a while (protocol sections 4.3 and 4.4): a run waits for that to end, and asks rarely.</summary>
public sealed class TokenThrottleTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly HttpClient _http = new(new BufferingHandler(BufferingHandler.ApiLimit) { InnerHandler = new SocketsHttpHandler() });

    public static TheoryData<int, string> Throttles { get; } = new()
    {
        { 400, """{"error_description":"You have made too many requests continuously. Please try again after some time.","error":"Access Denied","status":"failure"}""" },
        { 200, """{"error_description":"您的请求过于频繁","error":"拒绝访问","status":"failure"}""" },
    };

    private static Reply Throttled => Reply.Json(400, (string)Throttles.First()[1]);

    public void Dispose() => _http.Dispose();

    [Theory]
    [MemberData(nameof(Throttles))]
    public async Task In_the_middle_of_a_run_it_is_asked_again_less_and_less_often(int status, string body)
    {
        var clock = new RecordingTimeProvider { LongestSkipped = TimeSpan.MaxValue };
        var throttled = Reply.Json(status, body);
        using var accounts = LiteralServer.InTurn(
            Sample.Token("token-1"), throttled, throttled, throttled, throttled, throttled, throttled, Sample.Token("token-2"));
        using var source = Source(accounts, clock);
        await RefuseAsync(source);

        Assert.True(await source.WaitWhileThrottledAsync(Patience, CancellationToken.None));

        Assert.Equal([10, 20, 40, 60, 60, 60], clock.Waits.Select(wait => wait.TotalSeconds));
        Assert.Equal(8, accounts.Requests.Count);
        Assert.Equal("token-2", (await source.GetAsync(CancellationToken.None)).Value);
        Assert.Equal((null, TimeSpan.FromSeconds(250)), (source.ThrottledSince, source.TimeThrottled));
    }

    [Fact]
    public async Task Without_a_throttle_there_is_nothing_to_wait_for()
    {
        var clock = new RecordingTimeProvider { LongestSkipped = TimeSpan.MaxValue };
        using var accounts = LiteralServer.InTurn(Sample.Token("token-1"));
        using var source = Source(accounts, clock);
        await source.GetAsync(CancellationToken.None);

        Assert.False(await source.WaitWhileThrottledAsync(TimeSpan.Zero, CancellationToken.None));
        Assert.Empty(clock.Waits);
    }

    [Fact]
    public async Task A_throttle_after_a_token_begins_with_the_shortest_pause_again()
    {
        var clock = new RecordingTimeProvider { LongestSkipped = TimeSpan.MaxValue };
        using var accounts = LiteralServer.InTurn(
            Sample.Token("token-1"), Throttled, Throttled, Sample.Token("token-2"), Throttled, Sample.Token("token-3"));
        using var source = Source(accounts, clock);
        await RefuseAsync(source);
        await source.WaitWhileThrottledAsync(Patience, CancellationToken.None);

        await RefuseAsync(source);
        await source.WaitWhileThrottledAsync(Patience, CancellationToken.None);

        Assert.Equal([10, 20, 10], clock.Waits.Select(wait => wait.TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(40), source.TimeThrottled);
    }

    [Fact]
    public async Task Those_who_wake_up_too_early_wait_on_and_one_of_them_asks()
    {
        using var accounts = LiteralServer.InTurn(Sample.Token("token-1"), Throttled, Throttled, Sample.Token("token-2"));
        using var source = Source(accounts, new EarlyTimeProvider());
        await RefuseAsync(source);

        var waiting = Enumerable.Range(0, 30).Select(_ => Task.Run(() => source.WaitWhileThrottledAsync(Patience, CancellationToken.None).AsTask())).ToArray();
        await Task.WhenAll(waiting).WaitAsync(Hang.Guard);

        Assert.Equal(4, accounts.Requests.Count);
        Assert.Equal("token-2", (await source.GetAsync(CancellationToken.None)).Value);
    }

    [Fact]
    public async Task However_many_wait_one_request_is_made_at_a_time()
    {
        const int Callers = 20;
        var clock = new RecordingTimeProvider();
        using var accounts = LiteralServer.InTurn(Sample.Token("token-1"), Throttled, Throttled, Sample.Token("token-2"));
        using var source = Source(accounts, clock);
        await RefuseAsync(source);
        var since = clock.GetUtcNow();

        var waiting = Enumerable.Range(0, Callers).Select(_ => source.WaitWhileThrottledAsync(Patience, CancellationToken.None).AsTask()).ToArray();
        Assert.Equal((Callers, 2), (clock.Waits.Count, accounts.Requests.Count));
        Assert.Equal(since, source.ThrottledSince);

        clock.Advance(TimeSpan.FromSeconds(10));
        await Until.TrueAsync(() => clock.Waits.Count == 2 * Callers);
        Assert.Equal(3, accounts.Requests.Count);
        Assert.Equal((since, TimeSpan.FromSeconds(10)), (source.ThrottledSince, source.TimeThrottled));

        clock.Advance(TimeSpan.FromSeconds(19));
        Assert.All(waiting, wait => Assert.False(wait.IsCompleted));
        Assert.Equal(3, accounts.Requests.Count);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.All(await Task.WhenAll(waiting).WaitAsync(Hang.Guard), Assert.True);

        Assert.Equal(4, accounts.Requests.Count);
        Assert.Equal((null, TimeSpan.FromSeconds(30)), (source.ThrottledSince, source.TimeThrottled));
    }

    [Fact]
    public async Task Whoever_asks_in_between_is_told_without_a_request_that_the_call_was_not_sent()
    {
        var clock = new FakeTimeProvider();
        using var accounts = LiteralServer.InTurn(Sample.Token("token-1"), Throttled);
        using var source = Source(accounts, clock);
        await RefuseAsync(source);
        clock.Advance(TimeSpan.FromSeconds(9));

        var failure = await Assert.ThrowsAsync<ZohoException>(() => source.GetAsync(CancellationToken.None).AsTask());

        Assert.Equal(("token_throttled", CallOutcome.NotSent), (failure.Error.Code, failure.Error.Outcome));
        Assert.Equal(2, accounts.Requests.Count);
    }

    [Fact]
    public async Task At_connect_it_is_told_at_once()
    {
        using var accounts = LiteralServer.Always(Throttled);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(
            Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri), Opened.Quick with { TokenPatience = Patience }));

        Assert.Equal(
            ("token_throttled", ZohoErrorKind.LimitsExceeded, true, CallOutcome.Refused),
            (failure.Error.Code, failure.Error.Kind, failure.Error.EndsRun, failure.Error.Outcome));
        Assert.Single(accounts.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_renewal_ahead_of_time_that_fails_keeps_the_old_token_until_it_ends(bool isThrottled)
    {
        var clock = new RecordingTimeProvider();
        var asked = 0;
        using var accounts = new LiteralServer(_ => Interlocked.Increment(ref asked) == 1
            ? Sample.Token("token-1")
            : isThrottled ? Throttled : Reply.Json(200, """{"error":"access_denied"}"""));
        using var source = Source(accounts, clock);
        await source.GetAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(3540));

        for (var second = 3540; second < 3600; second++)
        {
            Assert.Equal("token-1", (await source.GetAsync(CancellationToken.None)).Value);
            Assert.False(await source.WaitWhileThrottledAsync(Patience, CancellationToken.None));
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(accounts.Requests.Count, 1 + 2, 1 + 6);
        Assert.Empty(clock.Waits);
        var failure = await Assert.ThrowsAsync<ZohoException>(() => source.GetAsync(CancellationToken.None).AsTask());
        Assert.Equal(isThrottled ? "token_throttled" : "access_denied", failure.Error.Code);
    }

    [Fact]
    public async Task A_renewal_ahead_of_time_that_failed_for_the_moment_is_made_up_for_before_the_end()
    {
        var clock = new FakeTimeProvider();
        using var accounts = LiteralServer.InTurn(Sample.Token("token-1"), Throttled, Sample.Token("token-2"));
        using var source = Source(accounts, clock);
        await source.GetAsync(CancellationToken.None);

        clock.Advance(TimeSpan.FromSeconds(3540));
        Assert.Equal("token-1", (await source.GetAsync(CancellationToken.None)).Value);
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("token-2", (await source.GetAsync(CancellationToken.None)).Value);
    }

    [Fact]
    public async Task Longer_than_there_is_patience_is_an_error_that_ends_the_run()
    {
        var clock = new RecordingTimeProvider { LongestSkipped = TimeSpan.MaxValue };
        var asked = 0;
        using var accounts = new LiteralServer(_ => Interlocked.Increment(ref asked) == 1 ? Sample.Token("token-1") : Throttled);
        using var source = Source(accounts, clock);
        await RefuseAsync(source);

        var failure = await Assert.ThrowsAsync<ZohoException>(
            () => source.WaitWhileThrottledAsync(TimeSpan.FromMinutes(2), CancellationToken.None).AsTask());

        Assert.Equal(
            ("token_throttled", ZohoErrorKind.LimitsExceeded, true, CallOutcome.Refused),
            (failure.Error.Code, failure.Error.Kind, failure.Error.EndsRun, failure.Error.Outcome));
        Assert.Equal([10, 20, 40], clock.Waits.Select(wait => wait.TotalSeconds));
        Assert.Null(source.ThrottledSince);
        Assert.Equal(TimeSpan.FromSeconds(70), source.TimeThrottled);
    }

    [Fact]
    public async Task Without_patience_a_call_asks_again_once_the_pause_is_over_and_never_waits()
    {
        var clock = new RecordingTimeProvider();
        using var accounts = LiteralServer.InTurn(Sample.Token("token-1"), Throttled, Throttled, Sample.Token("token-2"));
        using var source = Source(accounts, clock);
        await RefuseAsync(source);

        await AssertThrottledAsync(requests: 2);
        clock.Advance(TimeSpan.FromSeconds(9));
        await AssertThrottledAsync(requests: 2);
        clock.Advance(TimeSpan.FromSeconds(1));
        await AssertThrottledAsync(requests: 3);
        clock.Advance(TimeSpan.FromSeconds(19));
        await AssertThrottledAsync(requests: 3);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await source.WaitWhileThrottledAsync(TimeSpan.Zero, CancellationToken.None));

        Assert.Equal("token-2", (await source.GetAsync(CancellationToken.None)).Value);
        Assert.Empty(clock.Waits);

        async Task AssertThrottledAsync(int requests)
        {
            var failure = await Assert.ThrowsAsync<ZohoException>(() => source.WaitWhileThrottledAsync(TimeSpan.Zero, CancellationToken.None).AsTask());
            Assert.Equal(("token_throttled", CallOutcome.Refused), (failure.Error.Code, failure.Error.Outcome));
            Assert.Equal(requests, accounts.Requests.Count);
        }
    }

    [Fact]
    public async Task What_is_refused_for_good_while_waiting_ends_the_wait()
    {
        var clock = new RecordingTimeProvider { LongestSkipped = TimeSpan.MaxValue };
        using var accounts = LiteralServer.InTurn(Sample.Token("token-1"), Throttled, Reply.Json(200, """{"error":"invalid_code"}"""));
        using var source = Source(accounts, clock);
        await RefuseAsync(source);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => source.WaitWhileThrottledAsync(Patience, CancellationToken.None).AsTask());

        Assert.Equal(("invalid_code", CallOutcome.Refused), (failure.Error.Code, failure.Error.Outcome));
        Assert.Null(source.ThrottledSince);
    }

    [Fact]
    public async Task Waiting_can_be_cancelled_and_the_others_wait_on()
    {
        var clock = new FakeTimeProvider();
        using var accounts = LiteralServer.InTurn(Sample.Token("token-1"), Throttled, Sample.Token("token-2"));
        using var source = Source(accounts, clock);
        await RefuseAsync(source);
        using var cancel = new CancellationTokenSource();

        var cancelled = source.WaitWhileThrottledAsync(Patience, cancel.Token).AsTask();
        var other = source.WaitWhileThrottledAsync(Patience, CancellationToken.None).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.NotNull(source.ThrottledSince);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.True(await other.WaitAsync(Hang.Guard));
    }

    [Fact]
    public async Task A_token_that_cannot_be_renewed_has_no_throttle()
    {
        using var accounts = LiteralServer.Always(Throttled);
        using var source = new FixedTokenSource(new AccessToken("1000.x.y"), new TokenEndpoint(_http, accounts.BaseUri, new SecretRedactor(), TimeProvider.System));

        Assert.False(await source.WaitWhileThrottledAsync(TimeSpan.Zero, CancellationToken.None));
        Assert.Equal((null, TimeSpan.Zero), (source.ThrottledSince, source.TimeThrottled));
    }

    [Fact]
    public async Task A_run_over_a_throttled_endpoint_loses_nothing()
    {
        // What another process was told half a minute ago is nearly over: so the run waits, by the system's clock, for a moment only.
        const int Records = 30;
        using var folder = new CacheFolder();
        using var emulator = new CrmEmulator(new EmulatorSettings { ConcurrencyLimit = 5 });
        emulator.Start();
        var ids = emulator.AddModule("Deals").AddRecords(Records);
        var options = Opened.Options(emulator) with { TokenCachePath = folder.FullName };
        using var connection = await Opened.Open(options, Opened.Quick with { TokenPatience = TimeSpan.FromMinutes(1), RunPatience = Hang.Guard });
        await new RecordLockClient(connection.Api).LockAsync("Deals", ids[0], "Quarter closed");
        emulator.ExpireAccessTokens();
        folder.Throttle(options, TimeSpan.FromSeconds(1));

        var client = new RecordLockClient(connection.Api);
        await Task.WhenAll(ids.Skip(1).Select(id => client.LockAsync("Deals", id, "Quarter closed"))).WaitAsync(Hang.Guard);

        Assert.Equal(Records, emulator.GetModule("Deals").LockedCount);
        Assert.Equal((2, 0), (emulator.Counters.TokensIssued, emulator.Counters.RepeatedLocks));
        Assert.True(connection.Api.TimeWithheld > TimeSpan.Zero, "It had nothing to wait for.");
        Assert.Null(connection.TokenThrottledSince);
    }

    [Fact]
    public async Task A_run_that_has_no_patience_for_it_ends_with_the_throttle()
    {
        using var folder = new CacheFolder();
        using var emulator = new CrmEmulator();
        emulator.Start();
        var id = emulator.AddModule("Deals").AddRecords(1)[0];
        var options = Opened.Options(emulator) with { TokenCachePath = folder.FullName };
        using var connection = await Opened.Open(options);
        emulator.ExpireAccessTokens();
        folder.Throttle(options, TimeSpan.FromSeconds(30));

        var failure = await Assert.ThrowsAsync<ZohoException>(() => new RecordLockClient(connection.Api).LockAsync("Deals", id, "Quarter closed"));

        Assert.Equal(("token_throttled", true, null), (failure.Error.Code, failure.Error.EndsRun, failure.Error.StatusCode));
        Assert.Equal(1, emulator.Counters.TokensIssued);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    public async Task What_failed_before_the_time_without_tokens_is_not_held_against_the_calls_after_it(int status)
    {
        var (firstTokenPause, pause) = (TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(100));
        var clock = new RecordingTimeProvider { LongestSkipped = firstTokenPause };
        using var accounts = LiteralServer.InTurn(Sample.Token("token-1"), Throttled, Sample.Token("token-2"));
        using var server = LiteralServer.InTurn(
            Reply.Json(status, Sample.TooManyRequests),
            Reply.Json(401, Sample.InvalidToken),
            Reply.Json(status, Sample.TooManyRequests),
            Sample.Success(LockingCall.List));
        using var connection = await Opened.WithRefreshToken(accounts, server, Opened.Repeating with
        {
            Time = clock,
            Patience = firstTokenPause / 2,
            RunPatience = firstTokenPause / 2,
            TokenPatience = TimeSpan.FromHours(1),
            FirstPause = pause,
            LongestPause = pause,
        });

        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.List).WaitAsync(Hang.Guard);

        Assert.Equal(4, server.Requests.Count);
        Assert.Contains(firstTokenPause, clock.Waits);
    }

    [Theory]
    [InlineData(60, 60, true)]
    [InlineData(60, 31, true)]
    [InlineData(60, 29, false)]
    [InlineData(60, 0, false)]
    [InlineData(29, 0, true)]
    public async Task The_time_without_a_token_is_not_counted_against_the_patience_of_a_call(int passed, int throttled, bool mayRepeat)
    {
        var clock = new FakeTimeProvider();
        using var tokens = new ThrottledSource { TimeThrottled = TimeSpan.FromMinutes(7) };
        using var limiter = new CallLimiter(ConcurrencyLimit.Create(edition: null, TimeProvider.System), TimeProvider.System);
        var policy = Opened.Quick with { Patience = TimeSpan.FromSeconds(30), Time = clock };
        var api = new ApiClient(_http, "v7", tokens, new ServerState(clock), limiter, policy, new SecretRedactor());
        var tries = new ApiRetryState(api);
        var lost = new ZohoException(TransportErrors.TimedOut(TimeSpan.FromSeconds(1)));
        tries.Record(lost);

        clock.Advance(TimeSpan.FromSeconds(passed));
        tokens.TimeThrottled += TimeSpan.FromSeconds(throttled);

        Assert.Equal(mayRepeat, tries.MayRepeat(lost.Error));
    }

    private static async Task RefuseAsync(RenewingTokenSource source)
    {
        var token = await source.GetAsync(CancellationToken.None);
        source.Confirm(token, sent: 1);
        var failure = await Assert.ThrowsAsync<ZohoException>(() => source.RenewAsync(token, CancellationToken.None).AsTask());
        Assert.Equal(("token_throttled", CallOutcome.NotSent), (failure.Error.Code, failure.Error.Outcome));
    }

    private RenewingTokenSource Source(LiteralServer accounts, TimeProvider clock)
    {
        var client = new OAuthClient(new RefreshTokenCredential("client", Opened.Secure("secret"), Opened.Secure("refresh")));
        var endpoint = new TokenEndpoint(_http, accounts.BaseUri, new SecretRedactor(), clock);
        return new(new RefreshTokenGrant(client, new Secret("refresh", "RefreshToken")), endpoint, cache: null, clock);
    }

    private sealed class ThrottledSource : IAccessTokenSource
    {
        public Uri Accounts => throw new NotSupportedException();

        public bool CanRenew => true;

        public AccessToken? Current => null;

        public Secret? RefreshToken => null;

        public DateTimeOffset? ThrottledSince => null;

        public DateTimeOffset? NextRequest => null;

        public TimeSpan TimeThrottled { get; set; }

        public string? CacheProblem => null;

        public ValueTask<AccessToken> GetAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Confirm(AccessToken token, long sent) => throw new NotSupportedException();

        public ValueTask<AccessToken> RenewAsync(AccessToken refused, CancellationToken cancellationToken) => throw new NotSupportedException();

        public bool IsThrottled => throw new NotSupportedException();

        public ValueTask<bool> WaitWhileThrottledAsync(TimeSpan patience, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RevokeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }

    /// <summary>Timers that are over at once, when a third of their time has passed.</summary>
    private sealed class EarlyTimeProvider : FakeTimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Advance(TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMillisecond, dueTime.Ticks / 3)));
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
