using System.Management.Automation;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Unlocks records (protocol section 1.1); finds the lock's id itself where the input hasn't got it.</summary>
[Cmdlet(VerbsCommon.Unlock, "ZohoRecord", SupportsShouldProcess = true)]
[OutputType(typeof(RecordUnlock))]
public sealed class UnlockZohoRecordCommand : LockCommand
{
    private protected override string Action => "Unlock record";

    private protected override RecordWork Prepare(string module, string recordId, string? lockId) => async (client, stop) =>
    {
        var id = lockId ?? (await client.FindAsync(module, recordId, stop).ConfigureAwait(false)).LockId;
        return await client.UnlockAsync(module, recordId, id, stop).ConfigureAwait(false);
    };
}
