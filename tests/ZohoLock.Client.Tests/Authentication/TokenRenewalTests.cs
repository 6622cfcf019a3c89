using Microsoft.Extensions.Time.Testing;
using ZohoLock.Authentication;
using ZohoLock.Authentication.Grants;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Transport;

namespace ZohoLock.Client.Tests.Authentication;

/// <summary>When a token is renewed, on a clock of the test's own (protocol sections 4.2 and 4.4).</summary>
public sealed class TokenRenewalTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly HttpClient _http = new();
    private int _granted;

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("\"expires_in\":3600", 3600)]
    [InlineData("\"expires_in\":3600000", 3600)]
    [InlineData("\"expires_in\":3600000,\"expires_in_sec\":3600", 3600)]
    [InlineData("\"expires_in_sec\":3600,\"expires_in\":3600000", 3600)]
    [InlineData("\"expires_in\":\"3600\"", 3600)]
    [InlineData("\"expires_in\":60", 60)]
    [InlineData("\"expires_in\":86400", 86400)]
    public async Task The_life_of_a_token_is_read_in_seconds_whatever_it_was_sent_in(string life, int seconds)
    {
        using var server = Granting(life);
        using var source = Source(server);

        var token = await source.GetAsync(CancellationToken.None);

        Assert.Equal(_clock.GetUtcNow().AddSeconds(seconds), token.Expires);
    }

    [Fact]
    public async Task A_token_of_an_hour_is_renewed_a_minute_before_its_end()
    {
        using var server = Granting("\"expires_in\":3600");
        using var source = Source(server);

        await source.GetAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(3539));
        Assert.Equal("token-1", (await source.GetAsync(CancellationToken.None)).Value);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("token-2", (await source.GetAsync(CancellationToken.None)).Value);

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_token_of_a_short_life_is_used_for_nine_tenths_of_it()
    {
        using var server = Granting("\"expires_in\":20");
        using var source = Source(server);

        await source.GetAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(17.9));
        Assert.Equal("token-1", (await source.GetAsync(CancellationToken.None)).Value);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("token-2", (await source.GetAsync(CancellationToken.None)).Value);
    }

    [Fact]
    public async Task A_token_of_unknown_life_is_used_until_it_is_refused()
    {
        using var server = Granting("\"token_type\":\"Bearer\"");
        using var source = Source(server);

        await source.GetAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromDays(30));

        Assert.Equal("token-1", (await source.GetAsync(CancellationToken.None)).Value);
    }

    [Theory]
    [InlineData("\"expires_in\":0")]
    [InlineData("\"expires_in\":-1")]
    [InlineData("\"expires_in\":1e300")]
    [InlineData("\"expires_in_sec\":1e18")]
    public async Task A_life_that_makes_no_sense_neither_breaks_nor_asks_for_a_token_at_every_call(string life)
    {
        using var server = Granting(life);
        using var source = Source(server);

        for (var call = 0; call < 5; call++)
        {
            await source.GetAsync(CancellationToken.None);
        }

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Callers_who_find_the_token_due_at_once_share_one_request()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new LiteralServer(async _ =>
        {
            await go.Task;
            return Grant("\"expires_in\":3600");
        });
        using var source = Source(server);

        var callers = Enumerable.Range(0, 10).Select(_ => source.GetAsync(CancellationToken.None).AsTask()).ToArray();
        go.SetResult();
        var tokens = await Task.WhenAll(callers).WaitAsync(Hang.Guard);

        Assert.All(tokens, token => Assert.Equal("token-1", token.Value));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Callers_who_wait_for_a_renewal_that_is_refused_share_the_refusal()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new LiteralServer(async _ =>
        {
            await go.Task;
            return Reply.Json(400, """
                {"error_description":"You have made too many requests continuously. Please try again after some time.","error":"Access Denied","status":"failure"}
                """);
        });
        using var source = Source(server);

        var callers = Enumerable.Range(0, 10).Select(_ => source.GetAsync(CancellationToken.None).AsTask()).ToArray();
        go.SetResult();

        foreach (var caller in callers)
        {
            var failure = await Assert.ThrowsAsync<ZohoException>(() => caller.WaitAsync(Hang.Guard));
            Assert.Equal("token_throttled", failure.Error.Code);
        }

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_caller_who_gives_up_leaves_the_others_their_token()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var requests = 0;
        using var server = new LiteralServer(_ =>
        {
            if (Interlocked.Increment(ref requests) > 1)
            {
                return Grant("\"expires_in\":3600");
            }

            arrived.SetResult();
            return Reply.Hanging;
        });
        using var source = Source(server);
        using var cancel = new CancellationTokenSource();

        var first = source.GetAsync(cancel.Token).AsTask();
        await arrived.Task.WaitAsync(Hang.Guard);
        var second = source.GetAsync(CancellationToken.None).AsTask();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal("token-1", (await second.WaitAsync(Hang.Guard)).Value);
    }

    [Fact]
    public async Task Renewing_a_token_that_somebody_else_has_renewed_brings_theirs()
    {
        using var server = Granting("\"expires_in\":3600");
        using var source = Source(server);
        var old = await source.GetAsync(CancellationToken.None);

        var one = await source.RenewAsync(old, CancellationToken.None);
        var other = await source.RenewAsync(old, CancellationToken.None);

        Assert.Same(one, other);
        Assert.Same(one, source.Current);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Of_tokens_that_are_never_taken_one_is_replaced_a_minute_and_three_in_ten()
    {
        using var server = Granting("\"expires_in\":3600");
        using var source = Source(server);
        Assert.Equal("token-2", await RefusedAsync());
        Assert.Equal("token-2", await RefusedAsync());
        foreach (var next in (string[])["token-3", "token-4"])
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(next, await RefusedAsync());
            Assert.Equal(next, await RefusedAsync());
        }

        _clock.Advance(TimeSpan.FromSeconds(599));
        Assert.Equal("token-4", await RefusedAsync());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("token-5", await RefusedAsync());

        // The token in use once the one before was refused.
        async Task<string> RefusedAsync() =>
            (await source.RenewAsync(await source.GetAsync(CancellationToken.None), CancellationToken.None)).Value;
    }

    [Fact]
    public async Task A_token_that_was_taken_is_replaced_as_often_as_it_is_refused()
    {
        using var server = Granting("\"expires_in\":3600");
        using var source = Source(server);
        for (var number = 1; number <= 10; number++)
        {
            var token = await source.GetAsync(CancellationToken.None);
            Assert.Equal($"token-{number}", token.Value);
            source.Confirm(token, _clock.GetTimestamp());
            await source.RenewAsync(token, CancellationToken.None);
        }
    }

    [Fact]
    public void Callers_that_wait_for_a_token_end_when_the_connection_is_closed()
    {
        Task[] waiting = [];
        var thread = new Thread(() =>
        {
            var work = Simulation.PrivateWorkQueue.Create();
            using var silent = new SilentNetwork();
            using var http = new HttpClient(silent);
            using var closing = new CancellationTokenSource();
            var source = Source(http, new Uri("https://accounts.zoho.eu"));
            waiting = [.. Enumerable.Range(0, 3).Select(_ => source.GetAsync(closing.Token).AsTask())];

            closing.Cancel();
            source.Dispose();
            work.Drain();
        });
        thread.Start();
        thread.Join();

        Assert.All(waiting, task => Assert.True(task.IsCanceled));
    }

    [Fact]
    public async Task A_token_that_comes_after_the_connection_was_closed_is_not_kept()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new LiteralServer(async _ =>
        {
            arrived.SetResult();
            await go.Task;
            return Grant("\"expires_in\":3600");
        });
        var source = Source(server);
        var late = source.GetAsync(CancellationToken.None).AsTask();
        var waiting = source.GetAsync(CancellationToken.None).AsTask();
        await arrived.Task.WaitAsync(Hang.Guard);

        source.Dispose();
        go.SetResult();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => late.WaitAsync(Hang.Guard));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Hang.Guard));
        Assert.Null(source.Current);
        Assert.Single(server.Requests);
    }

    private LiteralServer Granting(string life) => new(_ => Grant(life));

    private Reply Grant(string life) => Reply.Json(200, $$"""{"access_token":"token-{{Interlocked.Increment(ref _granted)}}",{{life}}}""");

    private RenewingTokenSource Source(LiteralServer server) => Source(_http, server.BaseUri);

    private RenewingTokenSource Source(HttpClient http, Uri accounts)
    {
        var client = new OAuthClient(new RefreshTokenCredential("client", Opened.Secure("secret"), Opened.Secure("refresh")));
        return new(
            new RefreshTokenGrant(client, new Secret("refresh", "RefreshToken")),
            new TokenEndpoint(http, accounts, new SecretRedactor(), _clock),
            cache: null,
            _clock);
    }

    private sealed class SilentNetwork : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("It never answers.");
        }
    }
}
