using System.Net;
using System.Security.Authentication;
using Microsoft.Extensions.DependencyInjection;
using ZohoLock.Diagnostics;

namespace ZohoLock.Transport;

/// <summary>A connection's HTTP handler chains: one for the accounts host and one for the API host.</summary>
internal sealed class HttpStack : IDisposable
{
    private const string Accounts = nameof(Accounts);
    private const string Api = nameof(Api);

    private static readonly TimeSpan TokenTimeout = TimeSpan.FromSeconds(30);

    private readonly LoopbackBypassProxy _proxy;
    private readonly SecretRedactor _redactor;
    private readonly HttpMessageHandler _network;
    private readonly ServiceProvider _services;

    /// <summary>Creates both chains.</summary>
    /// <param name="proxy">The proxy; null for the system's.</param>
    /// <param name="proxyCredential">The user name and password for the proxy; null for those of the system's.</param>
    /// <param name="server">Receives what the API host's responses tell of it.</param>
    /// <param name="redactor">Receives the proxy's password.</param>
    /// <param name="network">The handler that sends the requests, disposed with the stack; null for .NET's own.</param>
    public HttpStack(Uri? proxy, ICredentials? proxyCredential, ServerState server, SecretRedactor redactor, HttpMessageHandler? network = null)
    {
        _proxy = new(CreateProxy(proxy), proxyCredential);
        _redactor = redactor;
        _redactor.Add((proxyCredential as NetworkCredential)?.Password);
        _network = network ?? CreateNetworkHandler();
        var services = new ServiceCollection();
        var trace = new ConnectionTrace(redactor.RedactMessage);
        AddClient(services, Accounts, trace).AddHttpMessageHandler(() => new BufferingHandler(BufferingHandler.AccountsLimit));
        AddClient(services, Api, trace).AddHttpMessageHandler(() => new BufferingHandler(BufferingHandler.ApiLimit, server));
        _services = services.BuildServiceProvider();
    }

    /// <summary>Creates a client for an accounts host.</summary>
    public HttpClient CreateAccountsClient(Uri accounts)
    {
        var client = _services.GetRequiredService<IHttpClientFactory>().CreateClient(Accounts);
        client.Timeout = TokenTimeout;
        RedactProxyUser(accounts);
        return client;
    }

    /// <summary>Creates the chain for an API host; its caller adds the access token and the timeout.</summary>
    public HttpMessageHandler CreateApiHandler(Uri host)
    {
        RedactProxyUser(host);
        return _services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(Api);
    }

    /// <summary>Closes the sockets. The factory keeps handlers for other clients and so doesn't dispose the one given to it.</summary>
    public void Dispose()
    {
        _services.Dispose();
        _network.Dispose();
    }

    private static IWebProxy CreateProxy(Uri? proxy) => proxy switch
    {
        null => HttpClient.DefaultProxy,
        { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo.Length: 0 } address => new WebProxy(address),
        var other => throw new ZohoException(
            AddressErrors.FindMissingScheme(other, Uri.UriSchemeHttp, "InvalidProxy", "the proxy", "Proxy")
            ?? ZohoError.Input(
                "InvalidProxy",
                $"the proxy '{other.OriginalString[(other.OriginalString.LastIndexOf('@') + 1)..]}' is no http:// or https:// address without a user name",
                "Give it as http://proxy.example:8080, and who asks with -ProxyCredential.")),
    };

    private void RedactProxyUser(Uri host)
    {
        if (_proxy.GetProxy(host) is { } address)
        {
            _redactor.Add(Uri.UnescapeDataString(address.UserInfo));
            _redactor.Add(_proxy.Credentials?.GetCredential(address, "Basic")?.Password);
        }
    }

    private IHttpClientBuilder AddClient(IServiceCollection services, string name, ConnectionTrace trace) => services
        .AddHttpClient(name)
        .RemoveAllLoggers()
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        .ConfigurePrimaryHttpMessageHandler(() => _network)
        .AddHttpMessageHandler(() => new TracingHandler(trace));

    private SocketsHttpHandler CreateNetworkHandler() => new()
    {
        // A redirect would send the token or the client secret to another host.
        AllowAutoRedirect = false,
        UseCookies = false,
        Proxy = _proxy,
        SslOptions = { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 },
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}
