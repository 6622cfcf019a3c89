using ZohoLock.Authentication;
using ZohoLock.Bulk;
using ZohoLock.Http;

namespace ZohoLock;

/// <summary>
/// An open connection to one Zoho CRM organisation. It keeps the access token fresh and counts what it uses; none of its properties is a
/// secret, so that it can be printed, logged and exported. It may be used from several threads at once.
/// </summary>
public sealed class Connection : IDisposable
{
    private readonly ApiUsage _usage;
    private readonly HttpStack _http;
    private readonly IAccessTokenSource _tokens;

    private Connection(
        ConnectionOptions options, ApiAddress address, HttpStack http, ApiUsage usage, ServerFacts server, RetryPolicy policy)
    {
        _http = http;
        _tokens = http.Tokens;
        _usage = usage;
        DataCenter = address.DataCenter;
        Environment = address.Environment;
        ApiDomain = address.Host;
        AccountsUri = http.AccountsUri;
        ApiVersion = options.ApiVersion;
        Edition = options.Edition;
        var limiter = new CallLimiter(Ceiling.Of(options.Edition, TimeProvider.System), TimeProvider.System);
        Api = new ApiClient(http.CreateApiClient(address.Host, policy.CallTimeout), usage, server, limiter, policy);
    }

    /// <summary>The data centre that answers.</summary>
    public DataCenter DataCenter { get; }

    /// <summary>Production, sandbox or developer organisation.</summary>
    public CrmEnvironment Environment { get; }

    /// <summary>The API host that the calls go to.</summary>
    public Uri ApiDomain { get; }

    /// <summary>The accounts host that the tokens come from.</summary>
    public Uri AccountsUri { get; }

    /// <summary>The version in the path of each call: v7 or v8.</summary>
    public string ApiVersion { get; }

    /// <summary>The organisation's edition; null where it wasn't given.</summary>
    public CrmEdition? Edition { get; }

    /// <summary>What the token may do; empty where Zoho hasn't said.</summary>
    public IReadOnlyList<string> Scopes => _tokens.Current?.Scopes ?? [];

    /// <summary>When the access token ends (it is renewed before that where it can be); null where that isn't known.</summary>
    public DateTimeOffset? TokenExpires => _tokens.Current?.Expires;

    /// <summary>Calls made to the API host so far, repeats included.</summary>
    public long CallsMade => _usage.Calls;

    /// <summary>The organisation's API credits left today; Zoho tells only once half of them are used (protocol section 6.4).</summary>
    public long? CreditsRemaining => _usage.CreditsRemaining;

    /// <summary>API calls in flight now.</summary>
    public int CallsInFlight => Api.Limiter.InFlight;

    /// <summary>Calls that wait until it is time to repeat them.</summary>
    public int CallsPausing => Api.Limiter.Pausing;

    /// <summary>How many calls may be in flight at once: the edition's ceiling, or what was found out of it so far (protocol section 6.2).</summary>
    public int ConcurrencyLimit => Api.Limiter.Limit;

    /// <summary>The most calls that there will ever be in flight: what the edition allows, or the largest one where it isn't known.</summary>
    public int MaxConcurrency => Api.Limiter.MaxLimit;

    /// <summary>Whether it was closed: a closed connection makes no more calls.</summary>
    public bool IsClosed { get; private set; }

    internal ApiClient Api { get; }

    /// <summary>Opens a connection. A refresh token is tried at once, so that a wrong one is known here and not at the first record.</summary>
    /// <exception cref="ZohoException">The options don't fit together, an address isn't safe, or Zoho refuses the token.</exception>
    public static Task<Connection> OpenAsync(ConnectionOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return OpenAsync(options, new RetryPolicy { CallTimeout = options.CallTimeout, Patience = options.RetryTimeout }, cancellationToken);
    }

    /// <summary>Revokes the token that the connection was opened with (protocol section 4.1); the connection is of no use then.</summary>
    /// <exception cref="ZohoException">Zoho doesn't know the token, or can't be reached.</exception>
    public Task RevokeAsync(CancellationToken cancellationToken = default) => _tokens.RevokeAsync(cancellationToken);

    /// <summary>Closes the connection and forgets its secrets.</summary>
    public void Dispose()
    {
        IsClosed = true;
        Api.Limiter.Dispose();
        _http.Dispose();
    }

    /// <summary>Where it goes to, for messages: <c>EU Production</c>.</summary>
    public override string ToString() => $"{DataCenter} {Environment}";

    internal static async Task<Connection> OpenAsync(ConnectionOptions options, RetryPolicy policy, CancellationToken cancellationToken)
    {
        var address = ApiAddress.Of(options);
        var accounts = ZohoHosts.Accounts(options);
        var usage = new ApiUsage(TimeProvider.System);
        var server = new ServerFacts(TimeProvider.System);
        var http = new HttpStack(accounts, usage, server, endpoint => AccessTokenSource.Create(options, endpoint));
        try
        {
            var token = await http.Tokens.GetAsync(cancellationToken).ConfigureAwait(false);
            return new Connection(options, address.Follow(token.ApiDomain, accounts), http, usage, server, policy);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }
}
