using System.Management.Automation;
using ZohoLock.Completion;
using ZohoLock.Pipeline;
using ZohoLock.Sessions;

namespace ZohoLock.Commands;

/// <summary>Closes a connection, and revokes its token with -Revoke (protocol section 4.1).</summary>
[Cmdlet(VerbsCommunications.Disconnect, "ZohoCrm", SupportsShouldProcess = true)]
public sealed class DisconnectZohoCrmCommand : ZohoCmdlet
{
    /// <summary>
    /// Also revokes the token that the connection was opened with, and removes it from the token cache. A revoked refresh token is of no use to anybody.
    /// </summary>
    [Parameter]
    public SwitchParameter Revoke { get; set; }

    /// <summary>The connection to close instead of the session's: the object, or its name.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ConnectionArgument]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Connection? Connection { get; set; }

    private protected override void Process()
    {
        var connection = RequireConnection(Connection);
        if (!ShouldProcess(connection.ToString(), Revoke ? "Disconnect and revoke the token" : "Disconnect"))
        {
            return;
        }

        if (Revoke)
        {
            Await(connection.RevokeAsync(Stopped));
        }

        connection.Dispose();
    }
}
