using ZohoCrm.Emulator.OAuth;

namespace ZohoCrm.Emulator;

/// <summary>How the emulated Zoho CRM behaves; each setting takes effect on the next request.</summary>
public sealed class EmulatorSettings
{
    private const string UsualScopes =
        "ZohoCRM.modules.ALL,ZohoCRM.modules.lockinginformation.ALL,ZohoCRM.settings.record_locking_configurations.ALL," +
        "ZohoCRM.coql.READ,ZohoSearch.securesearch.READ,ZohoCRM.settings.fields.READ,ZohoCRM.settings.profiles.READ," +
        "ZohoCRM.settings.custom_buttons.READ,ZohoCRM.settings.modules.READ,ZohoCRM.users.READ,ZohoCRM.org.READ";

    private const long Unlimited = -1;

    // With 12 digits more, ids still fit 64 bits.
    private const int LargestPrefix = 9223371;

    private volatile ScopeSet _scopes = new(UsualScopes);
    private volatile Uri? _accountsServer;
    private int _organizationPrefix = 5843104;
    private long _concurrencyLimit = Unlimited;
    private long _dailyCredits = Unlimited;
    private long _tokensPerTenMinutes = 10;
    private long _activeTokenLimit = 15;
    private long _grantsPerTenMinutes = 10;
    private long _retryAfterSeconds = Unlimited;
    private long _latency;
    private long _jitter;
    private long _tokenLatency = Unlimited;

    /// <summary>The time from a request to its answer; none by default.</summary>
    public TimeSpan Latency
    {
        get => new(Volatile.Read(ref _latency));
        set => Volatile.Write(ref _latency, NotNegative(value));
    }

    /// <summary>What chance adds to the latency, at most; none by default.</summary>
    public TimeSpan Jitter
    {
        get => new(Volatile.Read(ref _jitter));
        set => Volatile.Write(ref _jitter, NotNegative(value));
    }

    /// <summary>The latency of the token endpoint; null, as by default, for that of the API.</summary>
    public TimeSpan? TokenLatency
    {
        get => Volatile.Read(ref _tokenLatency) is var ticks and not Unlimited ? new(ticks) : null;
        set => Volatile.Write(ref _tokenLatency, value is { } latency ? NotNegative(latency) : Unlimited);
    }

    /// <summary>How many calls may be in process together: above it 429, at once (protocol 6.2); null, as by default, for no limit.</summary>
    public int? ConcurrencyLimit
    {
        get => (int?)Limit(ref _concurrencyLimit);
        set => SetLimit(ref _concurrencyLimit, value);
    }

    /// <summary>The API credits of 24 hours: above them 429 (protocol 6.1); null, as by default, for no limit.</summary>
    public long? DailyCredits
    {
        get => Limit(ref _dailyCredits);
        set => SetLimit(ref _dailyCredits, value);
    }

    /// <summary>The <c>Retry-After</c> of a 429, in whole seconds; null, as by default, for none (protocol 6.3).</summary>
    public int? RetryAfterSeconds
    {
        get => (int?)Limit(ref _retryAfterSeconds);
        set => SetLimit(ref _retryAfterSeconds, value);
    }

    /// <summary>The message of a 429 above the concurrency limit; null for the usual one of the code (protocol 6.3).</summary>
    public string? ConcurrencyMessage { get; set; }

    /// <summary>The message of a 429 when the credits are used up; null for the usual one of the code (protocol 6.3).</summary>
    public string? CreditsMessage { get; set; }

