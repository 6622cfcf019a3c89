using System.Management.Automation;

namespace ZohoLock.Commands;

/// <summary>
/// Compares the locking configurations of an organisation with those of files, or of a reference organisation, and returns each difference. It
/// changes nothing.
/// </summary>
[Cmdlet(VerbsData.Compare, "ZohoRecordLockConfiguration", DefaultParameterSetName = ByPath)]
[OutputType(typeof(ConfigurationDifference))]
public sealed class CompareZohoRecordLockConfigurationCommand : ConfigurationDriftCmdlet
{
    private protected override void Report(ConfigurationDifference difference) => WriteObject(difference);
}
