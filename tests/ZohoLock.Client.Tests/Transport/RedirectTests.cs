using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Transport;

/// <summary>A redirect would carry the token, or the secrets in the form, to whatever host it names: none is followed.</summary>
public sealed class RedirectTests
{
    public static TheoryData<int> Statuses { get; } = new(301, 302, 303, 307, 308);

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_call_is_not_redirected_to_another_host(int status)
    {
        using var elsewhere = LiteralServer.Always(Sample.Success(LockingCall.List));
        foreach (var call in LockingCalls.All)
        {
            using var api = LiteralServer.Always(Reply.Redirect(status, new(elsewhere.BaseUri, "/crm/v7/Leads")));
            using var connection = await Opened.WithToken(api);

            var failure = await new RecordLockClient(connection.Api).FailAsync(call);

            Assert.Equal(($"HTTP_{status}", status), (failure.Error.Code, failure.Error.StatusCode));
            Assert.Single(api.Requests);
        }

        Assert.Equal(0, elsewhere.Connections);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_token_request_is_not_redirected_to_another_host(int status)
    {
        using var elsewhere = LiteralServer.Always(Sample.Token());
        using var accounts = LiteralServer.Always(Reply.Redirect(status, new(elsewhere.BaseUri, "/oauth/v2/token")));

        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri)));

        Assert.Equal(($"HTTP_{status}", true), (failure.Error.Code, failure.Error.EndsRun));
        Assert.Equal(0, elsewhere.Connections);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_revocation_is_not_redirected_to_another_host(int status)
    {
        using var elsewhere = LiteralServer.Always(Reply.Json(200, """{"status":"success"}"""));
        using var accounts = LiteralServer.Always(Reply.Redirect(status, new(elsewhere.BaseUri, "/oauth/v2/token/revoke")));
        using var connection = await Opened.WithToken(accounts);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => connection.RevokeAsync());

        Assert.Equal("not_revoked", failure.Error.Code);
        Assert.Equal(0, elsewhere.Connections);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task No_way_in_is_redirected_to_another_host(int status)
    {
        using var elsewhere = LiteralServer.Always(Sample.Token());
        using var accounts = new LiteralServer(request => Reply.Redirect(status, new(elsewhere.BaseUri, request.Target)));
        var secret = Opened.Secure("secret-of-the-client");
        foreach (var credential in (Credential[])
        [
            new GrantCodeCredential("1000.CLIENT", secret, Opened.Secure("1000.grant.code")),
            new ClientCredentials("1000.CLIENT", secret, "17"),
            new DeviceCodeCredential("1000.CLIENT", secret, _ => { }),
        ])
        {
            var failure = await Assert.ThrowsAsync<ZohoException>(
                () => Opened.Open(Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri) with { Credential = credential }));

            Assert.Equal($"HTTP_{status}", failure.Error.Code);
        }

        Assert.Equal(0, elsewhere.Connections);
    }

    [Fact]
    public async Task A_redirect_to_another_path_of_the_same_host_is_not_followed_either()
    {
        using var api = new LiteralServer(request => request.Path == "/elsewhere" ? Sample.Success(LockingCall.List) : Reply.Raw(
            "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"));
        using var connection = await Opened.WithToken(api);

        await new RecordLockClient(connection.Api).FailAsync(LockingCall.List);

        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task An_api_domain_that_is_none_of_Zohos_gets_no_token()
    {
        using var foreign = LiteralServer.Always(Sample.Success(LockingCall.Lock));
        using var proxy = LiteralServer.Always(Reply.Html(403, "<html>blocked by the proxy</html>"));
        using var accounts = LiteralServer.Always(Sample.Token(apiDomain: foreign.BaseUri.OriginalString));
        using var connection = await Opened.Open(Opened.RefreshOptions(accounts.BaseUri, api: null) with { Proxy = proxy.BaseUri });

        await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock);

        // It goes to the data centre's own host, which the proxy keeps from being reached here.
        Assert.NotEmpty(proxy.Requests);
        Assert.All(proxy.Requests, request => Assert.Equal("www.zohoapis.com:443", request.Target));
        Assert.Equal(0, foreign.Connections);
    }

    [Theory]
    [InlineData("https://portal.example/login?back=https%3A%2F%2Fwww.zohoapis.com", "https://portal.example/login")]
    [InlineData("https://portal.example/login?token={token}", "https://portal.example/login")]
    [InlineData("https://portal.example/{token}", "https://portal.example/***")]
    [InlineData("https://user:password@portal.example/", "https://***@portal.example/")]
    [InlineData("/elsewhere", "{api}/elsewhere")]
    [InlineData("login.html#top", "{api}/crm/v7/Leads/5843104000000425566/login.html")]
    public async Task The_error_says_where_a_call_is_redirected_to(string location, string told)
    {
        using var api = new LiteralServer(request => Reply.Raw(
            $"HTTP/1.1 302 Found\r\nLocation: {location.Replace("{token}", request.Authorization!.Split(' ')[1], StringComparison.Ordinal)}\r\nContent-Length: 0\r\n\r\n"));
        using var connection = await Opened.WithToken(api);

        var error = (await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock)).Error;

        var address = told.Replace("{api}", api.BaseUri.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
        Assert.Contains($"redirects to {address} (302)", error.Message, StringComparison.Ordinal);
        Assert.Contains("-ApiDomain", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Location: \r\n")]
    [InlineData("Location: http://[\r\n")]
    public async Task A_redirect_to_nowhere_is_an_error_like_any_other(string header)
    {
        using var api = LiteralServer.Always(Reply.Raw($"HTTP/1.1 302 Found\r\n{header}Content-Length: 0\r\n\r\n"));
        using var connection = await Opened.WithToken(api);

        Assert.Equal("HTTP_302", (await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock)).Error.Code);
    }

    [Fact]
    public async Task The_error_says_where_a_token_request_is_redirected_to()
    {
        using var accounts = LiteralServer.Always(Reply.Raw("HTTP/1.1 302 Found\r\nLocation: https://portal.example/login?x=y\r\nContent-Length: 0\r\n\r\n"));

        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri)));

        Assert.Contains("redirects to https://portal.example/login", failure.Error.Message, StringComparison.Ordinal);
        Assert.Contains("-AccountsUri", failure.Error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_that_brings_a_success_along_is_no_success()
    {
        using var api = LiteralServer.Always(Reply.Json(302, Sample.Locked, "Location: /elsewhere"));
        using var connection = await Opened.WithToken(api);

        Assert.Equal("HTTP_302", (await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock)).Error.Code);
    }
}
