using System.Management.Automation;
using ZohoLock.Completion;

namespace ZohoLock.Pipeline;

/// <summary>A cmdlet that uses a connection: the session's, or the one it is given.</summary>
public abstract class ConnectedCommand : CancellableCommand
{
    /// <summary>The connection to use in place of the session's: the object, or its name.</summary>
    [Parameter]
    [ValidateNotNull]
    [ConnectionArgument]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public virtual Connection? Connection { get; set; }

    /// <summary>The connection in use, once there is known to be one.</summary>
    private protected Connection RequireConnection()
    {
        if ((Connection ?? SessionConnections.Current) is { IsClosed: false } open)
        {
            return open;
        }

        var failure = new ZohoException(new ZohoError
        {
            Code = "NotConnected",
            Message = Connection is null ? "There is no connection to Zoho CRM." : "The connection given is closed.",
            Advice = "Run Connect-ZohoCrm first. A parallel block or a job starts without the session's connection: give it one with -Connection.",
            Kind = ZohoErrorKind.ConnectionError,
            EndsRun = true,
        });
        ThrowTerminatingError(failure.ToErrorRecord(Connection));
        throw failure;
    }
}
