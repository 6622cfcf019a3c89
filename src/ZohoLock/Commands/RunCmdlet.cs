using System.Management.Automation;
using ZohoLock.Completion;
using ZohoLock.Pipeline;
using ZohoLock.Sessions;

namespace ZohoLock.Commands;

/// <summary>A cmdlet that makes a call or more for each of many records.</summary>
public abstract class RunCmdlet : ZohoCmdlet
{
    /// <summary>The connection to use instead of the session's: the object, or its name.</summary>
    [Parameter]
    [ValidateNotNull]
    [ConnectionArgument]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Connection? Connection { get; set; }

    /// <summary>How many calls run at once at most; as many as the organisation allows by default.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int? ThrottleLimit { get; set; }

    /// <summary>Continues if Zoho refuses the module, or the first 50 records are all refused alike: each record has its own error then.</summary>
    [Parameter]
    public SwitchParameter ContinueOnRefusal { get; set; }
}
