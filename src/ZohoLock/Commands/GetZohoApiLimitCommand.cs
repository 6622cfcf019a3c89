using System.Management.Automation;

namespace ZohoLock.Commands;

/// <summary>Gets how many calls the organisation's edition allows at once, and its API credits (protocol section 6). It asks the organisation.</summary>
[Cmdlet(VerbsCommon.Get, "ZohoApiLimit")]
[OutputType(typeof(ApiLimit))]
public sealed class GetZohoApiLimitCommand : ConnectedCmdlet
{
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
