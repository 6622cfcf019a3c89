using System.Security;
using ZohoLock.Api;
using ZohoLock.Bulk;
using ZohoLock.Checking;
using ZohoLock.Configuration;
using ZohoLock.Diagnostics;
using ZohoLock.Finding;
using ZohoLock.Locking;
using ZohoLock.Metadata;
using ZohoLock.Organization;
using ZohoLock.Retrying;
using ZohoLock.Syncing;
using ZohoLock.Transport;

namespace ZohoLock;

/// <summary>
/// An open connection to a Zoho CRM organisation. It renews the access token and counts the calls. No property is a secret, so that it can
/// be printed, logged and exported. Thread-safe.
/// </summary>
public sealed class Connection : IDisposable
{
    private readonly ApiSession _session;
    private readonly bool _isRefreshTokenNew;

    // Not properties, which would be part of each connection that is shown or written as JSON.
    private readonly MetadataCache _metadata;
    private readonly RecordFinder _finder;

    private int _isClosed;

    private Connection(ConnectionOptions options, ApiSession session)
    {
        _session = session;
        _isRefreshTokenNew = options.Credential is not RefreshTokenCredential;
        Name = options.Name;
        ApiDomain = session.Address.Host;
        (DataCenter, Environment) = session.Address.Label;
        Edition = options.Edition;
        Api.Trace.Step(
            TraceKind.Limit, $"Calls at once: {ConcurrencyLimit}, {(Edition is { } edition ? $"as the edition {edition} allows" : "while the edition isn't known")}.");
        _metadata = new MetadataCache(new ModuleMetadata(Api));
        _finder = new RecordFinder(Api, _metadata);
    }

    /// <summary>The connection's name within the session.</summary>
    public string Name { get; }

    /// <summary>The organisation; null if the token's scopes don't allow reading it.</summary>
    public CrmOrganization? Organization { get; private set; }

    /// <summary>The data centre; null if the API host isn't one of Zoho's.</summary>
    public DataCenter? DataCenter { get; }

    /// <summary>Production, sandbox or developer organisation; null for an emulator.</summary>
    public CrmEnvironment? Environment { get; }

    /// <summary>Whether the calls go to an emulator on this machine.</summary>
    public bool IsEmulator => Loopback.Contains(ApiDomain);

    /// <summary>The API host.</summary>
    public Uri ApiDomain { get; }

    /// <summary>The accounts host that issues the tokens.</summary>
    public Uri AccountsUri => _session.Tokens.Accounts;

    /// <summary>The version in the path of each call: v7 or v8.</summary>
    public string ApiVersion => Api.Version;

    /// <summary>The organisation's edition, as given or as read from the organisation; null if it isn't known.</summary>
    public CrmEdition? Edition { get; private set; }

    /// <summary>The granted scopes; empty if Zoho hasn't reported them.</summary>
    public IReadOnlyList<string> Scopes => Api.Scopes;

    /// <summary>When the access token expires (it is renewed earlier if possible); null if that isn't known.</summary>
    public DateTimeOffset? TokenExpires => _session.Tokens.Current?.Expires;

    /// <summary>Whether the access token can be renewed; if not, the connection ends with it.</summary>
    public bool CanRenewToken => _session.Tokens.CanRenew;

    /// <summary>Calls made to the API host so far, retries included.</summary>
    public long CallsMade => Api.Server.Usage.Calls;

    /// <summary>
    /// The organisation's API credits left today; Zoho reports them only once half of them are used (protocol section 6.4).
    /// </summary>
    public long? CreditsRemaining => Api.Server.Usage.CreditsRemaining;

    /// <summary>API calls in flight now.</summary>
    public int CallsInFlight => Api.Limiter.InFlight;

    /// <summary>Calls that wait before a retry.</summary>
    public int CallsPausing => Api.Limiter.RetryDelay.Waiting;

    /// <summary>
    /// The number of concurrent calls allowed now: the edition's limit, or what has been measured so far (protocol section 6.2).
    /// </summary>
    public int ConcurrencyLimit => Api.Limiter.Limit;

    /// <summary>The highest possible concurrency limit: the edition's, or the largest edition's if the edition isn't known.</summary>
    public int MaxConcurrency => Api.Limiter.MaxLimit;

    /// <summary>Since when calls wait because Zoho issues no access tokens; null if none waits (protocol section 4.4).</summary>
    public DateTimeOffset? TokenThrottledSince => _session.Tokens.ThrottledSince;

    /// <summary>Why the token cache is disabled although one was configured; null if it works.</summary>
    public string? TokenCacheProblem => _session.Tokens.CacheProblem;

    /// <summary>Whether the connection was closed and makes no more calls.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed) != 0;

    internal ApiClient Api => _session.Client;

    private string Place => IsEmulator ? $"emulator at {ApiDomain.Authority}"
        : DataCenter is { } dataCenter ? $"{dataCenter} {Environment}"
        : $"{Environment} at {ApiDomain.Authority}";

    /// <summary>
    /// Opens a connection. An access token is requested at once, so that a problem is reported here and not at the first record.
    /// </summary>
    /// <exception cref="ZohoException">The options are inconsistent, an address isn't safe, or Zoho refuses the token.</exception>
    public static Task<Connection> OpenAsync(ConnectionOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return OpenAsync(options, RetryPolicy.From(options), cancellationToken);
    }

    /// <summary>The modules, fields, views, profiles and custom buttons of the organisation; what was read is kept until the connection is closed.</summary>
    public MetadataCache GetMetadata() => _metadata;

    /// <summary>Finds records.</summary>
    public RecordFinder GetFinder() => _finder;

    /// <summary>
    /// The refresh token of a connection that was opened with a grant code or a sign-in, to be kept for opening the next one. Null for
    /// other connections, and after closing.
    /// </summary>
    public SecureString? GetRefreshToken() => _isRefreshTokenNew && !IsClosed ? _session.Tokens.RefreshToken?.Copy() : null;

    /// <summary>Reads the organisation, and sets the concurrency limit by its edition unless one was given.</summary>
    /// <returns>Whether the organisation is known; false if the token's scopes don't allow reading it.</returns>
    /// <exception cref="ZohoException">There was no readable response, or the token was refused.</exception>
    public async Task<bool> LearnOrganizationAsync(CancellationToken cancellationToken = default)
    {
        Learn(await new OrganizationClient(Api).GetAsync(cancellationToken).ConfigureAwait(false));
        return Organization is not null;
    }

    /// <summary>
    /// Reads the organisation as <see cref="LearnOrganizationAsync"/> does, within ten seconds. A failure leaves the connection usable;
    /// only a refused token is thrown.
    /// </summary>
    /// <returns>Why the organisation isn't known; null if it is, or if the token's scopes don't allow reading it.</returns>
    /// <exception cref="ZohoException">Zoho refuses the access token or the refresh token.</exception>
    public async Task<ZohoError?> TryLearnOrganizationAsync(CancellationToken cancellationToken = default)
    {
        var (organization, failure) = await new OrganizationClient(Api).TryGetAsync(cancellationToken).ConfigureAwait(false);
        Learn(organization);
        return failure;
    }

    /// <summary>The organisation's id: digits. If it can't be read, the API host instead: <c>www.zohoapis.eu</c>.</summary>
    /// <exception cref="ZohoException">Zoho refuses the token.</exception>
    public async Task<string> GetOrganizationIdAsync(CancellationToken cancellationToken = default)
    {
        if (Organization is null)
        {
            await TryLearnOrganizationAsync(cancellationToken).ConfigureAwait(false);
        }

        return Organization?.Id ?? ApiDomain.Authority;
    }

    /// <summary>
    /// Why the connection's calls get nowhere at the moment, in words and without a full stop: <c>Zoho answers 503, next try in 4 s</c>. Null if calls
    /// succeed, or if none is made.
    /// </summary>
    public string? DescribeStandstill() => Api.Standstill.Describe();

    /// <summary>The limits of the organisation's edition and what is left of them.</summary>
    public ApiLimit GetApiLimit() => new()
    {
        Connection = Name,
        Organization = Organization?.ToString(),
        Edition = Edition,
        ConcurrencyLimit = ConcurrencyLimit,
        MaxConcurrency = MaxConcurrency,
        CallsInFlight = CallsInFlight,
        CallsMade = CallsMade,
        DailyCredits = Organization?.DailyCredits,
        CreditsRemaining = CreditsRemaining,
    };

    /// <summary>Creates a client for record locks.</summary>
    /// <param name="throttleLimit">The maximum number of concurrent calls of the client; null for the connection's limit.</param>
    public RecordLockClient CreateRecordLockClient(int? throttleLimit = null) => new(Api, throttleLimit);

    /// <summary>Creates a client for locking configurations.</summary>
    public LockConfigurationClient CreateConfigurationClient() => new(Api);

    /// <summary>Creates a checker that tells whether records of a module can be locked.</summary>
    public LockingChecker CreateLockingChecker() => new(Api);

    /// <summary>Starts a run on a stream of records.</summary>
    /// <param name="options">The operation and its options.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    public RecordRun CreateRun(RecordRunOptions options, CancellationToken cancellationToken) => new(Api, options, cancellationToken);

    /// <summary>Creates a planner of locks.</summary>
    /// <param name="options">How the plan is made.</param>
    public LockPlanner CreateLockPlanner(LockPlanOptions options) => new(Api, _finder, options);

    /// <summary>Creates a run that applies the steps of a plan.</summary>
    /// <param name="options">How it runs.</param>
    public LockPlanRun CreateLockPlanRun(LockPlanOptions options) => new(Api, _finder, options);

    /// <summary>
    /// Revokes the token that the connection was opened with (protocol section 4.1); the connection can't be used afterwards.
    /// </summary>
    /// <exception cref="ZohoException">Zoho doesn't know the token, or can't be reached.</exception>
    public Task RevokeAsync(CancellationToken cancellationToken = default) => _session.Tokens.RevokeAsync(cancellationToken);

    /// <summary>Closes the connection and removes its secrets from memory.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            _session.Dispose();
        }
    }

    /// <summary>
    /// The organisation and where it is, for messages: <c>Zylker, EU Production</c>; <c>Zylker, emulator at 127.0.0.1:40123</c>; for
    /// another API host <c>Zylker, Production at crm.example.com</c>.
    /// </summary>
    public override string ToString() => Organization is null ? Place : $"{Organization}, {Place}";

    internal static async Task<Connection> OpenAsync(
        ConnectionOptions options, RetryPolicy policy, CancellationToken cancellationToken, HttpMessageHandler? network = null) =>
        new(options, await ApiSession.OpenAsync(options, policy, network, cancellationToken).ConfigureAwait(false));

    private void Learn(CrmOrganization? organization)
    {
        Organization = organization ?? Organization;
        Api.Trace.Step(
            TraceKind.Metadata, $"The organisation is {organization?.ToString() ?? "not known"}, its edition {organization?.Edition?.ToString() ?? "not known"}.");
        if (Edition is null && organization?.Edition is { } edition)
        {
            Edition = edition;
            Api.Limiter.Replace(Throttling.ConcurrencyLimit.Create(edition, Api.Policy.Time));
            Api.Trace.Step(TraceKind.Limit, $"Calls at once: {ConcurrencyLimit}, as the edition {edition} allows.");
        }
    }
}
