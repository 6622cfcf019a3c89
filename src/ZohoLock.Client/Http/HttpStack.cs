using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ZohoLock.Authentication;

namespace ZohoLock.Http;

/// <summary>A connection's two HTTP clients, one for the accounts host and one for the API host, each with its chain of handlers.</summary>
internal sealed class HttpStack : IDisposable
{
    private const string Accounts = nameof(Accounts);
    private const string Api = nameof(Api);

    private static readonly TimeSpan TokenTimeout = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _services;

    public HttpStack(Uri accountsUri, ApiUsage usage, ServerFacts server, Func<TokenEndpoint, IAccessTokenSource> tokens)
    {
        AccountsUri = accountsUri;
        var services = new ServiceCollection();
        services.AddSingleton(provider =>
            tokens(new TokenEndpoint(Create(provider.GetRequiredService<IHttpClientFactory>(), Accounts, accountsUri, TokenTimeout))));
        AddClient(services, Accounts);
        AddClient(services, Api)
            .AddHttpMessageHandler(provider => new AuthorizationHandler(provider.GetRequiredService<IAccessTokenSource>(), TimeProvider.System))
            .AddHttpMessageHandler(() => new UsageHandler(usage, server));
        _services = services.BuildServiceProvider();
    }

    public Uri AccountsUri { get; }

    public IAccessTokenSource Tokens => _services.GetRequiredService<IAccessTokenSource>();

    /// <summary>A client whose calls carry the access token.</summary>
    public HttpClient CreateApiClient(Uri host, TimeSpan callTimeout) =>
        Create(_services.GetRequiredService<IHttpClientFactory>(), Api, host, callTimeout);

    public void Dispose() => _services.Dispose();

    private static HttpClient Create(IHttpClientFactory factory, string name, Uri host, TimeSpan timeout)
    {
        var client = factory.CreateClient(name);
        client.BaseAddress = host;
        client.Timeout = timeout;
        return client;
    }

    private static IHttpClientBuilder AddClient(IServiceCollection services, string name) => services
        .AddHttpClient(name)
        .RemoveAllLoggers()
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            // A redirect would carry the token, or the secret in the form, to whatever host it names.
            AllowAutoRedirect = false,
            UseCookies = false,
            Proxy = new LoopbackBypass(HttpClient.DefaultProxy),
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });
}
