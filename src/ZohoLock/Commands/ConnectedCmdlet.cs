using System.Management.Automation;
using ZohoLock.Completion;
using ZohoLock.Pipeline;
using ZohoLock.Sessions;

namespace ZohoLock.Commands;

/// <summary>A cmdlet that uses the session's connection, or another one that it is given.</summary>
public abstract class ConnectedCmdlet : ZohoCmdlet
{
    /// <summary>The connection to use instead of the session's: the object, or its name.</summary>
    [Parameter]
    [ValidateNotNull]
    [ConnectionArgument]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Connection? Connection { get; set; }
}
