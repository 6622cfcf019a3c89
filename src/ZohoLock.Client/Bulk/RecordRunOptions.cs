using ZohoLock.Journal;

namespace ZohoLock.Bulk;

/// <summary>What a run does to its records, and how.</summary>
public sealed record RecordRunOptions
{
    /// <summary>What is done to each record; null to read its locks.</summary>
    public RecordOperation? Operation { get; init; }

    /// <summary>What to do about a record that is locked already.</summary>
    public IfLocked IfLocked { get; init; }

    /// <summary>What to do about a record that isn't locked.</summary>
    public IfUnlocked IfUnlocked { get; init; }

    /// <summary>The fields of locks to read; null for all.</summary>
    public IReadOnlyCollection<string>? Fields { get; init; }

    /// <summary>How many calls of the run may be in flight at once; null for as many as Zoho takes.</summary>
    public int? ThrottleLimit { get; init; }

    /// <summary>
    /// Whether to continue if Zoho refuses the module, or the first 50 records are all refused alike; each record has its own error then.
    /// </summary>
    public bool ContinueOnRefusal { get; init; }

    /// <summary>The file of the run's journal; null for a run without one, or without an <see cref="Operation"/>.</summary>
    public string? JournalPath { get; init; }

    /// <summary>The reason that was given for all records, for the journal's header; null if each has its own.</summary>
    public string? Reason { get; init; }
}
