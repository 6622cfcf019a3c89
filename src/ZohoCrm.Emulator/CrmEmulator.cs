using System.Globalization;
using ZohoCrm.Emulator.Api;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Crm.Organization;
using ZohoCrm.Emulator.Faults;
using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.OAuth;
using ZohoCrm.Emulator.Observation;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator;

/// <summary>A Zoho CRM on the loopback address: accounts server and API, with one organisation and one client.</summary>
public sealed class CrmEmulator : IDisposable
{
    private const int RecordedRequests = 10_000;

    private readonly object _lock = new();
    private readonly LoopbackAddress _address = new();
    private readonly RequestLog _log = new(RecordedRequests);
    private readonly CrmOrganization _organization;
    private readonly OAuthClient _client;
    private readonly TokenStore _tokens;
    private readonly DeviceTable _devices;
    private readonly CrmApplication _application;
    private readonly Grant _grant;
    private HttpServer? _server;

    /// <summary>Creates an emulator with a client and a refresh token. <see cref="Start"/> makes it listen.</summary>
    /// <param name="settings">How it behaves.</param>
    /// <param name="time">The time of its <see cref="Clock"/> until that is set; the system's by default.</param>
    public CrmEmulator(EmulatorSettings? settings = null, TimeProvider? time = null)
    {
        Clock = new(time ?? TimeProvider.System);
        Settings = settings ?? new EmulatorSettings();
        _organization = new(Settings, Clock);
        _client = new(Settings);
        _tokens = new(Settings, Counters, User, Clock);
        _devices = new(Settings, Clock);
        _grant = _tokens.CreateGrant(User);
        _application = new(_organization, _client, _tokens, _devices, _address, Counters, _log);
    }

    /// <summary>How it behaves; may be changed while it runs.</summary>
    public EmulatorSettings Settings { get; }

    /// <summary>The time that locks, token lifetimes and rate limits use. Latency does not follow it.</summary>
    public EmulatorClock Clock { get; }

    /// <summary>Counts the requests.</summary>
    public EmulatorCounters Counters { get; } = new();

