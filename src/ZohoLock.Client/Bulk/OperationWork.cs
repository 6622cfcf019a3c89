using ZohoLock.Journal;
using ZohoLock.Locking;
using ZohoLock.Retrying;

namespace ZohoLock.Bulk;

/// <summary>Does to a record what the options of a run say: changes its lock, or reads its locks.</summary>
/// <param name="options">The operation and its options.</param>
/// <param name="findEarlierRun">Returns the interrupted run that may have changed the record; null if there was none.</param>
internal sealed class OperationWork(RecordRunOptions options, Func<InterruptedRun?> findEarlierRun)
{
    private readonly IReadOnlyCollection<string>? _fields =
        options is { Fields.Count: > 0, Filter: { } filter } ? [.. options.Fields.Union(filter.Fields)] : options.Fields;

    /// <inheritdoc cref="RecordWork"/>
    public Task<RecordOutcome> RunAsync(RecordLockClient client, RecordInput input, CancellationToken cancellationToken) => options.Operation switch
    {
        RecordOperation.Lock => LockAsync(client, input, cancellationToken),
        RecordOperation.Unlock => UnlockAsync(client, input, cancellationToken),
        RecordOperation.UpdateReason => UpdateReasonAsync(client, input, cancellationToken),
        _ => ReadAsync(client, input, cancellationToken),
    };

    private async Task<RecordOutcome> LockAsync(RecordLockClient client, RecordInput input, CancellationToken cancellationToken)
    {
        var (made, isFound) = await client
            .LockOrFindAsync(input.Module!, input.RecordId!, input.Reason!, options.IfLocked, findEarlierRun(), cancellationToken).ConfigureAwait(false);
        return new(input) { IsDone = true, Output = made, IsFound = isFound, IsChanged = !(isFound && options.IfLocked == IfLocked.Skip) };
    }

    private async Task<RecordOutcome> UnlockAsync(RecordLockClient client, RecordInput input, CancellationToken cancellationToken)
    {
        var unlock = input.Lock is { } found
            ? await client.UnlockAsync(found, options.IfUnlocked, findEarlierRun(), cancellationToken).ConfigureAwait(false)
            : await client.UnlockAsync(input.Module!, input.RecordId!, null, options.IfUnlocked, findEarlierRun(), cancellationToken).ConfigureAwait(false);
        return new(input) { IsDone = true, Output = unlock, IsChanged = unlock.Status != RecordUnlockStatus.NotLocked };
    }

    private static async Task<RecordOutcome> UpdateReasonAsync(RecordLockClient client, RecordInput input, CancellationToken cancellationToken)
    {
        var changed = input.Lock is { } found
            ? await client.UpdateReasonAsync(found, input.Reason!, cancellationToken).ConfigureAwait(false)
            : await client.UpdateReasonAsync(input.Module!, input.RecordId!, input.Reason!, cancellationToken).ConfigureAwait(false);
        return new(input) { IsDone = true, Output = changed, IsChanged = true };
    }

    private async Task<RecordOutcome> ReadAsync(RecordLockClient client, RecordInput input, CancellationToken cancellationToken)
    {
        var (module, id) = (input.Module!, input.RecordId!);
        object? output = input.Lock is { LockId: var lockId }
            ? Select(await client.GetAsync(module, id, lockId, _fields, cancellationToken).ConfigureAwait(false))
            : Select(await client.ListAsync(module, id, _fields, cancellationToken).ConfigureAwait(false));
        return new(input) { IsDone = true, Output = output };
    }

    private RecordLock? Select(RecordLock? found) => found is not null && options.Filter?.Accepts(found) != false ? found : null;

    private IReadOnlyList<RecordLock> Select(IReadOnlyList<RecordLock> found) => options.Filter is { } filter ? [.. found.Where(filter.Accepts)] : found;
}
