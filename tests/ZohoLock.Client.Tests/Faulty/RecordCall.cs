using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Faulty;

/// <summary>The four things that are done to a record's lock.</summary>
public enum RecordCall
{
    Look,
    Lock,
    ChangeReason,
    Unlock,
}

internal static class RecordCalls
{
    public const string FormerReason = "the reason before";

    public static RecordCall[] All { get; } = Enum.GetValues<RecordCall>();

    public static Operation Operation(this RecordCall call) => call switch
    {
        RecordCall.Look => ZohoCrm.Emulator.Observation.Operation.ListLocks,
        RecordCall.Lock => ZohoCrm.Emulator.Observation.Operation.LockRecord,
        RecordCall.ChangeReason => ZohoCrm.Emulator.Observation.Operation.UpdateLock,
        _ => ZohoCrm.Emulator.Observation.Operation.UnlockRecord,
    };

    public static string Method(this RecordCall call) => call switch
    {
        RecordCall.Look => "GET",
        RecordCall.Lock => "POST",
        RecordCall.ChangeReason => "PUT",
        _ => "DELETE",
    };

    /// <summary>Locks the record where the call needs a lock to work on; returns that lock.</summary>
    public static RecordLockEntry? Prepare(this RecordCall call, FaultyCrm crm) =>
        call == RecordCall.Lock ? null : crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Manual, FormerReason);

    /// <summary>Makes the call: one call and no look-up before it.</summary>
    public static async Task<object?> MakeAsync(
        this RecordCall call, RecordLockClient client, RecordLockEntry? current, CancellationToken cancellationToken = default) => call switch
    {
        RecordCall.Look => await client.FindAsync(FaultyCrm.Module, FaultyCrm.RecordId, cancellationToken),
        RecordCall.Lock => await client.LockAsync(
            FaultyCrm.Module, FaultyCrm.RecordId, FaultyCrm.Reason, cancellationToken: cancellationToken),
        RecordCall.ChangeReason => await client.UpdateReasonAsync(
            new RecordLock(FaultyCrm.Module, FaultyCrm.RecordId, current!.Id), FaultyCrm.Reason, cancellationToken),
        _ => await client.UnlockAsync(FaultyCrm.Module, FaultyCrm.RecordId, current!.Id, cancellationToken: cancellationToken),
    };

    public static async Task<ZohoError> FailAsync(this RecordCall call, RecordLockClient client, RecordLockEntry? current) =>
        (await Assert.ThrowsAsync<ZohoException>(() => call.MakeAsync(client, current))).Error;

    /// <summary>Checks that what the call brought and what the server has are what the call was made for, once.</summary>
    public static void AssertDone(this RecordCall call, FaultyCrm crm, RecordLockEntry? former, object? output)
    {
        switch (call)
        {
            case RecordCall.Look:
                var seen = Assert.IsType<RecordLock>(output);
                Assert.Equal((former!.Id, FormerReason), (seen.LockId, seen.Reason));
                Assert.Equal([former], crm.Locks);
                break;
            case RecordCall.Lock:
                var made = Assert.IsType<RecordLock>(output);
                var entry = Assert.Single(crm.Locks);
                Assert.Equal((entry.Id, FaultyCrm.Reason, LockSource.Manual), (made.LockId, made.Reason, made.Source!.Value));
                Assert.Equal((FaultyCrm.Reason, crm.Emulator.User), (entry.Reason, entry.LockedBy));
                Assert.Equal((crm.Emulator.User.Id, crm.Emulator.User.Name), (made.LockedBy!.Id, made.LockedBy.Name));
                Assert.Equal(0, crm.Emulator.Counters.RepeatedLocks);
                break;
            case RecordCall.ChangeReason:
                var changed = Assert.IsType<RecordLock>(output);
                Assert.Equal((former!.Id, FaultyCrm.Reason), (changed.LockId, changed.Reason));
                Assert.Equal([former with { Reason = FaultyCrm.Reason }], crm.Locks);
                break;
            default:
                var unlocked = Assert.IsType<RecordUnlock>(output);
                Assert.Equal((former!.Id, RecordUnlockStatus.Unlocked), (unlocked.LockId, unlocked.Status));
                Assert.Empty(crm.Locks);
                break;
        }
    }
}
