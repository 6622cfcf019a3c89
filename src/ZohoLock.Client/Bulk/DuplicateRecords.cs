using System.Runtime.InteropServices;

namespace ZohoLock.Bulk;

/// <summary>
/// Recognises records that occur more than once in a run's input. It remembers the records that the run has changed, and delays a duplicate
/// until the first occurrence is finished. Thread-safe.
/// </summary>
internal sealed class DuplicateRecords
{
    private readonly object _lock = new();
    private readonly RecordIdSet _changed = new();

    // The value is null until a duplicate waits for the record.
    private readonly Dictionary<string, TaskCompletionSource?> _inFlight = [];

    /// <summary>Starts a record, once no other one with the same id is in flight.</summary>
    /// <returns>Whether this run has already changed it.</returns>
    public async ValueTask<bool> EnterAsync(string recordId, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task first;
            lock (_lock)
            {
                ref var waiting = ref CollectionsMarshal.GetValueRefOrAddDefault(_inFlight, recordId, out var isInFlight);
                if (!isInFlight)
                {
                    return _changed.Contains(recordId);
                }

                first = (waiting ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await first.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether this run has changed a record.</summary>
    public bool IsChanged(string recordId)
    {
        lock (_lock)
        {
            return _changed.Contains(recordId);
        }
    }

    /// <summary>Finishes a record.</summary>
    /// <param name="recordId">The id.</param>
    /// <param name="isChanged">Whether it was changed.</param>
    public void Exit(string recordId, bool isChanged)
    {
        TaskCompletionSource? waiting;
        lock (_lock)
        {
            if (isChanged)
            {
                _changed.Add(recordId);
            }

            _inFlight.Remove(recordId, out waiting);
        }

        waiting?.SetResult();
    }
}
