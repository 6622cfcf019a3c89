using System.Management.Automation;
using ZohoLock.Binding;
using ZohoLock.Lending;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Lists the locks that Suspend-ZohoRecordLock has removed and that aren't made again. No call is made.</summary>
[Cmdlet(VerbsCommon.Get, "ZohoSuspendedLock")]
[OutputType(typeof(SuspendedLock))]
public sealed class GetZohoSuspendedLockCommand : ZohoCmdlet
{
    /// <summary>The file that Suspend-ZohoRecordLock has written.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    public string JournalPath { get; set; } = string.Empty;

    private protected override object? ErrorTarget => JournalPath;

    private protected override void End()
    {
        using var journal = SuspensionJournal.Open(FilePath.GetPath(this, JournalPath), organization: null, TimeProvider.System);
        if (journal.Damage is { } damage)
        {
            WriteWarning(damage);
        }

        WriteObject(journal.GetSuspended(), enumerateCollection: true);
    }
}
