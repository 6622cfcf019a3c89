using System.Security;
using ZohoCrm.Emulator;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Crm.Organization;
using ZohoCrm.Emulator.Faults;
using ZohoCrm.Emulator.Observation;
using ZohoCrm.Emulator.Settings;
using ZohoLock.Emulation;
using ZohoLock.Input;

namespace ZohoLock;

/// <summary>
/// A Zoho CRM that runs in this process, with made-up secrets of its own. It pipes into Connect-ZohoCrm, and counts what it is asked.
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

    /// <summary>That its tokens aren't worth sharing with other processes, for Connect-ZohoCrm.</summary>
    public bool NoTokenCache { get; } = true;

    /// <summary>The modules with their records and locks.</summary>
    public IReadOnlyCollection<CrmModule> Modules => _emulator.Modules;

    /// <summary>The user whose refresh token it has.</summary>
    public CrmUser User => _emulator.User;

    /// <summary>The users: User and those added.</summary>
    public IReadOnlyList<CrmUser> Users => _emulator.Users;

    /// <summary>The profiles: Administrator, Standard and those added.</summary>
    public IReadOnlyList<CrmProfile> Profiles => _emulator.Profiles;

    /// <summary>Its time: this machine's until SetTime or Advance stops it.</summary>
    public DateTimeOffset Time => _emulator.Clock.GetUtcNow();

    /// <summary>How it behaves; may be changed while it runs.</summary>
    public EmulatorSettings Settings => _emulator.Settings;

    // Arrays, because PowerShell can't index every list that C# makes.
    /// <summary>What it was asked: rows of method, operation, status and count.</summary>
    public IReadOnlyList<CallCount> Calls => _emulator.Counters.Rows.ToArray();

    /// <summary>How many calls it answered, or left without an answer on purpose.</summary>
    public long CallCount => _emulator.Counters.Total;

    /// <summary>The most API calls in process at one moment.</summary>
    public int PeakConcurrency => _emulator.Counters.PeakConcurrency;

    /// <summary>Attempts to lock a record that the same user had locked already.</summary>
    public long RepeatedLocks => _emulator.Counters.RepeatedLocks;

    /// <summary>Access tokens issued.</summary>
    public long TokensIssued => _emulator.Counters.TokensIssued;

    /// <summary>The requests as they came in, while Settings.RecordRequests is on.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _emulator.Requests.ToArray();

    /// <summary>Counts again from zero.</summary>
    public void ResetCounters() => _emulator.Counters.Reset();

    /// <summary>An access token that is good for an hour.</summary>
    public SecureString CreateAccessToken() => Secure(_emulator.CreateAccessToken());

    /// <summary>A grant code as the API console generates it for a self client, good for some minutes and one Connect-ZohoCrm -GrantCode.</summary>
    public SecureString CreateGrantCode() => Secure(_emulator.CreateGrantCode());

    /// <summary>Has the user accept at another device, who was shown that code by Connect-ZohoCrm -UseDeviceCode.</summary>
    public void ApproveDevice(string userCode) => _emulator.ApproveDevice(userCode);

    /// <summary>Has the user refuse at another device.</summary>
    public void RejectDevice(string userCode) => _emulator.RejectDevice(userCode);

    /// <summary>Ends all access tokens there are now.</summary>
    public void ExpireAccessTokens() => _emulator.ExpireAccessTokens();

    /// <summary>The module of that API name.</summary>
    public CrmModule GetModule(string apiName) => _emulator.GetModule(apiName);

    /// <summary>Adds a module, with that many records made up; its AddRecord and AddRecords add those you want.</summary>
    public CrmModule AddModule(string apiName, int recordCount = 0)
    {
        var module = _emulator.AddModule(ModuleName.Require(apiName));
        module.AddRecords(recordCount);
        return module;
    }

    /// <summary>Adds a user, with the profile of that name: Administrator by default.</summary>
    public CrmUser AddUser(string name, string profile = "Administrator") => _emulator.AddUser(name, GetProfile(profile));

    /// <summary>Adds a profile, which a locking configuration may exclude.</summary>
    public CrmProfile AddProfile(string name) => _emulator.AddProfile(name);

    /// <summary>Gives a user the profile of that name.</summary>
    public void SetProfile(CrmUser user, string profile) => _emulator.SetProfile(user, GetProfile(profile));

    /// <summary>A refresh token of a user, for Connect-ZohoCrm to sign in as somebody else.</summary>
    public SecureString CreateRefreshToken(CrmUser user) => Secure(_emulator.CreateRefreshToken(user));

    /// <summary>An access token of a user, for Connect-ZohoCrm to sign in as somebody else.</summary>
    public SecureString CreateAccessToken(CrmUser user) => Secure(_emulator.CreateAccessToken(user));

    /// <summary>Stops its clock at that time: locks are of then, and tokens end when it is moved on.</summary>
    public void SetTime(DateTimeOffset time) => _emulator.Clock.Set(time);

    /// <summary>Moves its clock on, and stops it there.</summary>
    public void Advance(TimeSpan time) => _emulator.Clock.Advance(time);

    /// <summary>Has something go wrong from now on; its kinds and timings are those of ZohoCrm.Emulator.</summary>
    public Fault Inject(Fault fault) => _emulator.Inject(fault);

    internal void Stop()
    {
        RunningEmulators.Remove(this);
        _emulator.Dispose();
    }

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
