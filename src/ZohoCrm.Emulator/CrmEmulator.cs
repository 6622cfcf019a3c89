using ZohoCrm.Emulator.Api;
using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.Metadata;
using ZohoCrm.Emulator.OAuth;
using ZohoCrm.Emulator.Observation;
using ZohoCrm.Emulator.Records;
using ZohoCrm.Emulator.Users;

namespace ZohoCrm.Emulator;

/// <summary>A Zoho CRM on the loopback address: accounts server and API, with one organisation and one client.</summary>
public sealed class CrmEmulator : IDisposable
{
    private const int RequestsKept = 10_000;

    private readonly object _lock = new();
    private readonly IdSequence _ids;
    private readonly RequestLog _log = new(RequestsKept);
    private readonly ModuleTable _modules;
    private readonly ProfileTable _profiles;
    private readonly UserTable _users;
    private readonly TokenStore _tokens;
    private readonly DeviceTable _devices;
    private readonly CrmApplication _application;
    private readonly Grant _grant;
    private HttpServer? _server;
    private volatile int _port;

    /// <summary>Makes an emulator, with a client and its refresh token; it listens once it is started.</summary>
    /// <param name="settings">How it behaves.</param>
    /// <param name="time">What its <see cref="Clock"/> goes by until it is set; the system's by default.</param>
    public CrmEmulator(EmulatorSettings? settings = null, TimeProvider? time = null)
    {
        Clock = new(time ?? TimeProvider.System);
        Settings = settings ?? new EmulatorSettings();
        _ids = new(Settings.OrganizationPrefix);
        User = new(_ids.Of(424672), "Patricia Boyle");
        OrganizationId = _ids.Of(20005);
        _profiles = new(_ids);
        _users = new(User);
        _modules = new(Settings);
        _tokens = new(Settings, Counters, User, Clock);
        _devices = new(Settings, Clock);
        _grant = _tokens.CreateGrant(User);
        _application = new(this, _tokens, _devices, _modules, _profiles, _users, _log, Clock);
    }

    /// <summary>How it behaves; may be changed while it runs.</summary>
    public EmulatorSettings Settings { get; }

    /// <summary>Its time, for all but the latency: when locks are set, when tokens end, how fast they may be asked for.</summary>
    public EmulatorClock Clock { get; }

    /// <summary>What it was asked.</summary>
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

    /// <summary>The port it listens on, or last listened on; 0 before it is started.</summary>
    public int Port => _port;

    /// <summary>The base of both the accounts server's paths and the API's; the <c>api_domain</c> of its tokens (protocol 4.2).</summary>
    public Uri BaseUri => new($"http://127.0.0.1:{Port}");

    /// <summary>The client's id (protocol 4.1).</summary>
    public string ClientId { get; } = ZohoSecret.ClientId();

    /// <summary>The client's secret (protocol 4.1).</summary>
    public string ClientSecret { get; } = ZohoSecret.ClientSecret();

    /// <summary>The refresh token of <see cref="User"/> (protocol 4.1).</summary>
    public string RefreshToken => _grant.RefreshToken!;

    /// <summary>The user whose refresh token it is.</summary>
    public CrmUser User { get; }

    /// <summary>The organisation's id.</summary>
    public string OrganizationId { get; }

    /// <summary>The modules.</summary>
    public IReadOnlyCollection<CrmModule> Modules => _modules.All;

    /// <summary>The users: <see cref="User"/> and those added.</summary>
    public IReadOnlyList<CrmUser> Users => _users.All;

    /// <summary>The profiles: Administrator, Standard and those added (protocol 2.2).</summary>
    public IReadOnlyList<CrmProfile> Profiles => _profiles.All;

    /// <summary>The latest requests, oldest first, as far as <see cref="EmulatorSettings.RecordRequests"/> was on.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _log.Snapshot();

    /// <summary>What went wrong inside the emulator though it never should: empty, unless the emulator has a bug.</summary>
    public IReadOnlyCollection<Exception> Failures => _application.Failures;

    /// <summary>Begins to listen.</summary>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <exception cref="InvalidOperationException">It listens already.</exception>
    public void Start(int port = 0)
    {
        lock (_lock)
        {
            if (_server is not null)
            {
                throw new InvalidOperationException($"The emulator listens already, on port {Port}.");
            }

            _server = new(_application, Clock, port);
            _port = _server.Port;
        }
    }