    /// <summary>The life of an access token issued from now on; one hour by default (protocol 4.4).</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The life of a grant code made from now on; three minutes by default (protocol 4.4).</summary>
    public TimeSpan GrantCodeLifetime { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>How many access tokens a refresh token gives in ten minutes; null for no limit (protocol 4.4).</summary>
    public int? TokensPerTenMinutes
    {
        get => (int?)Limit(ref _tokensPerTenMinutes);
        set => SetLimit(ref _tokensPerTenMinutes, value);
    }

    /// <summary>How many grant codes are exchanged in ten minutes before <c>access_denied</c>; null for no limit (protocol 4.3).</summary>
    public int? GrantsPerTenMinutes
    {
        get => (int?)Limit(ref _grantsPerTenMinutes);
        set => SetLimit(ref _grantsPerTenMinutes, value);
    }

    /// <summary>
    /// Whether a grant code or a sign-in brings a refresh token; off as where <c>access_type=offline</c> was left out, or at a later consent
    /// <c>prompt=consent</c> (protocol 4.2).
    /// </summary>
    public bool GivesRefreshTokens { get; set; } = true;

    /// <summary>How many access tokens of a refresh token live; one more kills the oldest; null for no limit (protocol 4.4).</summary>
    public int? ActiveTokenLimit
    {
        get => (int?)Limit(ref _activeTokenLimit);
        set => SetLimit(ref _activeTokenLimit, value);
    }

    /// <summary>The status of the token throttle (protocol 4.3).</summary>
    public ThrottleStatus TokenThrottleStatus { get; set; } = ThrottleStatus.BadRequest;

    /// <summary>The <c>error</c> of the token throttle, which Zoho localises (protocol 4.3).</summary>
    public string TokenThrottleError { get; set; } = "Access Denied";

    /// <summary>
    /// The redirect URI of the client; null, as by default, for a self client, which needs none, and for browsers any on the loopback
    /// address (protocol 4.1).
    /// </summary>
    public string? RedirectUri { get; set; }

    /// <summary>How the user answers when a browser comes for consent (protocol 4.1).</summary>
    public Consent Consent { get; set; }

    /// <summary>The data centre, as browsers are sent back with it: <c>us</c> by default (protocol 4.1).</summary>
    public string Location { get; set; } = "us";

    /// <summary>The <c>accounts-server</c> that browsers are sent back with; null, as by default, for this one (protocol 4.1).</summary>
    public Uri? AccountsServer
    {
        get => _accountsServer;
        set => _accountsServer = value is null or { IsAbsoluteUri: true }
            ? value
            : throw new ArgumentException("An accounts server is named by an absolute URI.", nameof(value));
    }

    /// <summary>The life of a device's codes given from now on; five minutes by default (protocol 4.4).</summary>
    public TimeSpan DeviceCodeLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The least time between two polls of a device, else <c>slow_down</c>; 30 seconds by default (protocol 4.1).</summary>
    public TimeSpan DevicePollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The data centre of the user who accepts a device: where it is not <see cref="Location"/>, the device is told <c>other_dc</c>;
    /// null, as by default, for the same (protocol 4.1).
    /// </summary>
    public string? DeviceUserLocation { get; set; }

    /// <summary>
    /// The scopes the client has, comma-separated (protocol 4.5); a token that was asked for by scope has what there was of it then.
    /// </summary>
    public string Scopes
    {
        get => _scopes.Text;
        set => _scopes = new(value ?? throw new ArgumentNullException(nameof(value)));
    }

    /// <summary>
    /// What all ids of the organisation begin with, their last 12 digits aside; an emulator keeps what this was when it was made.
    /// </summary>
    public int OrganizationPrefix
    {
        get => _organizationPrefix;
        set => _organizationPrefix = value is >= 1 and <= LargestPrefix
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"A prefix is from 1 to {LargestPrefix}.");
    }

    /// <summary>The organisation's edition, as its licence details tell it; it limits nothing by itself (protocol 6.2).</summary>
    public CrmEdition Edition { get; set; } = CrmEdition.Enterprise;

    /// <summary>The <c>license_details.paid_type</c>; null, as by default, for that of the edition (protocol 6.2).</summary>
    public string? PaidType { get; set; }

    /// <summary>The organisation's <c>company_name</c> (protocol 6.2).</summary>
    public string CompanyName { get; set; } = "Zylker";

    /// <summary>Whether a lock without <c>Locked_Reason__s</c> is refused with MANDATORY_NOT_FOUND (protocol 1.2).</summary>
    public bool MandatoryFields { get; set; } = true;

    /// <summary>The organisation's offset from UTC, in which times are written; none by default.</summary>
    public TimeSpan UtcOffset { get; set; }

    /// <summary>Whether requests are kept for <see cref="CrmEmulator.Requests"/>; off by default.</summary>
    public bool RecordRequests { get; set; }

    /// <summary>
    /// How <see cref="CrmModule.AddRecord(object)"/> reads the fields of what it is given; null, as by default, for dictionaries alone.
    /// </summary>
    public Func<object, IEnumerable<KeyValuePair<string, object?>>>? RowReader { get; set; }

    /// <summary>What edition and profile allow.</summary>
    public PermissionSettings Permissions { get; } = new();

    /// <summary>Where the sources disagree.</summary>
    public Contradictions Contradictions { get; } = new();

    /// <summary>What no source tells.</summary>
    public Unknowns Unknowns { get; } = new();

    /// <summary>What goes wrong on purpose.</summary>
    public FaultCollection Faults { get; } = new();

    internal ScopeSet ScopeSet => _scopes;

    // Nullable numbers would tear when one thread writes what another reads, so they are kept as one word.
    private static long? Limit(ref long field) => Volatile.Read(ref field) is var limit and not Unlimited ? limit : null;

    private static void SetLimit(ref long field, long? limit)
    {
        if (limit < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "A limit is not negative.");
        }

        Volatile.Write(ref field, limit ?? Unlimited);
    }

    private static long NotNegative(TimeSpan time) => time >= TimeSpan.Zero
        ? time.Ticks
        : throw new ArgumentOutOfRangeException(nameof(time), time, "A latency is not negative.");
}
