using System.Management.Automation;
using ZohoLock.Completion;
using ZohoLock.Pipeline;
using ZohoLock.Sessions;

namespace ZohoLock.Commands;

/// <summary>Gets how many calls the organisation's edition allows at once, and its API credits (protocol section 6). It asks the organisation.</summary>
[Cmdlet(VerbsCommon.Get, "ZohoApiLimit")]
[OutputType(typeof(ApiLimit))]
public sealed class GetZohoApiLimitCommand : ZohoCmdlet
{
    /// <summary>The connection to use instead of the session's: the object, or its name.</summary>
    [Parameter]
    [ValidateNotNull]
    [ConnectionArgument]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Connection? Connection { get; set; }

    private protected override void Process()
    {
        var connection = RequireConnection(Connection);
        if (!Await(connection.LearnOrganizationAsync(Stopped)))
        {
            WriteVerbose("The scopes of the token don't allow the organisation to be asked (ZohoCRM.org.READ does): the edition is as it was given, or not known.");
        }

        WriteObject(connection.GetApiLimit());
    }
}
