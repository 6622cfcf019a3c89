namespace ZohoLock.Journal;

/// <summary>The suspended locks of a journal: of each record the last line. Thread-safe.</summary>
internal sealed class SuspensionTable
{
    private readonly object _lock = new();
    private readonly List<SuspensionEntry> _entries = [];
    private readonly Dictionary<string, int> _places = [];

    /// <summary>When the first run began that locks the records again; null if none has.</summary>
    public DateTimeOffset? ResumeBegun { get; private set; }

    /// <summary>The id of the user that records were locked again as; null if that isn't known.</summary>
    public string? UserId { get; private set; }

    /// <summary>Adds a line.</summary>
    public void Add(SuspensionEntry entry)
    {
        lock (_lock)
        {
            UserId = entry.NewLockById ?? UserId;
            if (entry.RecordId is not { } id)
            {
                ResumeBegun ??= entry.At;
            }
            else if (_places.TryGetValue(id, out var place))
            {
                _entries[place] = entry;
            }
            else
            {
                _places.Add(id, _entries.Count);
                _entries.Add(entry);
            }
        }
    }

    /// <summary>The last line of a record; null if it has none.</summary>
    public SuspensionEntry? Find(string recordId)
    {
        lock (_lock)
        {
            return _places.TryGetValue(recordId, out var place) ? _entries[place] : null;
        }
    }

    /// <summary>The number of records that were locked again.</summary>
    public long CountResumed()
    {
        lock (_lock)
        {
            return _entries.LongCount(entry => entry.State == SuspensionState.Resumed);
        }
    }

    /// <summary>The locks that are, or may be, off and not made again, in the order in which they were first suspended.</summary>
    public IReadOnlyList<SuspensionEntry> GetOpen()
    {
        lock (_lock)
        {
            return [.. _entries.Where(entry => entry.IsOpen)];
        }
    }
}
