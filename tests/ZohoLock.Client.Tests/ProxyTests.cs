using System.Net;
using System.Text;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests;

/// <summary>Plain http is allowed to this machine because it never leaves it; a proxy would be another machine.</summary>
[Collection(ProcessWide.Name)]
public sealed class ProxyTests : IDisposable
{
    private readonly IWebProxy _usual = HttpClient.DefaultProxy;

    public void Dispose() => HttpClient.DefaultProxy = _usual;

    [Fact]
    public async Task A_call_to_this_machine_goes_through_no_proxy()
    {
        using var proxy = LiteralServer.Always(Reply.Html(403, "<html>blocked by the proxy</html>"));
        using var server = new LiteralServer(request => request.Path == "/oauth/v2/token" ? Sample.Token() : Sample.Success(LockingCall.Lock));
        HttpClient.DefaultProxy = new WebProxy(proxy.BaseUri);

        await Record.ExceptionAsync(async () =>
        {
            using var connection = await Opened.Open(Opened.RefreshOptions(server.BaseUri, server.BaseUri));
            await new RecordLockClient(connection).MakeAsync(LockingCall.Lock);
        });

        Assert.Empty(proxy.Requests);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_proxy_that_was_given_is_asked_for_a_tunnel_to_an_https_host_and_never_sees_the_token()
    {
        using var usual = LiteralServer.Always(Refusal);
        using var proxy = LiteralServer.Always(Refusal);
        HttpClient.DefaultProxy = new WebProxy(usual.BaseUri);
        using var connection = await Opened.Open(Options(proxy));

        var failure = await new RecordLockClient(connection).FailAsync(LockingCall.Lock);

        Assert.NotEmpty(proxy.Requests);
        Assert.All(proxy.Requests, request =>
        {
            Assert.Equal(("CONNECT", "www.zohoapis.eu:443"), (request.Method, request.Target));
            Assert.Null(request.Authorization);
            Assert.Null(request.Header("Proxy-Authorization"));
            Assert.DoesNotContain(Opened.Token, string.Join(' ', request.Headers), StringComparison.Ordinal);
        });
        Assert.Equal(("NoConnection", ZohoErrorKind.ConnectionError, true), (failure.Error.Code, failure.Error.Kind, failure.Error.EndsRun));
        Assert.Empty(usual.Requests);
    }

    [Fact]
    public async Task The_accounts_host_too_is_reached_through_the_proxy_and_the_proxy_sees_no_form()
    {
        using var proxy = LiteralServer.Always(Refusal);
        var options = Opened.RefreshOptions(new Uri("https://accounts.zoho.eu"), api: null) with { Proxy = proxy.BaseUri };

        await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(options));

        Assert.NotEmpty(proxy.Requests);
        Assert.All(proxy.Requests, request => Assert.Equal(
            ("CONNECT", "accounts.zoho.eu:443", ""), (request.Method, request.Target, request.Body)));
    }

    [Fact]
    public async Task A_proxy_that_wants_to_know_who_asks_is_told_by_the_credential_that_was_given()
    {
        using var proxy = new LiteralServer(request => request.Header("Proxy-Authorization") is null
            ? Reply.Whole(407, "", "Proxy-Authenticate: Basic realm=\"proxy\"")
            : Refusal);
        using var connection = await Opened.Open(Options(proxy) with { ProxyCredential = new NetworkCredential("patricia", "canary-password") });

        var failure = await new RecordLockClient(connection).FailAsync(LockingCall.Lock);

        Assert.Equal(
            [null, $"Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes("patricia:canary-password"))}"],
            proxy.Requests.Take(2).Select(request => request.Header("Proxy-Authorization")));
        Assert.All(proxy.Requests, request => Assert.Equal("CONNECT", request.Method));
        Assert.DoesNotContain("canary-password", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_wants_to_know_who_asks_and_is_not_told_is_no_connection()
    {
        using var proxy = LiteralServer.Always(Reply.Whole(407, "", "Proxy-Authenticate: Basic realm=\"proxy\""));
        using var connection = await Opened.Open(Options(proxy));

        var failure = await new RecordLockClient(connection).FailAsync(LockingCall.Lock);

        Assert.Equal((ZohoErrorKind.ConnectionError, true), (failure.Error.Kind, failure.Error.EndsRun));
        Assert.Contains("proxy", failure.Error.Advice, StringComparison.Ordinal);
        Assert.All(proxy.Requests, request => Assert.Null(request.Header("Proxy-Authorization")));
    }

    [Fact]
    public async Task A_proxy_that_was_given_is_bypassed_for_this_machine()
    {
        using var proxy = LiteralServer.Always(Refusal);
        using var server = new LiteralServer(request => request.Path == "/oauth/v2/token" ? Sample.Token() : Sample.Success(LockingCall.Lock));
        foreach (var host in (Uri[])[server.BaseUri, new($"http://localhost:{server.BaseUri.Port}"), new($"http://LOCALHOST:{server.BaseUri.Port}")])
        {
            using var connection = await Opened.Open(Opened.RefreshOptions(host, host) with { Proxy = proxy.BaseUri });
            await new RecordLockClient(connection).MakeAsync(LockingCall.Lock);
        }

        Assert.Empty(proxy.Requests);
        Assert.Equal(6, server.Requests.Count);
    }

    [Theory]
    [InlineData("http://user:canary-password@127.0.0.1:8080")]
    [InlineData("https://canary-password@127.0.0.1:8080")]
    [InlineData("user:canary-password@127.0.0.1:8080")]
    [InlineData("socks5://user:canary-password@127.0.0.1:8080")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("proxy.example.com")]
    [InlineData("/proxy")]
    [InlineData("")]
    public async Task A_proxy_address_that_is_none_is_refused_unseen_before_any_call(string address)
    {
        using var accounts = LiteralServer.Always(Sample.Token());

        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(
            Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri) with { Proxy = new Uri(address, UriKind.RelativeOrAbsolute) }));

        Assert.Equal(("InvalidProxy", ZohoErrorKind.InvalidArgument), (failure.Error.Code, failure.Error.Kind));
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, accounts.Connections);
    }

    private static Reply Refusal => Reply.Html(403, "<html>blocked by the proxy</html>");

    private static ConnectionOptions Options(LiteralServer proxy) => Opened.TokenOptions(new Uri("https://www.zohoapis.eu")) with { Proxy = proxy.BaseUri };
}

/// <summary>Tests that change what the whole process shares, and so run by themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWide
{
    public const string Name = "process-wide";
}
