using System.Management.Automation;
using System.Security;
using ZohoLock.Binding;
using ZohoLock.Completion;
using ZohoLock.Credentials;
using ZohoLock.Pipeline;
using ZohoLock.Sessions;

namespace ZohoLock.Commands;

/// <summary>Opens a connection to Zoho CRM, with any of Zoho's ways to sign in (protocol sections 4 and 5).</summary>
[Cmdlet(VerbsCommunications.Connect, "ZohoCrm", DefaultParameterSetName = ByRefreshToken)]
[OutputType(typeof(Connection))]
public sealed class ConnectZohoCrmCommand : ZohoCmdlet
{
    private const string ByRefreshToken = "RefreshToken";
    private const string ByAccessToken = "AccessToken";
    private const string ByGrantCode = "GrantCode";
    private const string ByClientCredentials = "ClientCredentials";
    private const string ByDeviceCode = "DeviceCode";
    private const string ByBrowser = "Interactive";
    private const string BySecret = "SecretName";
    private const string ByEnvironment = "EnvironmentVariable";

    /// <summary>The client id, from the API console.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByRefreshToken, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, ParameterSetName = ByGrantCode, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, ParameterSetName = ByClientCredentials, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, ParameterSetName = ByDeviceCode, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, ParameterSetName = ByBrowser, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    /// <summary>The client secret, from the API console.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByRefreshToken, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, ParameterSetName = ByGrantCode, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, ParameterSetName = ByClientCredentials, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, ParameterSetName = ByDeviceCode, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, ParameterSetName = ByBrowser, ValueFromPipelineByPropertyName = true)]
    [SecretArgument]
    public SecureString? ClientSecret { get; set; }

    /// <summary>The refresh token; access tokens are requested with it as needed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByRefreshToken, ValueFromPipelineByPropertyName = true)]
    [SecretArgument]
    public SecureString? RefreshToken { get; set; }

    /// <summary>An access token from elsewhere; it lives for an hour and is not renewed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByAccessToken)]
    [SecretArgument]
    public SecureString? AccessToken { get; set; }

    /// <summary>The code that the API console generates for a self client; it is exchanged, once, for a refresh token.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByGrantCode)]
    [SecretArgument]
    public SecureString? GrantCode { get; set; }

    /// <summary>The id of the organisation to connect to without a user (client credentials): digits.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByClientCredentials)]
    [ValidateNotNullOrEmpty]
    public string? OrganizationId { get; set; }

    /// <summary>Signs in a user, who enters a code on any device.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByDeviceCode)]
    public SwitchParameter UseDeviceCode { get; set; }

    /// <summary>Signs in a user in a browser on this machine.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByBrowser)]
    public SwitchParameter Interactive { get; set; }

    /// <summary>The redirect URI, exactly as the API console has it.</summary>
    [Parameter(ParameterSetName = ByGrantCode)]
    [Parameter(ParameterSetName = ByBrowser)]
    public Uri? RedirectUri { get; set; }

