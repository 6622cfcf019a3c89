using System.Management.Automation;
using System.Security;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Opens the session's connection to Zoho CRM (protocol sections 4 and 5).</summary>
[Cmdlet(VerbsCommunications.Connect, "ZohoCrm", DefaultParameterSetName = ByRefreshToken)]
[OutputType(typeof(Connection))]
public sealed class ConnectZohoCrmCommand : CancellableCommand
{
    private const string ByRefreshToken = "RefreshToken";
    private const string ByAccessToken = "AccessToken";

    /// <summary>The client id, from the API console.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByRefreshToken, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    /// <summary>The client secret, from the API console.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByRefreshToken, ValueFromPipelineByPropertyName = true)]
    [SecretArgument]
    public SecureString? ClientSecret { get; set; }

    /// <summary>The refresh token; access tokens are had with it as needed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByRefreshToken, ValueFromPipelineByPropertyName = true)]
    [SecretArgument]
    public SecureString? RefreshToken { get; set; }

    /// <summary>An access token that was had elsewhere; it lives for an hour and is not renewed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByAccessToken)]
    [SecretArgument]
    public SecureString? AccessToken { get; set; }

    /// <summary>The organisation's data centre: the end of the address you use Zoho at (.com is US, .eu is EU).</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public DataCenter DataCenter { get; set; } = DataCenter.US;

    /// <summary>Production, sandbox or developer organisation.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public CrmEnvironment Environment { get; set; } = CrmEnvironment.Production;

    /// <summary>The version of Zoho's API.</summary>
    [Parameter]
    [ValidateSet("v7", "v8")]
    public string ApiVersion { get; set; } = "v7";

    /// <summary>The API host in place of the data centre's; https, or http to this machine.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public Uri? ApiDomain { get; set; }

    /// <summary>The accounts host in place of the data centre's; https, or http to this machine.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public Uri? AccountsUri { get; set; }

    /// <summary>The organisation's edition: it sets how many calls may run at once.</summary>
    [Parameter]
    public CrmEdition? Edition { get; set; }

    /// <summary>How many seconds one call may take.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 60;

    /// <summary>For how many seconds a call that failed is repeated where that is safe; 0 for never.</summary>
    [Parameter]
    [ValidateRange(0, 3600)]
    public int RetryTimeoutSec { get; set; } = 30;

    /// <summary>Writes the connection to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var options = new ConnectionOptions
        {
            AccessToken = AccessToken,
            ClientId = ClientId,
            ClientSecret = ClientSecret,
            RefreshToken = RefreshToken,
            DataCenter = DataCenter,
            Environment = Environment,
            ApiVersion = ApiVersion.ToLowerInvariant(),
            ApiDomain = ApiDomain,
            AccountsUri = AccountsUri,
            Edition = Edition,
            CallTimeout = TimeSpan.FromSeconds(TimeoutSec),
            RetryTimeout = TimeSpan.FromSeconds(RetryTimeoutSec),
        };
        var connection = Complete(stop => Connection.OpenAsync(options, stop));
        SessionConnection.Current = connection;
        WriteVerbose($"Connected to {connection} at {connection.ApiDomain}.");
        if (PassThru)
        {
            WriteObject(connection);
        }
    }
}
