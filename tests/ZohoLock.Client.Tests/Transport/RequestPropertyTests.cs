using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Transport;

/// <summary>What HTTP does beneath the calls: repeats, cookies, lengths, the calls counted.</summary>
public sealed class RequestPropertyTests
{
    [Fact]
    public async Task Unlocking_carries_a_length_of_zero()
    {
        using var server = LiteralServer.Always(Sample.Success(LockingCall.Unlock));
        using var connection = await Opened.WithToken(server);

        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.Unlock);

        Assert.Equal("0", server.Request.Header("Content-Length"));
    }

    [Theory]
    [InlineData(LockingCall.Lock)]
    [InlineData(LockingCall.Update)]
    [InlineData(LockingCall.Unlock)]
    public async Task A_change_whose_kept_alive_connection_closes_unanswered_is_not_repeated_unseen(LockingCall call)
    {
        using var server = new LiteralServer(request => request.Method == "GET" ? Reply.NoContent : Reply.Closed);
        using var connection = await Opened.WithToken(server);
        var client = new RecordLockClient(connection.Api);
        await client.MakeAsync(LockingCall.List);

        var failure = await client.FailAsync(call);

        Assert.Equal(("ConnectionBroken", ZohoErrorKind.ConnectionError, false), (failure.Error.Code, failure.Error.Kind, failure.Error.EndsRun));
        Assert.Contains("not known", failure.Error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests, request => request.Method != "GET");
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Calls_share_a_connection_that_is_kept_alive()
    {
        using var server = LiteralServer.Always(Reply.NoContent);
        using var connection = await Opened.WithToken(server);
        var client = new RecordLockClient(connection.Api);

        for (var call = 0; call < 10; call++)
        {
            await client.MakeAsync(LockingCall.List);
        }

        Assert.Equal((10, 1), (server.Requests.Count, server.Connections));
    }

    [Fact]
    public async Task Cookies_are_not_sent_back()
    {
        using var server = new LiteralServer(request => request.Path switch
        {
            "/oauth/v2/token" => Reply.Json(200, """{"access_token":"1000.x.y"}""", "Set-Cookie: _zcsr_tmp=a; path=/; HttpOnly"),
            "/oauth/v2/token/revoke" => Reply.Json(200, """{"status":"success"}"""),
            _ => Reply.Json(200, Sample.One, "Set-Cookie: _zcsr_tmp=b; path=/", "Set-Cookie: session=c"),
        });
        using var connection = await Opened.Open(Opened.RefreshOptions(server.BaseUri, server.BaseUri));
        var client = new RecordLockClient(connection.Api);

        await client.MakeAsync(LockingCall.One);
        await client.MakeAsync(LockingCall.One);
        await connection.RevokeAsync();

        Assert.Equal(4, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Null(request.Header("Cookie")));
    }

    [Fact]
    public async Task Calls_are_counted_with_their_repeats()
    {
        using var accounts = LiteralServer.Always(Sample.Token());
        using var api = LiteralServer.InTurn(
            Reply.Json(401, Sample.InvalidToken), Reply.Json(429, Sample.TooManyRequests), Sample.Success(LockingCall.Lock));
        using var connection = await Opened.WithRefreshToken(accounts, api, Opened.Repeating);
        Assert.Equal(0, connection.CallsMade);

        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock);

        Assert.Equal(3, connection.CallsMade);
        Assert.Equal(3, api.Requests.Count);
    }

    [Fact]
    public async Task The_credits_left_are_told_once_Zoho_tells_them()
    {
        using var server = LiteralServer.InTurn(
            Reply.Json(200, Sample.One),
            Reply.Json(200, Sample.One, "X-API-CREDITS-REMAINING: 2400"),
            Reply.Json(200, Sample.One, "X-API-CREDITS-REMAINING: many"),
            Reply.Json(403, """{"code":"NO_PERMISSION","details":{},"message":"permission denied","status":"error"}""", "x-api-credits-remaining: 0"));
        using var connection = await Opened.WithToken(server);
        var client = new RecordLockClient(connection.Api);

        await client.MakeAsync(LockingCall.One);
        Assert.Null(connection.CreditsRemaining);
        await client.MakeAsync(LockingCall.One);
        Assert.Equal(2400, connection.CreditsRemaining);
        await client.MakeAsync(LockingCall.One);
        Assert.Equal(2400, connection.CreditsRemaining);
        await client.FailAsync(LockingCall.One);
        Assert.Equal(0, connection.CreditsRemaining);
    }
}