    /// <summary>The scopes to ask for; those that ZohoLock uses by default.</summary>
    [Parameter(ParameterSetName = ByClientCredentials)]
    [Parameter(ParameterSetName = ByDeviceCode)]
    [Parameter(ParameterSetName = ByBrowser)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ScopeCompleter))]
    public string[]? Scope { get; set; }

    /// <summary>The secret of SecretManagement with the credentials: a hashtable with the names of these parameters as keys.</summary>
    [Parameter(Mandatory = true, ParameterSetName = BySecret)]
    [ValidateNotNullOrEmpty]
    public string? SecretName { get; set; }

    /// <summary>The vault of SecretManagement to look in; all vaults by default.</summary>
    [Parameter(ParameterSetName = BySecret)]
    [ValidateNotNullOrEmpty]
    public string? VaultName { get; set; }

    /// <summary>Reads the credentials from the environment variables ZOHO_CRM_CLIENT_ID, ZOHO_CRM_CLIENT_SECRET, ZOHO_CRM_REFRESH_TOKEN and so on.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByEnvironment)]
    public SwitchParameter EnvironmentVariable { get; set; }

    /// <summary>The connection's name, for -Connection of the other cmdlets.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = SessionConnections.DefaultName;

    // Nullable: a copy of an emulator's connection, piped in, has none.
    /// <summary>The organisation's data centre, by the end of the address you use Zoho at (.com is US, .eu is EU); US by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public DataCenter? DataCenter { get; set; }

    /// <summary>Production, sandbox or developer organisation; Production by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public CrmEnvironment? Environment { get; set; }

    /// <summary>The version of Zoho's API.</summary>
    [Parameter]
    [ValidateSet("v7", "v8")]
    public string ApiVersion { get; set; } = "v7";

    /// <summary>The API host instead of the data centre's; https, or http to this machine.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public Uri? ApiDomain { get; set; }

    /// <summary>The accounts host instead of the data centre's; https, or http to this machine.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public Uri? AccountsUri { get; set; }

    /// <summary>The organisation's edition, if the token's scopes don't allow reading it: it sets how many calls may run at once.</summary>
    [Parameter]
    public CrmEdition? Edition { get; set; }

    /// <summary>The timeout of one call, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 60;

    /// <summary>For how many seconds a failed call is repeated if that is safe; 0 for never.</summary>
    [Parameter]
    [ValidateRange(0, 3600)]
    public int RetryTimeoutSec { get; set; } = 30;

    /// <summary>The proxy to use instead of the system's.</summary>
    [Parameter]
    public Uri? Proxy { get; set; }

    /// <summary>The credential for the proxy.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Shares no access tokens with other processes.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter NoTokenCache { get; set; }

    /// <summary>Writes the connection to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        var options = ReadOptions();
        var (connection, unknown) = Await(ConnectAsync(options, Stopped));
        SessionConnections.Add(connection);
        WriteVerbose($"Connected to {connection} at {connection.ApiDomain}.");
        if (unknown is null && connection.Organization is null)
        {
            WriteVerbose("Which organisation it is isn't known: the scopes of the token don't allow the question (ZohoCRM.org.READ does).");
        }

        foreach (var warning in ConnectionWarnings.Describe(connection, options.Credential, unknown))
        {
            WriteWarning(warning);
        }

        if (PassThru)
        {
            WriteObject(connection);
        }
    }

    private static async Task<(Connection Connection, ZohoError? Problem)> ConnectAsync(ConnectionOptions options, CancellationToken stop)
    {
        var connection = await Connection.OpenAsync(options, stop).ConfigureAwait(false);
        try
        {
            return (connection, await connection.TryLearnOrganizationAsync(stop).ConfigureAwait(false));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private ConnectionOptions ReadOptions()
    {
        var named = ParameterSetName switch
        {
            BySecret => new SecretVault(InvokeCommand).Read(SecretName!, VaultName),
            ByEnvironment => EnvironmentVariables.Read(),
            _ => null,
        };
        return new ConnectionOptions
        {
            Credential = named?.ToCredential() ?? ReadCredential(),
            Name = Name,
            DataCenter = DataCenter ?? named?.DataCenter ?? ZohoLock.DataCenter.US,
            Environment = Environment ?? named?.Environment ?? CrmEnvironment.Production,
            ApiVersion = ApiVersion.ToLowerInvariant(),
            ApiDomain = ApiDomain ?? named?.ApiDomain,
            AccountsUri = AccountsUri ?? named?.AccountsUri,
            Edition = Edition ?? named?.Edition,
            CallTimeout = TimeSpan.FromSeconds(TimeoutSec),
            RetryTimeout = TimeSpan.FromSeconds(RetryTimeoutSec),
            TokenCachePath = NoTokenCache ? null : EnvironmentVariables.TokenCachePath,
            Proxy = Proxy,
            ProxyCredential = ProxyCredential?.GetNetworkCredential(),
        };
    }

    private Credential ReadCredential()
    {
        var scope = Scope is null ? OAuthClientCredential.DefaultScope : string.Join(',', Scope);
        return ParameterSetName switch
        {
            ByAccessToken => new AccessTokenCredential(AccessToken!),
            ByGrantCode => new GrantCodeCredential(ClientId!, ClientSecret!, GrantCode!) { RedirectUri = RedirectUri },
            ByClientCredentials => new ClientCredentials(ClientId!, ClientSecret!, OrganizationId!) { Scope = scope },
            ByDeviceCode => new DeviceCodeCredential(ClientId!, ClientSecret!, code => Queue.Enqueue(() => new SignInPrompt(this).Show(code))) { Scope = scope },
            ByBrowser => new BrowserCredential(ClientId!, ClientSecret!, address => Queue.Enqueue(() => new SignInPrompt(this).Open(address)))
            {
                Scope = scope,
                RedirectUri = RedirectUri ?? BrowserCredential.DefaultRedirectUri,
            },
            _ => new RefreshTokenCredential(ClientId!, ClientSecret!, RefreshToken!),
        };
    }
}
