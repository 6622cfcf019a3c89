using ZohoLock.Journal;

namespace ZohoLock.Bulk;

/// <summary>The operation of a run and its options.</summary>
public sealed record RecordRunOptions
{
    /// <summary>The operation; null to read the records' locks.</summary>
    public RecordOperation? Operation { get; init; }

    /// <summary>What to do if a record is already locked.</summary>
    public IfLocked IfLocked { get; init; }

    /// <summary>What to do if a record isn't locked.</summary>
    public IfUnlocked IfUnlocked { get; init; }

    /// <summary>The fields to read; null for all.</summary>
    public IReadOnlyCollection<string>? Fields { get; init; }

    /// <summary>Which of the locks that are read are wanted; null for all.</summary>
    public LockFilter? Filter { get; init; }

    /// <summary>The maximum number of concurrent calls of the run; null for the connection's limit.</summary>
    public int? ThrottleLimit { get; init; }

    /// <summary>
    /// Whether the run continues if the module is refused or the first 50 records are all refused alike; each record then has its own
    /// error.
    /// </summary>
    public bool ContinueOnRefusal { get; init; }

    /// <summary>The maximum number of changes (<see cref="ChangeLimit"/>), before which the run ends; null for no limit.</summary>
    public int? MaximumCount { get; init; }

    /// <summary>The path of the journal; null for none. A run without an <see cref="Operation"/> has none.</summary>
    public string? JournalPath { get; init; }

    /// <summary>
    /// What is done to a record instead of what <see cref="Operation"/> alone says; null for just that. It writes its own journal.
    /// </summary>
    internal RecordWork? Work { get; init; }

    /// <summary>The reason of all records, for the journal's header; null if each record has its own.</summary>
    public string? Reason { get; init; }
}
