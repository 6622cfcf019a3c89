using ZohoLock.Authentication;
using ZohoLock.Diagnostics;
using ZohoLock.Retrying;
using ZohoLock.Throttling;
using ZohoLock.Transport;

namespace ZohoLock.Api;

/// <summary>What a connection holds while it is open: the HTTP handlers, the access tokens, and the client that calls the API with them.</summary>
internal sealed class ApiSession : IDisposable
{
    private readonly HttpStack _http;
    private readonly SecretRedactor _redactor;

    private ApiSession(
        ConnectionOptions options,
        ApiAddress address,
        HttpStack http,
        IAccessTokenSource tokens,
        ServerState server,
        RetryPolicy policy,
        SecretRedactor redactor)
    {
        (_http, _redactor, Address, Tokens) = (http, redactor, address, tokens);
        var trace = new ConnectionTrace(redactor.RedactMessage);
        var limiter = new CallLimiter(ConcurrencyLimit.Create(options.Edition, policy.Time), policy.Time, policy.Jitter, trace);
        var client = new HttpClient(new AuthorizationHandler(tokens, limiter, policy.Time, trace) { InnerHandler = http.CreateApiHandler(address.Host) })
        {
            BaseAddress = address.Host,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        Client = new ApiClient(client, options.ApiVersion, tokens, server, limiter, policy, redactor);
        Telemetry.Add(limiter, new CallGauge(address.Host.Host, () => limiter.InFlight, () => limiter.Limit));
    }

    /// <summary>The API host that the calls go to.</summary>
    public ApiAddress Address { get; }

    /// <summary>The access tokens.</summary>
    public IAccessTokenSource Tokens { get; }

    /// <summary>The client for the API.</summary>
    public ApiClient Client { get; }

    /// <summary>Requests the first access token, which tells the API host, and opens the session.</summary>
    /// <param name="options">How to connect.</param>
    /// <param name="policy">How calls are retried.</param>
    /// <param name="network">The handler that sends the requests; null for .NET's own.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="ZohoException">The options are inconsistent, an address isn't safe, or Zoho refuses the token.</exception>
    public static async Task<ApiSession> OpenAsync(
        ConnectionOptions options, RetryPolicy policy, HttpMessageHandler? network, CancellationToken cancellationToken)
    {
        var address = ApiAddress.From(options);
        var accounts = ZohoHosts.Accounts(options);
        var server = new ServerState(policy.Time);
        var redactor = new SecretRedactor();
        var http = new HttpStack(options.Proxy, options.ProxyCredential, server, redactor, network);
        IAccessTokenSource? tokens = null;
        try
        {
            var endpoint = new TokenEndpoint(http.CreateAccountsClient(accounts), accounts, redactor, policy.Time, policy.FirstTokenPause, policy.Jitter);
            tokens = await new AccessTokenSourceFactory(options, endpoint, policy.Time).CreateAsync(cancellationToken).ConfigureAwait(false);
            var token = await tokens.GetAsync(cancellationToken).ConfigureAwait(false);
            var home = address.Follow(tokens.Accounts).Follow(token.ApiDomain, tokens.Accounts);
            return new ApiSession(options, home, http, tokens, server, policy, redactor);
        }
        catch
        {
            tokens?.Dispose();
            http.Dispose();
            throw;
        }
    }

    /// <summary>Cancels the calls, closes the sockets, and removes the secrets from memory.</summary>
    public void Dispose()
    {
        Telemetry.Remove(Client.Limiter);
        Client.Dispose();
        Tokens.Dispose();
        _http.Dispose();
        _redactor.Clear();
    }
}
