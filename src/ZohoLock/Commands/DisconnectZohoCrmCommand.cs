using System.Management.Automation;
using ZohoLock.Completion;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Forgets a connection, and with -Revoke has Zoho end its token (protocol section 4.1).</summary>
[Cmdlet(VerbsCommunications.Disconnect, "ZohoCrm", SupportsShouldProcess = true)]
public sealed class DisconnectZohoCrmCommand : ConnectedCommand
{
    /// <summary>
    /// Also revokes at Zoho the token that the connection was opened with, and clears the token cache of it; a refresh token is of no use to anybody then.
    /// </summary>
    [Parameter]
    public SwitchParameter Revoke { get; set; }

    /// <inheritdoc/>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ConnectionArgument]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public override Connection? Connection { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var connection = RequireConnection();
        if (!ShouldProcess(connection.ToString(), Revoke ? "Disconnect and revoke the token" : "Disconnect"))
        {
            return;
        }

        if (Revoke)
        {
            Complete(connection.RevokeAsync);
        }

        connection.Dispose();
    }
}
