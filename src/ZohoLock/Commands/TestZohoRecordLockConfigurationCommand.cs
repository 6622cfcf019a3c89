using System.Management.Automation;

namespace ZohoLock.Commands;

/// <summary>
/// Tells whether the locking configurations of an organisation are those of files, or of a reference organisation. Where something can't be compared,
/// there is an error and no answer.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "ZohoRecordLockConfiguration", DefaultParameterSetName = ByPath)]
[OutputType(typeof(bool))]
public sealed class TestZohoRecordLockConfigurationCommand : ConfigurationDriftCmdlet
{
    private bool _differs;

    private protected override void Report(ConfigurationDifference difference)
    {
        WriteVerbose(difference.ToString());
        _differs = true;
    }

    private protected override void End()
    {
        base.End();
        if (!HasFailed)
        {
            WriteObject(!_differs);
        }
    }
}
