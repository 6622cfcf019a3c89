namespace ZohoLock.Checking;

/// <summary>What Zoho tells about record locking in a module.</summary>
/// <param name="Module">The API name of the module.</param>
/// <param name="Scopes">The scopes of the access token; empty if Zoho hasn't reported them.</param>
/// <param name="Modules">The organisation's modules.</param>
/// <param name="Configuration">The module's locking configuration.</param>
/// <param name="Views">The module's views.</param>
/// <param name="User">The connection's user; null where nothing depends on who it is.</param>
/// <param name="Records">The locks of each record that is checked.</param>
internal sealed record LockingEvidence(
    string Module,
    IReadOnlyList<string> Scopes,
    Answer<IReadOnlyList<ModuleDescription>> Modules,
    Answer<LockConfiguration> Configuration,
    Answer<IReadOnlyList<ModuleView>> Views,
    Answer<Organization.CurrentUser>? User,
    IReadOnlyList<RecordEvidence> Records)
{
    /// <summary>Why calls about locking failed, that about the configuration first.</summary>
    public IEnumerable<ZohoError> Refusals => Records.Select(record => record.Locks.Failure).Prepend(Configuration.Failure).OfType<ZohoError>();

    /// <summary>Whether the locks of a record could be read.</summary>
    public bool HasReadLocks => Records.Any(record => record.Locks.IsKnown);
}

/// <summary>What Zoho tells about a record.</summary>
/// <param name="RecordId">The record's id: digits.</param>
/// <param name="Locks">Its locks.</param>
internal sealed record RecordEvidence(string RecordId, Answer<IReadOnlyList<RecordLock>> Locks);
