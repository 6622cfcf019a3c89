using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Servers;

/// <summary>The five calls of protocol section 1.1, on the records of its samples.</summary>
public enum LockingCall
{
    List,
    One,
    Lock,
    Update,
    Unlock,
}

internal static class LockingCalls
{
    public const string Module = "Leads";
    public const string RecordId = "5843104000000425566";
    public const string LockId = "5843104000000804005";

    public static LockingCall[] All { get; } = Enum.GetValues<LockingCall>();

    /// <summary>Makes the call with the values of the samples.</summary>
    public static Task MakeAsync(this RecordLockClient client, LockingCall call, CancellationToken cancellationToken = default) => call switch
    {
        LockingCall.List => client.ListAsync(Module, RecordId, cancellationToken: cancellationToken),
        LockingCall.One => client.GetAsync(Module, RecordId, LockId, cancellationToken: cancellationToken),
        LockingCall.Lock => client.LockAsync(Module, RecordId, "deal in progress", cancellationToken: cancellationToken),
        LockingCall.Update => client.UpdateReasonAsync(new RecordLock(Module, RecordId, LockId), "deal in progress", cancellationToken),
        _ => client.UnlockAsync(Module, RecordId, LockId, cancellationToken: cancellationToken),
    };

    /// <summary>Makes the call, and returns the error that it must end with.</summary>
    public static async Task<ZohoException> FailAsync(this RecordLockClient client, LockingCall call) =>
        await Assert.ThrowsAsync<ZohoException>(() => client.MakeAsync(call));
}
