using System.Management.Automation;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Unlocks records (protocol section 1.1); finds the lock's id itself where the input hasn't got it.</summary>
[Cmdlet(VerbsCommon.Unlock, "ZohoRecord", SupportsShouldProcess = true)]
[OutputType(typeof(RecordUnlock))]
public sealed class UnlockZohoRecordCommand : LockCommand
{
    /// <summary>What to do about a record that isn't locked: an error, or an output that says so.</summary>
    [Parameter]
    public IfUnlocked IfUnlocked { get; set; } = IfUnlocked.Error;

    /// <inheritdoc/>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public override string? JournalPath { get; set; }

    private protected override string Action => "Unlock record";

    private protected override RecordWork Prepare(string module, string recordId, string? lockId)
    {
        var ifUnlocked = IfUnlocked;
        return async (client, earlierRun, stop) =>
            await client.UnlockAsync(module, recordId, lockId, ifUnlocked, earlierRun, stop).ConfigureAwait(false);
    }
}
