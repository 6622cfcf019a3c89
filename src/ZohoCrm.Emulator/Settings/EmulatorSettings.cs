using System.Globalization;
using ZohoCrm.Emulator.Faults;
using ZohoCrm.Emulator.Limits;

namespace ZohoCrm.Emulator.Settings;

/// <summary>How the emulated Zoho CRM behaves. A change takes effect on the next request.</summary>
public sealed class EmulatorSettings
{
    private const string DefaultScopes =
        "ZohoCRM.modules.ALL,ZohoCRM.modules.lockinginformation.ALL,ZohoCRM.settings.record_locking_configurations.ALL," +
        "ZohoCRM.coql.READ,ZohoSearch.securesearch.READ,ZohoCRM.settings.fields.READ,ZohoCRM.settings.profiles.READ," +
        "ZohoCRM.settings.custom_buttons.READ,ZohoCRM.settings.custom_views.READ,ZohoCRM.settings.modules.READ," +
        "ZohoCRM.users.READ,ZohoCRM.org.READ";

    private const long Unlimited = -1;

    // Ids have 12 more digits and must fit 64 bits.
    private const int LargestPrefix = 9223371;

    private volatile string _scopes = DefaultScopes;
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

    /// <summary>The time from a request to its response; zero by default.</summary>
    public TimeSpan Latency
    {
        get => new(Volatile.Read(ref _latency));
        set => Volatile.Write(ref _latency, RequireNotNegative(value));
    }

    /// <summary>The largest random time added to the latency; zero by default.</summary>
    public TimeSpan Jitter
    {
        get => new(Volatile.Read(ref _jitter));
        set => Volatile.Write(ref _jitter, RequireNotNegative(value));
    }

    /// <summary>The latency of the accounts server; null (the default) for the latency of the API.</summary>
    public TimeSpan? TokenLatency
    {
        get => Volatile.Read(ref _tokenLatency) is var ticks and not Unlimited ? new(ticks) : null;
        set => Volatile.Write(ref _tokenLatency, value is { } latency ? RequireNotNegative(latency) : Unlimited);
    }

    /// <summary>The largest number of concurrent calls; more answer 429 (protocol 6.2). Null (the default) for no limit.</summary>
    public int? ConcurrencyLimit
    {
        get => (int?)GetLimit(ref _concurrencyLimit);
        set => SetLimit(ref _concurrencyLimit, value);
    }

    /// <summary>The API credits of 24 hours; more calls answer 429 (protocol 6.1). Null (the default) for no limit.</summary>
    public long? DailyCredits
    {
        get => GetLimit(ref _dailyCredits);
        set => SetLimit(ref _dailyCredits, value);
    }

    /// <summary>The <c>Retry-After</c> of a 429 in whole seconds; null (the default) for no such header (protocol 6.3).</summary>
    public int? RetryAfterSeconds
    {
        get => (int?)GetLimit(ref _retryAfterSeconds);
        set => SetLimit(ref _retryAfterSeconds, value);
    }

    /// <summary>The message of a 429 above the concurrency limit; null for the default message of the code (protocol 6.3).</summary>
    public string? ConcurrencyMessage { get; set; }

    /// <summary>The message of a 429 when the credits are used up; null for the default message of the code (protocol 6.3).</summary>
    public string? CreditsMessage { get; set; }