    /// <summary>Whether it listens.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_lock)
            {
                return _server is not null;
            }
        }
    }

    /// <summary>The port that it listens on, or listened on last; 0 before the first start.</summary>
    public int Port => _address.Port;

    /// <summary>The base URI of both the accounts server and the API: the <c>api_domain</c> of its tokens (protocol 4.2).</summary>
    public Uri BaseUri => _address.BaseUri;

    /// <summary>The client id (protocol 4.1).</summary>
    public string ClientId => _client.Id;

    /// <summary>The client secret (protocol 4.1).</summary>
    public string ClientSecret => _client.Secret;

    /// <summary>The refresh token of <see cref="User"/> (protocol 4.1).</summary>
    public string RefreshToken => _grant.RefreshToken!;

    /// <summary>The user of <see cref="RefreshToken"/>.</summary>
    public CrmUser User => _organization.User;

    /// <summary>The organisation's id.</summary>
    public string OrganizationId => _organization.Id;

    /// <summary>The modules.</summary>
    public IReadOnlyCollection<CrmModule> Modules => _organization.Modules;

    /// <summary>The users: <see cref="User"/> and those added.</summary>
    public IReadOnlyList<CrmUser> Users => _organization.Users;

    /// <summary>The profiles: Administrator, Standard and those added (protocol 2.2).</summary>
    public IReadOnlyList<CrmProfile> Profiles => _organization.Profiles.All;

    /// <summary>The last 10,000 requests, oldest first, recorded while <see cref="EmulatorSettings.RecordRequests"/> was on.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _log.Snapshot();

    /// <summary>Unexpected exceptions: each is a bug of the emulator.</summary>
    public IReadOnlyCollection<Exception> Failures => _application.Failures;

    /// <summary>Starts to listen.</summary>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <exception cref="InvalidOperationException">It listens already.</exception>
    public void Start(int port = 0)
    {
        lock (_lock)
        {
            if (_server is not null)
            {
                throw new InvalidOperationException(
                    string.Create(CultureInfo.InvariantCulture, $"The emulator listens already, on port {Port}."));
            }

            _server = new(_application, Clock, port);
            _address.Port = _server.Port;
        }
    }

    /// <summary>Frees the port and closes the connections. Records, locks, tokens and counters stay.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _server?.Dispose();
            _server = null;
        }
    }

    /// <summary>Stops it.</summary>
    public void Dispose() => Stop();

    /// <summary>Creates a grant code, which can be exchanged once (protocol 4.1).</summary>
    /// <param name="user">Its user; <see cref="User"/> by default.</param>
    public string CreateGrantCode(CrmUser? user = null) => _tokens.CreateCode(user ?? User);

    /// <summary>Creates an access token of <see cref="RefreshToken"/> without checking the rate limit (protocol 4.4).</summary>
    public string CreateAccessToken() => _tokens.Issue(_grant).Value;

    /// <summary>Creates an access token of a user, with a new refresh token (protocol 4.4).</summary>
    public string CreateAccessToken(CrmUser user) => _tokens.Issue(_tokens.CreateGrant(user)).Value;

    /// <summary>Creates a refresh token of a user (protocol 4.1).</summary>
    public string CreateRefreshToken(CrmUser user) => _tokens.CreateGrant(user).RefreshToken!;

    /// <summary>Accepts a device, as its user does at <c>/oauth/v3/device</c> (protocol 4.1).</summary>
    /// <param name="userCode">The device's user code, case-insensitive.</param>
    /// <exception cref="ArgumentException">No device waits under this code.</exception>
    public void ApproveDevice(string userCode) => DecideDevice(userCode, isAccepted: true);

    /// <summary>Rejects a device, as its user does at <c>/oauth/v3/device</c> (protocol 4.1).</summary>
    /// <param name="userCode">The device's user code, case-insensitive.</param>
    /// <exception cref="ArgumentException">No device waits under this code.</exception>
    public void RejectDevice(string userCode) => DecideDevice(userCode, isAccepted: false);

    /// <summary>Revokes all access tokens.</summary>
    public void ExpireAccessTokens() => _tokens.RevokeAccessTokens();

    /// <summary>Adds a user with a generated id.</summary>
    /// <param name="name">The user's name.</param>
    /// <param name="profile">The user's profile; Administrator by default.</param>
    public CrmUser AddUser(string name, CrmProfile? profile = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return _organization.AddUser(name, profile);
    }

    /// <summary>Adds users with generated ids and names: records that are generated from now on have one of all users as their owner.</summary>
    /// <param name="count">How many: up to 100.</param>
    public IReadOnlyList<CrmUser> AddUsers(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, SampleNames.Count);
        return [.. SampleNames.Get(count).Select(name => AddUser(name))];
    }

    /// <summary>Adds a profile with a generated id.</summary>
    /// <exception cref="ArgumentException">There is a profile of this name.</exception>
    public CrmProfile AddProfile(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _organization.Profiles.Add(name);
    }

    /// <summary>Returns the profile of a user: Administrator unless another was set.</summary>
    public CrmProfile GetProfile(CrmUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return _organization.Profiles.Get(user);
    }

    /// <summary>Sets the profile of a user. A locking configuration may exclude the profile (protocol 2.2).</summary>
    public void SetProfile(CrmUser user, CrmProfile profile)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(profile);
        _organization.Profiles.Set(user, profile);
    }

    /// <summary>Adds a module that is configured for manual locking.</summary>
    /// <exception cref="ArgumentException">There is a module of this name.</exception>
    public CrmModule AddModule(string apiName)
    {
        ArgumentException.ThrowIfNullOrEmpty(apiName);
        return _organization.AddModule(apiName);
    }

    /// <summary>Finds a module by its API name, case-insensitive.</summary>
    /// <exception cref="KeyNotFoundException">There is no such module.</exception>
    public CrmModule GetModule(string apiName) =>
        _organization.TryFindModule(apiName, StringComparison.OrdinalIgnoreCase, out var module)
            ? module
            : throw new KeyNotFoundException($"There is no module {apiName}.");

    /// <summary>Adds a fault to <see cref="EmulatorSettings.Faults"/>, where it can be removed; returns it.</summary>
    public Fault Inject(Fault fault)
    {
        Settings.Faults.Add(fault);
        return fault;
    }

    /// <summary>Removes the recorded requests.</summary>
    public void ClearRequests() => _log.Clear();

    private void DecideDevice(string userCode, bool isAccepted)
    {
        ArgumentNullException.ThrowIfNull(userCode);
        if (!_devices.Decide(userCode, isAccepted))
        {
            throw new ArgumentException($"No device waits under the code {userCode}.", nameof(userCode));
        }
    }
}