    /// <summary>Frees the port and closes the connections; records, locks, tokens and counts stay.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _server?.Dispose();
            _server = null;
        }
    }

    /// <summary>Stops.</summary>
    public void Dispose() => Stop();

    /// <summary>Makes a grant code, to be exchanged once (protocol 4.1).</summary>
    /// <param name="user">Whose it is; <see cref="User"/> by default.</param>
    /// <returns>The code.</returns>
    public string CreateGrantCode(CrmUser? user = null) => _tokens.CreateCode(user ?? User);

    /// <summary>Makes an access token of <see cref="RefreshToken"/>, past the throttle (protocol 4.4).</summary>
    /// <returns>The token.</returns>
    public string CreateAccessToken() => _tokens.Issue(_grant).Value;

    /// <summary>Makes an access token of another user, with a refresh token of its own (protocol 4.4).</summary>
    /// <param name="user">The user.</param>
    /// <returns>The token.</returns>
    public string CreateAccessToken(CrmUser user) => _tokens.Issue(_tokens.CreateGrant(user)).Value;

    /// <summary>Makes a refresh token of a user (protocol 4.1).</summary>
    /// <param name="user">The user.</param>
    /// <returns>The token.</returns>
    public string CreateRefreshToken(CrmUser user) => _tokens.CreateGrant(user).RefreshToken!;

    /// <summary>Accepts a device, as its user does at <c>/oauth/v3/device</c> (protocol 4.1).</summary>
    /// <param name="userCode">The user code that the device was given, in any case.</param>
    /// <exception cref="ArgumentException">No device waits under this code.</exception>
    public void ApproveDevice(string userCode) => DecideDevice(userCode, isAccepted: true);

    /// <summary>Rejects a device, as its user does at <c>/oauth/v3/device</c> (protocol 4.1).</summary>
    /// <param name="userCode">The user code that the device was given, in any case.</param>
    /// <exception cref="ArgumentException">No device waits under this code.</exception>
    public void RejectDevice(string userCode) => DecideDevice(userCode, isAccepted: false);

    /// <summary>Kills all access tokens there are now.</summary>
    public void ExpireAccessTokens() => _tokens.KillAccessTokens();

    /// <summary>Adds a user.</summary>
    /// <param name="name">The user's name.</param>
    /// <param name="profile">The user's profile; Administrator by default.</param>
    /// <returns>The user, with an id made up.</returns>
    public CrmUser AddUser(string name, CrmProfile? profile = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var user = new CrmUser(_ids.Next(), name);
        _users.Add(user);
        if (profile is not null)
        {
            _profiles.Set(user, profile);
        }

        return user;
    }

    /// <summary>Adds a profile.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The profile, with an id made up.</returns>
    public CrmProfile AddProfile(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _profiles.Add(name);
    }

    /// <summary>The profile of a user.</summary>
    /// <param name="user">The user.</param>
    /// <returns>The profile; Administrator unless another was set.</returns>
    public CrmProfile GetProfile(CrmUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return _profiles.Of(user);
    }

    /// <summary>Gives a user a profile, which a locking configuration may exclude (protocol 2.2).</summary>
    /// <param name="user">The user.</param>
    /// <param name="profile">The profile.</param>
    public void SetProfile(CrmUser user, CrmProfile profile)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(profile);
        _profiles.Set(user, profile);
    }

    /// <summary>Adds a module, configured for manual locking.</summary>
    /// <param name="apiName">Its API name.</param>
    /// <returns>The module.</returns>
    public CrmModule AddModule(string apiName)
    {
        ArgumentException.ThrowIfNullOrEmpty(apiName);
        var module = new CrmModule(apiName, Settings, Clock, _ids, User);
        _modules.Add(module);
        return module;
    }

    /// <summary>Finds a module.</summary>
    /// <param name="apiName">Its API name, in any case.</param>
    /// <returns>The module.</returns>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public CrmModule GetModule(string apiName) =>
        _modules.Find(apiName, StringComparison.OrdinalIgnoreCase) ?? throw new KeyNotFoundException($"There is no module {apiName}.");

    /// <summary>Puts a fault in force; it is taken out through <see cref="EmulatorSettings.Faults"/>.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>The same fault.</returns>
    public Fault Inject(Fault fault)
    {
        Settings.Faults.Add(fault);
        return fault;
    }

    /// <summary>Forgets the requests kept.</summary>
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
