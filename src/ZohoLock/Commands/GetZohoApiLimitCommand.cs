using System.Management.Automation;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Shows how many calls the organisation's edition allows at once, and its API credits (protocol section 6), asked of the organisation now.</summary>
[Cmdlet(VerbsCommon.Get, "ZohoApiLimit")]
[OutputType(typeof(ApiLimit))]
public sealed class GetZohoApiLimitCommand : ConnectedCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var connection = RequireConnection();
        if (!Complete(connection.LearnOrganizationAsync))
        {
            WriteVerbose("The scopes of the token don't allow the organisation to be asked (ZohoCRM.org.READ does): the edition is as it was given, or not known.");
        }

        WriteObject(connection.GetApiLimit());
    }
}
