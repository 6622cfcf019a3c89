using ZohoLock.Api;
using ZohoLock.Locking;

namespace ZohoLock.Bulk;

/// <summary>What a run is to do about one record.</summary>
public sealed class RecordWork
{
    private RecordWork(Func<RecordLockClient, EarlierRun?, CancellationToken, Task<object?>> run) => RunAsync = run;

    /// <summary>Does it: with the client that makes the calls, and the earlier run that may have done it; null if there was none.</summary>
    internal Func<RecordLockClient, EarlierRun?, CancellationToken, Task<object?>> RunAsync { get; }

    /// <summary>The reason that the record's lock is to have; null for none.</summary>
    internal string? Reason { get; private init; }

    /// <summary>The error for a record that this run has done already; null if doing it again is no error.</summary>
    internal Func<ZohoException>? DuplicateError { get; private init; }

    /// <summary>Lists the record's locks.</summary>
    /// <param name="module">The module's API name.</param>
    /// <param name="recordId">The record's id.</param>
    /// <param name="fields">The fields to ask for; all where none are given.</param>
    public static RecordWork List(string module, string recordId, IReadOnlyCollection<string>? fields) =>
        new(async (client, _, stop) => await client.ListAsync(module, recordId, fields, stop).ConfigureAwait(false));

    /// <summary>Gets one lock of the record.</summary>
    /// <param name="module">The module's API name.</param>
    /// <param name="recordId">The record's id.</param>
    /// <param name="lockId">The lock's id.</param>
    /// <param name="fields">The fields to ask for; all where none are given.</param>
    public static RecordWork Get(string module, string recordId, string lockId, IReadOnlyCollection<string>? fields) =>
        new(async (client, _, stop) => await client.GetAsync(module, recordId, lockId, fields, stop).ConfigureAwait(false));

    /// <summary>Locks the record.</summary>
    /// <param name="module">The module's API name.</param>
    /// <param name="recordId">The record's id.</param>
    /// <param name="reason">Why.</param>
    /// <param name="ifLocked">What to do where it is locked already.</param>
    public static RecordWork Lock(string module, string recordId, string reason, IfLocked ifLocked) =>
        new(async (client, earlierRun, stop) => await client.LockAsync(module, recordId, reason, ifLocked, earlierRun, stop).ConfigureAwait(false))
        {
            Reason = reason,
            DuplicateError = ifLocked == IfLocked.Error ? LockErrors.LockedByThisRun : null,
        };

    /// <summary>Changes the reason of the record's lock, which is looked up first.</summary>
    /// <param name="module">The module's API name.</param>
    /// <param name="recordId">The record's id.</param>
    /// <param name="reason">The new reason.</param>
    public static RecordWork UpdateReason(string module, string recordId, string reason) =>
        new(async (client, _, stop) => await client.UpdateReasonAsync(module, recordId, reason, stop).ConfigureAwait(false)) { Reason = reason };

    /// <summary>Changes the reason of a lock that is known.</summary>
    /// <param name="current">The lock.</param>
    /// <param name="reason">The new reason.</param>
    public static RecordWork UpdateReason(RecordLock current, string reason) =>
        new(async (client, _, stop) => await client.UpdateReasonAsync(current, reason, stop).ConfigureAwait(false)) { Reason = reason };

    /// <summary>Unlocks the record.</summary>
    /// <param name="module">The module's API name.</param>
    /// <param name="recordId">The record's id.</param>
    /// <param name="lockId">The lock's id; if it is null, the lock is looked up first.</param>
    /// <param name="ifUnlocked">What to do where it isn't locked.</param>
    public static RecordWork Unlock(string module, string recordId, string? lockId, IfUnlocked ifUnlocked) =>
        new(async (client, earlierRun, stop) => await client.UnlockAsync(module, recordId, lockId, ifUnlocked, earlierRun, stop).ConfigureAwait(false))
        {
            DuplicateError = ifUnlocked == IfUnlocked.Error ? LockErrors.UnlockedByThisRun : null,
        };

    /// <summary>Does nothing: the input can't be right.</summary>
    /// <param name="refusal">Why.</param>
    public static RecordWork Refuse(ZohoException refusal) => new((_, _, _) => Task.FromException<object?>(refusal));
}
