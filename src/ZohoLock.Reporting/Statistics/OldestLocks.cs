namespace ZohoLock.Reporting.Statistics;

/// <summary>Keeps the oldest of the locks that are added: as many as a report lists. Locks whose time isn't known count as the newest.</summary>
/// <param name="capacity">How many are kept.</param>
internal sealed class OldestLocks(int capacity)
{
    // The newest of those that are kept is the first to leave; of the same time, the one that came last.
    private readonly PriorityQueue<ReportedLock, (DateTimeOffset Time, long Number)> _kept =
        new(Comparer<(DateTimeOffset, long)>.Create((one, other) => other.CompareTo(one)));

    private long _added;

    /// <summary>Adds a lock.</summary>
    public void Add(ReportedLock added)
    {
        var priority = (added.LockedTime ?? DateTimeOffset.MaxValue, _added++);
        if (_kept.Count < capacity)
        {
            _kept.Enqueue(added, priority);
        }
        else
        {
            _kept.EnqueueDequeue(added, priority);
        }
    }

    /// <summary>The locks that are kept, the oldest first.</summary>
    public IReadOnlyList<ReportedLock> GetAll() =>
        [.. _kept.UnorderedItems.OrderBy(item => item.Priority).Select(item => item.Element)];
}