    /// <summary>The lifetime of access tokens issued from now on; one hour by default (protocol 4.4).</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The lifetime of grant codes created from now on; three minutes by default (protocol 4.4).</summary>
    public TimeSpan GrantCodeLifetime { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>How many access tokens a refresh token can get in ten minutes; null for no limit (protocol 4.4).</summary>
    public int? TokensPerTenMinutes
    {
        get => (int?)GetLimit(ref _tokensPerTenMinutes);
        set => SetLimit(ref _tokensPerTenMinutes, value);
    }

    /// <summary>The grant codes that can be exchanged in ten minutes before <c>access_denied</c>; null: no limit (protocol 4.3).</summary>
    public int? GrantsPerTenMinutes
    {
        get => (int?)GetLimit(ref _grantsPerTenMinutes);
        set => SetLimit(ref _grantsPerTenMinutes, value);
    }

    /// <summary>
    /// Whether a grant code or a sign-in returns a refresh token. Without <c>access_type=offline</c>, or at a later consent without
    /// <c>prompt=consent</c>, Zoho returns none (protocol 4.2).
    /// </summary>
    public bool GivesRefreshTokens { get; set; } = true;

    /// <summary>The valid access tokens of a refresh token; another one revokes the oldest. Null for no limit (protocol 4.4).</summary>
    public int? ActiveTokenLimit
    {
        get => (int?)GetLimit(ref _activeTokenLimit);
        set => SetLimit(ref _activeTokenLimit, value);
    }

    /// <summary>The status of throttled token requests (protocol 4.3).</summary>
    public ThrottleStatus TokenThrottleStatus { get; set; } = ThrottleStatus.BadRequest;

    /// <summary>The <c>error</c> of throttled token requests, which Zoho translates (protocol 4.3).</summary>
    public string TokenThrottleError { get; set; } = "Access Denied";

    /// <summary>
    /// The redirect URI of the client. Null (the default) for a self client, which needs none; browsers may then return to any loopback URI
    /// (protocol 4.1).
    /// </summary>
    public string? RedirectUri { get; set; }

    /// <summary>How the user answers a browser's request for consent (protocol 4.1).</summary>
    public Consent Consent { get; set; }

    /// <summary>The <c>location</c> (data centre) that browsers return with; <c>us</c> by default (protocol 4.1).</summary>
    public string Location { get; set; } = "us";

    /// <summary>The <c>accounts-server</c> that browsers return with; null (the default) for the emulator itself (protocol 4.1).</summary>
    public Uri? AccountsServer
    {
        get => _accountsServer;
        set => _accountsServer = value is null or { IsAbsoluteUri: true }
            ? value
            : throw new ArgumentException("An accounts server is named by an absolute URI.", nameof(value));
    }

    /// <summary>The lifetime of device codes created from now on; five minutes by default (protocol 4.4).</summary>
    public TimeSpan DeviceCodeLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The least time between two polls of a device, before <c>slow_down</c>; 30 seconds by default (protocol 4.1).</summary>
    public TimeSpan DevicePollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The data centre of the user who accepts a device. If it is not <see cref="Location"/>, polls answer <c>other_dc</c>. Null (the
    /// default) for the same data centre (protocol 4.1).
    /// </summary>
    public string? DeviceUserLocation { get; set; }

    /// <summary>
    /// The client's scopes, comma-separated (protocol 4.5). A token that was requested with scopes keeps those it was granted.
    /// </summary>
    public string Scopes
    {
        get => _scopes;
        set => _scopes = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>The first digits of all ids of the organisation, before the last 12. Fixed when the emulator is created.</summary>
    public int OrganizationPrefix
    {
        get => _organizationPrefix;
        set => _organizationPrefix = value is >= 1 and <= LargestPrefix
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, string.Create(CultureInfo.InvariantCulture, $"A prefix is from 1 to {LargestPrefix}."));
    }

    /// <summary>The edition in the organisation's license details. It does not set any limit (protocol 6.2).</summary>
    public CrmEdition Edition { get; set; } = CrmEdition.Enterprise;

    /// <summary>The <c>license_details.paid_type</c>; null (the default) for that of the edition (protocol 6.2).</summary>
    public string? PaidType { get; set; }

    /// <summary>The organisation's <c>company_name</c> (protocol 6.2).</summary>
    public string CompanyName { get; set; } = "Zylker";

    /// <summary>Whether a lock without <c>Locked_Reason__s</c> is refused with MANDATORY_NOT_FOUND (protocol 1.2).</summary>
    public bool MandatoryFields { get; set; } = true;

    /// <summary>The UTC offset of the times in responses; zero by default.</summary>
    public TimeSpan UtcOffset { get; set; }

    /// <summary>Whether requests are recorded in <c>CrmEmulator.Requests</c>; off by default.</summary>
    public bool RecordRequests { get; set; }

    /// <summary>Reads the fields of what <c>CrmModule.AddRecord</c> is given; null (the default) accepts dictionaries only.</summary>
    public Func<object, IEnumerable<KeyValuePair<string, object?>>>? RowReader { get; set; }

    /// <summary>How long a record count stays as it was, though records change; zero by default. Zoho says 1 to 10 minutes (protocol 9.1).</summary>
    public TimeSpan CountDelay { get; set; }

    /// <summary>The limits of COQL queries.</summary>
    public CoqlLimits Coql { get; } = new();

    /// <summary>What the edition and the profile allow.</summary>
    public PermissionSettings Permissions { get; } = new();

    /// <summary>Which source to follow where the sources disagree.</summary>
    public Contradictions Contradictions { get; } = new();

    /// <summary>What to do where no source says it.</summary>
    public Unknowns Unknowns { get; } = new();

    /// <summary>The faults to inject.</summary>
    public FaultCollection Faults { get; } = new();

    // A nullable number can't be read and written atomically; a long can.
    private static long? GetLimit(ref long field) => Volatile.Read(ref field) is var limit and not Unlimited ? limit : null;

    private static void SetLimit(ref long field, long? limit)
    {
        if (limit < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "A limit is not negative.");
        }

        Volatile.Write(ref field, limit ?? Unlimited);
    }

    private static long RequireNotNegative(TimeSpan time) => time >= TimeSpan.Zero
        ? time.Ticks
        : throw new ArgumentOutOfRangeException(nameof(time), time, "A latency is not negative.");
}

/// <summary>The status of throttled token requests (protocol 4.3).</summary>
public enum ThrottleStatus
{
    /// <summary>200</summary>
    Ok = 200,

    /// <summary>400</summary>
    BadRequest = 400,
}

/// <summary>How the user answers a browser's request for consent (protocol 4.1).</summary>
public enum Consent
{
    /// <summary>On a page with the buttons Accept and Reject.</summary>
    Page,

    /// <summary>On the same page, where a script presses Accept: for browsers without a user.</summary>
    PageAcceptsItself,

    /// <summary>Without a page: redirects at once, with a code.</summary>
    Accept,

    /// <summary>Without a page: redirects at once, with <c>access_denied</c>.</summary>
    Reject,
}
