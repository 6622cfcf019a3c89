using System.Security;
using ZohoCrm.Emulator;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Crm.Organization;
using ZohoCrm.Emulator.Faults;
using ZohoCrm.Emulator.Observation;
using ZohoCrm.Emulator.Settings;
using ZohoLock.Input;

namespace ZohoLock;

/// <summary>
/// A Zoho CRM that runs in this process, with generated secrets. It can be piped to Connect-ZohoCrm, and counts the calls to it.
/// </summary>
public sealed class Emulator
{
    private readonly CrmEmulator _emulator;

    internal Emulator(CrmEmulator emulator) => _emulator = emulator;

    /// <summary>The port on the loopback address.</summary>
    public int Port => _emulator.Port;

    /// <summary>Whether it listens.</summary>
    public bool IsRunning => _emulator.IsRunning;

    /// <summary>The API host, for Connect-ZohoCrm.</summary>
    public Uri ApiDomain => _emulator.BaseUri;

    /// <summary>The accounts host, for Connect-ZohoCrm.</summary>
    public Uri AccountsUri => _emulator.BaseUri;

    /// <summary>The client id, for Connect-ZohoCrm.</summary>
    public string ClientId => _emulator.ClientId;

    /// <summary>The client secret, for Connect-ZohoCrm.</summary>
    public SecureString ClientSecret => Secure(_emulator.ClientSecret);

    /// <summary>The refresh token, for Connect-ZohoCrm.</summary>
    public SecureString RefreshToken => Secure(_emulator.RefreshToken);

    /// <summary>The organisation's id.</summary>
    public string OrganizationId => _emulator.OrganizationId;

    /// <summary>Keeps its tokens out of the token cache, for Connect-ZohoCrm.</summary>
    public bool NoTokenCache { get; } = true;

    /// <summary>The modules with their records and locks.</summary>
    public IReadOnlyCollection<CrmModule> Modules => _emulator.Modules;

    /// <summary>The user of <see cref="RefreshToken"/>.</summary>
    public CrmUser User => _emulator.User;

    /// <summary>The users: User and those added.</summary>
    public IReadOnlyList<CrmUser> Users => _emulator.Users;

    /// <summary>The profiles: Administrator, Standard and those added.</summary>
    public IReadOnlyList<CrmProfile> Profiles => _emulator.Profiles;

    /// <summary>Its time: that of this machine until SetTime or Advance is called.</summary>
    public DateTimeOffset Time => _emulator.Clock.GetUtcNow();

    /// <summary>How it behaves; may be changed while it runs.</summary>
    public EmulatorSettings Settings => _emulator.Settings;

    // Arrays, because PowerShell can't index every implementation of IReadOnlyList.
    /// <summary>The calls to it: rows of method, operation, status and count.</summary>
    public IReadOnlyList<CallCount> Calls => _emulator.Counters.Rows.ToArray();

    /// <summary>How many calls it answered, or left unanswered because of a fault.</summary>
    public long CallCount => _emulator.Counters.Total;

    /// <summary>The most API calls that were in process at the same time.</summary>
    public int PeakConcurrency => _emulator.Counters.PeakConcurrency;

    /// <summary>The most COQL queries that were in process at the same time.</summary>
    public int PeakQueryConcurrency => _emulator.Counters.PeakQueryConcurrency;

    /// <summary>How many calls tried to lock a record that the same user had locked already.</summary>
    public long RepeatedLocks => _emulator.Counters.RepeatedLocks;

    /// <summary>How many access tokens it issued.</summary>
    public long TokensIssued => _emulator.Counters.TokensIssued;

    /// <summary>How many API credits its calls have cost.</summary>
    public long CreditsSpent => _emulator.Counters.CreditsSpent;

    /// <summary>The requests that it received while Settings.RecordRequests was on.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _emulator.Requests.ToArray();

    /// <summary>Resets all counters to zero.</summary>
    public void ResetCounters() => _emulator.Counters.Reset();

    /// <summary>Creates an access token that is valid for an hour.</summary>
    public SecureString CreateAccessToken() => Secure(_emulator.CreateAccessToken());

    /// <summary>Creates a grant code as the API console generates it for a self client: valid for some minutes and one Connect-ZohoCrm -GrantCode.</summary>
    public SecureString CreateGrantCode() => Secure(_emulator.CreateGrantCode());

    /// <summary>Accepts a device, as the user does who enters the code from Connect-ZohoCrm -UseDeviceCode.</summary>
    public void ApproveDevice(string userCode) => _emulator.ApproveDevice(userCode);

    /// <summary>Rejects a device, as the user can do.</summary>
    public void RejectDevice(string userCode) => _emulator.RejectDevice(userCode);

    /// <summary>Revokes all current access tokens.</summary>
    public void ExpireAccessTokens() => _emulator.ExpireAccessTokens();

    /// <summary>Finds a module by its API name.</summary>
    public CrmModule GetModule(string apiName) => _emulator.GetModule(apiName);

    /// <summary>Adds a module with generated records; its AddRecord and AddRecords add your own.</summary>
    public CrmModule AddModule(string apiName, int recordCount = 0)
    {
        var module = _emulator.AddModule(ModuleName.Require(apiName));
        module.AddRecords(recordCount);
        return module;
    }

    /// <summary>Adds a user with the named profile: Administrator by default.</summary>
    public CrmUser AddUser(string name, string profile = "Administrator") => _emulator.AddUser(name, GetProfile(profile));

    /// <summary>Adds a profile that locking configurations can exclude.</summary>
    public CrmProfile AddProfile(string name) => _emulator.AddProfile(name);

    /// <summary>Sets a user's profile by its name.</summary>
    public void SetProfile(CrmUser user, string profile) => _emulator.SetProfile(user, GetProfile(profile));

    /// <summary>Creates a refresh token of a user, for Connect-ZohoCrm.</summary>
    public SecureString CreateRefreshToken(CrmUser user) => Secure(_emulator.CreateRefreshToken(user));

    /// <summary>Creates an access token of a user, for Connect-ZohoCrm.</summary>
    public SecureString CreateAccessToken(CrmUser user) => Secure(_emulator.CreateAccessToken(user));

    /// <summary>Sets its clock, which stands still from then on: it is the time of locks, and decides when tokens expire.</summary>
    public void SetTime(DateTimeOffset time) => _emulator.Clock.Set(time);

    /// <summary>Advances its clock, which stands still from then on.</summary>
    public void Advance(TimeSpan time) => _emulator.Clock.Advance(time);

    /// <summary>Adds a fault, of a kind and timing of ZohoCrm.Emulator.</summary>
    public Fault Inject(Fault fault) => _emulator.Inject(fault);

    internal void Stop() => _emulator.Stop();

    private CrmProfile GetProfile(string name) =>
        _emulator.Profiles.FirstOrDefault(profile => profile.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException(
                $"There is no profile {name}; there are {string.Join(", ", _emulator.Profiles.Select(profile => profile.Name))}. AddProfile adds one.");

    private static SecureString Secure(string text)
    {
        var secret = new SecureString();
        foreach (var character in text)
        {
            secret.AppendChar(character);
        }

        secret.MakeReadOnly();
        return secret;
    }
}
