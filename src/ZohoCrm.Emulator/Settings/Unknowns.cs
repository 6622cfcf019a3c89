namespace ZohoCrm.Emulator;

/// <summary>What no source tells, decided (protocol 12).</summary>
public sealed class Unknowns
{
    internal Unknowns()
    {
    }

    /// <summary>What a record without locks answers (protocol 1.5).</summary>
    public NotLockedAnswer NotLocked { get; set; }

    /// <summary>What GET answers for a lock id that the record does not have (protocol 1.5).</summary>
    public UnknownLockIdAnswer UnknownLockId { get; set; }

    /// <summary>Whether GET of one lock has an <c>info</c> object, as the list has (protocol 1.4).</summary>
    public bool GetLockHasInfo { get; set; }

    /// <summary>What PUT and DELETE do without a lock id (protocol 1.1).</summary>
    public CollectionWriteAnswer CollectionWrites { get; set; }

    /// <summary>What the <c>ids</c> parameter of the list does (protocol 1.1).</summary>
    public IdsParameter Ids { get; set; }

    /// <summary>Whether an empty reason is accepted, or counts as missing (protocol 1.2).</summary>
    public bool EmptyReasonAccepted { get; set; }

    /// <summary>Whether a reason of more than 3000 characters is accepted (protocol 1.2).</summary>
    public bool LongReasonAccepted { get; set; }

    /// <summary>Whether <c>data</c> without an item is answered with 200 and nothing done, or refused (protocol 1.2).</summary>
    public bool EmptyDataAccepted { get; set; }

    /// <summary>Whether of several items in <c>data</c> the first is taken, or all refused (protocol 1.2).</summary>
    public bool SeveralItemsAccepted { get; set; }

    /// <summary>Whether an automatically locked record can be locked by hand too; its list then has two rows (protocol 12).</summary>
    public bool LockOverAutomatic { get; set; }

    /// <summary>Whether a user may change or remove what another user locked (protocol 12).</summary>
    public bool OtherUserMayUnlock { get; set; } = true;

    /// <summary>Whether a deleted record can still be locked, read and unlocked (protocol 12).</summary>
    public bool DeletedRecordsLockable { get; set; }

    /// <summary>Whether taking away a module's configuration unlocks its records (protocol 12).</summary>
    public bool ConfigurationRemovalUnlocks { get; set; }

    /// <summary>Whether taking away a rule of a configuration takes its locks off too (protocol 12).</summary>
    public bool RuleRemovalUnlocks { get; set; }

    /// <summary>
    /// Whether version 7 too has the calls that only version 8 documents: GET of one locking configuration, and DELETE with <c>ids</c>
    /// (protocol 2.1).
    /// </summary>
    public bool ConfigurationCallsOfVersion8OnVersion7 { get; set; }

    /// <summary>Whether criteria with a comparator that is not known are accepted, and match nothing, or refused (protocol 2.2).</summary>
    public bool UnknownComparatorsAccepted { get; set; }

    /// <summary>Whether numbers and booleans are accepted as values of criteria, or refused, so that only strings are (protocol 13).</summary>
    public bool CriteriaNumbersAccepted { get; set; }

    /// <summary>Whether keys of a configuration or a rule that are not known are kept and given back, or ignored (protocol 2.2).</summary>
    public bool UnknownConfigurationKeysKept { get; set; }

    /// <summary>Whether module names must be cased as they are (protocol 12).</summary>
    public bool ModuleNamesCaseSensitive { get; set; } = true;

    /// <summary>Whether scopes must be cased as they are (protocol 12).</summary>
    public bool ScopesCaseSensitive { get; set; }

    /// <summary>Whether <c>Authorization: Bearer</c> is accepted beside <c>Zoho-oauthtoken</c> (protocol 4.2).</summary>
    public bool BearerAccepted { get; set; }

    /// <summary>Whether a device is told the <c>interval</c> to poll at, in seconds (protocol 4.1).</summary>
    public bool DeviceIntervalTold { get; set; }

    /// <summary>Whether the <c>expires_in</c> of a device's codes is in milliseconds (protocol 4.1).</summary>
    public bool DeviceExpiresInMilliseconds { get; set; }
}
