using System.Runtime.InteropServices;

namespace ZohoLock.Bulk;

/// <summary>
/// Tells a record that is in a run's input twice from one that somebody else changed: it remembers the records that the run itself changed, and has the
/// second of a pair wait until the first has its outcome. May be used from several threads at once.
/// </summary>
internal sealed class DuplicateRecords
{
    private readonly object _lock = new();
    private readonly RecordIdSet _changed = new();

    // A record's value is null until another one of the same id waits for it.
    private readonly Dictionary<string, TaskCompletionSource?> _inFlight = [];

    /// <summary>Begins a record, once no other one of the same id is in flight.</summary>
    /// <returns>Whether this run has changed it already.</returns>
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

    /// <summary>Ends a record.</summary>
    /// <param name="recordId">Its id.</param>
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
