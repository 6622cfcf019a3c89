using System.Management.Automation;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Shows the session's connection; nothing where there is none.</summary>
[Cmdlet(VerbsCommon.Get, "ZohoCrmConnection")]
[OutputType(typeof(Connection))]
public sealed class GetZohoCrmConnectionCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (SessionConnection.Current is { } connection)
        {
            WriteObject(connection);
        }
    }
}
