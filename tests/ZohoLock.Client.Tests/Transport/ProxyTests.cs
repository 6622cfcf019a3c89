using System.Net;
using System.Text;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Transport;

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

        await Xunit.Record.ExceptionAsync(async () =>
        {
            using var connection = await Opened.Open(Opened.RefreshOptions(server.BaseUri, server.BaseUri));
            await new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock);
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

        var failure = await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock);

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

        var failure = await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock);

        Assert.Equal(
            [null, $"Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes("patricia:canary-password"))}"],
            proxy.Requests.Take(2).Select(request => request.Header("Proxy-Authorization")));
        Assert.All(proxy.Requests, request => Assert.Equal("CONNECT", request.Method));
        Assert.DoesNotContain("canary-password", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_is_for_the_systems_proxy_too()
    {
        using var proxy = new LiteralServer(request => request.Header("Proxy-Authorization") is null ? SignIn : Refusal);
        HttpClient.DefaultProxy = new WebProxy(proxy.BaseUri);
        using var connection = await Opened.Open(
            Opened.TokenOptions(new Uri("https://www.zohoapis.eu")) with { ProxyCredential = new NetworkCredential("patricia", "canary-password") });

        await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock);

        Assert.StartsWith("Basic ", proxy.Requests[1].Header("Proxy-Authorization"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_proxy_that_wants_to_know_who_asks_and_is_not_told_asks_for_a_credential(bool ofApi)
    {
        using var proxy = LiteralServer.Always(SignIn);

        var failure = await FailThroughAsync(proxy, ofApi, credential: null);

        AssertSignIn(failure, ofApi ? "www.zohoapis.eu" : "accounts.zoho.eu");
        Assert.Equal("CONNECT", proxy.Request.Method);
        Assert.Null(proxy.Request.Header("Proxy-Authorization"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_proxy_that_does_not_take_who_asks_asks_for_another_credential(bool ofApi)
    {
        using var proxy = LiteralServer.Always(SignIn);

        var failure = await FailThroughAsync(proxy, ofApi, new NetworkCredential("patricia", "canary-password"));

        AssertSignIn(failure, ofApi ? "www.zohoapis.eu" : "accounts.zoho.eu");
        Assert.DoesNotContain("canary-password", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>Who are you?</html>")]
    [InlineData("")]
    public async Task A_407_in_the_place_of_an_answer_asks_for_a_credential_too(string body)
    {
        using var server = LiteralServer.Always(Reply.Html(407, body));
        using var connection = await Opened.WithToken(server);

        AssertSignIn(await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock), server.BaseUri.Authority);
        AssertSignIn(
            await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Opened.RefreshOptions(server.BaseUri, server.BaseUri))), server.BaseUri.Authority);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Another_refusal_of_the_proxy_asks_for_no_credential()
    {
        using var proxy = LiteralServer.Always(Refusal);

        var failure = await FailThroughAsync(proxy, ofApi: true, credential: null);

        Assert.Equal("NoConnection", failure.Error.Code);
        Assert.DoesNotContain("-ProxyCredential", failure.Error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_was_given_is_bypassed_for_this_machine()
    {
        using var proxy = LiteralServer.Always(Refusal);
        using var server = new LiteralServer(request => request.Path == "/oauth/v2/token" ? Sample.Token() : Sample.Success(LockingCall.Lock));
        foreach (var host in (Uri[])[server.BaseUri, new($"http://localhost:{server.BaseUri.Port}"), new($"http://LOCALHOST:{server.BaseUri.Port}")])
        {
            using var connection = await Opened.Open(Opened.RefreshOptions(host, host) with { Proxy = proxy.BaseUri });
            await new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock);
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

    [Theory]
    [InlineData("127.0.0.1:8080")]
    [InlineData("proxy:8080")]
    [InlineData("proxy.example.com")]
    [InlineData("proxy.example.com:3128/")]
    public async Task A_proxy_address_without_its_scheme_is_told_as_that_with_the_one_to_give(string address)
    {
        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(
            Opened.TokenOptions(new Uri("https://www.zohoapis.eu")) with { Proxy = new Uri(address, UriKind.RelativeOrAbsolute) }));

        Assert.Equal("InvalidProxy", failure.Error.Code);
        Assert.Equal($"the proxy '{address}' has no http:// before it", failure.Error.Message);
        Assert.StartsWith($"Give -Proxy http://{address}", failure.Error.Advice, StringComparison.Ordinal);
    }

    private static Reply SignIn => Reply.Whole(407, "", "Proxy-Authenticate: Basic realm=\"proxy\"");

    private static Reply Refusal => Reply.Html(403, "<html>blocked by the proxy</html>");

    private static async Task<ZohoException> FailThroughAsync(LiteralServer proxy, bool ofApi, NetworkCredential? credential)
    {
        if (!ofApi)
        {
            return await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(
                Opened.RefreshOptions(new Uri("https://accounts.zoho.eu"), api: null) with { Proxy = proxy.BaseUri, ProxyCredential = credential }));
        }

        using var connection = await Opened.Open(Options(proxy) with { ProxyCredential = credential });
        return await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock);
    }

    private static void AssertSignIn(ZohoException failure, string host)
    {
        Assert.Equal(
            ("ProxyAuthenticationRequired", ZohoErrorKind.ConnectionError, true), (failure.Error.Code, failure.Error.Kind, failure.Error.EndsRun));
        Assert.Contains("407", failure.Error.Message, StringComparison.Ordinal);
        Assert.Contains(host, failure.Error.Message, StringComparison.Ordinal);
        Assert.Contains("-ProxyCredential", failure.Error.Advice, StringComparison.Ordinal);
    }

    private static ConnectionOptions Options(LiteralServer proxy) => Opened.TokenOptions(new Uri("https://www.zohoapis.eu")) with { Proxy = proxy.BaseUri };
}
