namespace ZohoLock.Bulk;

/// <summary>How a run goes about its records.</summary>
public sealed record RecordRunOptions
{
    /// <summary>How many calls of it may be in flight at once; as many as Zoho takes if it is null.</summary>
    public int? ThrottleLimit { get; init; }

    /// <summary>
    /// Whether it goes on where the module can't be right, or the first 50 records are all refused alike; each record has its own error then.
    /// </summary>
    public bool ContinueOnRefusal { get; init; }

    /// <summary>Whether it is to have a journal, so that outcomes from before the journal is opened are kept for it.</summary>
    public bool HasJournal { get; init; }
}
