using System.Security;
using ZohoCrm.Emulator;

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

    /// <summary>Has something go wrong from now on; its kinds and timings are those of ZohoCrm.Emulator.</summary>
    public Fault Inject(Fault fault) => _emulator.Inject(fault);

    internal void Stop() => _emulator.Dispose();

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
