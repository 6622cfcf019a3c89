using System.Net;
using System.Security.Authentication;
using Microsoft.Extensions.DependencyInjection;
using ZohoLock.Authentication;

namespace ZohoLock.Http;

/// <summary>A connection's two HTTP clients, one for the accounts host and one for the API host, each with its chain of handlers.</summary>
internal sealed class HttpStack : IDisposable
{
    private const string Accounts = nameof(Accounts);
    private const string Api = nameof(Api);

    private static readonly TimeSpan TokenTimeout = TimeSpan.FromSeconds(30);

    private readonly LoopbackBypass _proxy;
    private readonly SecretRedactor _redactor;
    private readonly Func<HttpMessageHandler> _network;
    private readonly ServiceProvider _services;

    /// <summary>Builds the two.</summary>
    /// <param name="options">The proxy.</param>
    /// <param name="usage">What counts the calls to the API host.</param>
    /// <param name="server">What learns from its answers.</param>
    /// <param name="redactor">What learns the proxy's password, and is to know the secrets that are sent.</param>
    /// <param name="network">Sends the requests; null for .NET's own, over the network.</param>
    public HttpStack(ConnectionOptions options, ApiUsage usage, ServerFacts server, SecretRedactor redactor, Func<HttpMessageHandler>? network = null)
    {
        _proxy = ProxyOf(options);
        _redactor = redactor;
        _redactor.Add(options.ProxyCredential?.Password);
        _network = network ?? CreateNetworkHandler;
        var services = new ServiceCollection();
        AddClient(services, Accounts).AddHttpMessageHandler(() => new BufferingHandler(BufferingHandler.AccountsLimit));
        AddClient(services, Api)
            .AddHttpMessageHandler(() => new UsageHandler(usage, server))
            .AddHttpMessageHandler(() => new BufferingHandler(BufferingHandler.ApiLimit));
        _services = services.BuildServiceProvider();
    }

    /// <summary>The OAuth endpoints of an accounts host, which are asked again after <paramref name="firstPause"/> where they fail.</summary>
    public TokenEndpoint CreateTokenEndpoint(Uri accounts, TimeSpan firstPause)
    {
        var client = _services.GetRequiredService<IHttpClientFactory>().CreateClient(Accounts);
        client.Timeout = TokenTimeout;
        HideProxyUser(accounts);
        return new(client, accounts, _redactor, firstPause);
    }

    /// <summary>A client whose calls carry the access token.</summary>
    public HttpClient CreateApiClient(Uri host, IAccessTokenSource tokens, RetryPolicy policy)
    {
        HideProxyUser(host);
        var chain = _services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(Api);
        var authorized = new AuthorizationHandler(tokens, TimeProvider.System) { InnerHandler = chain };
        return new(new TimeoutHandler(policy.CallTimeout, policy.Time) { InnerHandler = authorized })
        {
            BaseAddress = host,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public void Dispose() => _services.Dispose();

    private static LoopbackBypass ProxyOf(ConnectionOptions options) => new(AddressOf(options), options.ProxyCredential);

    private static IWebProxy AddressOf(ConnectionOptions options) => options.Proxy switch
    {
        null => HttpClient.DefaultProxy,
        { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo.Length: 0 } address => new WebProxy(address),
        var other => throw new ZohoException(
            AddressWithoutScheme.Describe(other, Uri.UriSchemeHttp, "InvalidProxy", "the proxy", nameof(options.Proxy))
            ?? ZohoError.Input(
                "InvalidProxy",
                $"the proxy '{other.OriginalString[(other.OriginalString.LastIndexOf('@') + 1)..]}' is no http:// or https:// address without a user name",
                "Give it as http://proxy.example:8080, and who asks with -ProxyCredential.")),
    };

    private void HideProxyUser(Uri host)
    {
        if (_proxy.GetProxy(host) is { } address)
        {
            _redactor.Add(Uri.UnescapeDataString(address.UserInfo));
            _redactor.Add(_proxy.Credentials?.GetCredential(address, "Basic")?.Password);
        }
    }

    private IHttpClientBuilder AddClient(IServiceCollection services, string name) => services
        .AddHttpClient(name)
        .RemoveAllLoggers()
        .AddHttpMessageHandler(() => new ProxySignInHandler())
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        .ConfigurePrimaryHttpMessageHandler(_network);

    private SocketsHttpHandler CreateNetworkHandler() => new()
    {
        // A redirect would carry the token, or the secret in the form, to whatever host it names.
        AllowAutoRedirect = false,
        UseCookies = false,
        Proxy = _proxy,
        SslOptions = { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 },
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}
