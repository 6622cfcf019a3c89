namespace ZohoCrm.Emulator.Settings;

/// <summary>What the emulator does where no source says it (protocol 12).</summary>
public sealed class Unknowns
{
    internal Unknowns()
    {
    }

    /// <summary>What listing the locks of an unlocked record answers (protocol 1.5).</summary>
    public NotLockedAnswer NotLocked { get; set; }

    /// <summary>What GET answers for an unknown lock id (protocol 1.5).</summary>
    public UnknownLockIdAnswer UnknownLockId { get; set; }

    /// <summary>Whether GET of one lock has an <c>info</c> object, as the list does (protocol 1.4).</summary>
    public bool GetLockHasInfo { get; set; }

    /// <summary>What PUT and DELETE do without a lock id (protocol 1.1).</summary>
    public CollectionWriteAnswer CollectionWrites { get; set; }

    /// <summary>What the <c>ids</c> parameter of the list does (protocol 1.1).</summary>
    public IdsParameter Ids { get; set; }

    /// <summary>Whether an empty reason is accepted instead of counted as missing (protocol 1.2).</summary>
    public bool EmptyReasonAccepted { get; set; }

    /// <summary>Whether a reason of more than 3000 characters is accepted (protocol 1.2).</summary>
    public bool LongReasonAccepted { get; set; }

    /// <summary>Whether an empty <c>data</c> array is accepted: 200, and nothing is done (protocol 1.2).</summary>
    public bool EmptyDataAccepted { get; set; }

    /// <summary>Whether several items in <c>data</c> are accepted: the first is used (protocol 1.2).</summary>
    public bool SeveralItemsAccepted { get; set; }

    /// <summary>Whether an automatically locked record can also be locked manually; it then has two locks (protocol 12).</summary>
    public bool LockOverAutomatic { get; set; }

    /// <summary>Whether a user may change or remove the lock of another user (protocol 12).</summary>
    public bool OtherUserMayUnlock { get; set; } = true;

    /// <summary>Whether a deleted record can still be locked, read and unlocked (protocol 12).</summary>
    public bool DeletedRecordsLockable { get; set; }

    /// <summary>Whether deleting a module's configuration unlocks its records (protocol 12).</summary>
    public bool ConfigurationRemovalUnlocks { get; set; }

    /// <summary>Whether deleting a rule removes its locks (protocol 12).</summary>
    public bool RuleRemovalUnlocks { get; set; }

    /// <summary>
    /// Whether version 7 also has the calls that are documented for version 8 only: GET of one locking configuration, and DELETE with
    /// <c>ids</c> (protocol 2.1).
    /// </summary>
    public bool ConfigurationCallsOfVersion8OnVersion7 { get; set; }

    /// <summary>Whether criteria with an unknown comparator are accepted; they match nothing (protocol 2.2).</summary>
    public bool UnknownComparatorsAccepted { get; set; }

    /// <summary>Whether values of criteria may be numbers and booleans, not only strings (protocol 13).</summary>
    public bool CriteriaNumbersAccepted { get; set; }

    /// <summary>Whether unknown keys of a configuration or a rule are stored and returned instead of ignored (protocol 2.2).</summary>
    public bool UnknownConfigurationKeysKept { get; set; }

    /// <summary>Whether module names are case-sensitive (protocol 12).</summary>
    public bool ModuleNamesCaseSensitive { get; set; } = true;

    /// <summary>Whether scopes are case-sensitive (protocol 12).</summary>
    public bool ScopesCaseSensitive { get; set; }

    /// <summary>Whether <c>Authorization: Bearer</c> is accepted as well as <c>Zoho-oauthtoken</c> (protocol 4.2).</summary>
    public bool BearerAccepted { get; set; }

    /// <summary>Whether the response with the device code has the poll <c>interval</c> in seconds (protocol 4.1).</summary>
    public bool DeviceIntervalTold { get; set; }

    /// <summary>Whether the <c>expires_in</c> of a device code is in milliseconds (protocol 4.1).</summary>
    public bool DeviceExpiresInMilliseconds { get; set; }

    /// <summary>Whether <c>Locked__s</c> may stand in COQL conditions; otherwise they answer INVALID_QUERY (protocol 3).</summary>
    public bool LockedFieldInCoql { get; set; } = true;

    /// <summary>Whether COQL returns converted leads even if its condition does not name <c>Converted__s</c>.</summary>
    public bool ConvertedLeadsInCoql { get; set; } = true;

    /// <summary>Whether <c>!=</c> and the operators with <c>not</c> match records whose field is empty. SQL's do not.</summary>
    public bool CoqlNegationsMatchEmpty { get; set; }

    /// <summary>Whether a COQL query of aggregates alone answers 204, instead of a row with 0, if no record matches.</summary>
    public bool EmptyAggregatesAreNoContent { get; set; }

    /// <summary>Which modules have the system view of locked records, <c>ALLLOCKED...</c> (protocol 9.1).</summary>
    public LockedViews LockedViews { get; set; }
}

/// <summary>Which modules have the system view of locked records (protocol 9.1).</summary>
public enum LockedViews
{
    /// <summary>Those of Zoho that can be locked.</summary>
    StandardModules,

    /// <summary>All that can be locked, custom modules too.</summary>
    AllModules,

    /// <summary>None.</summary>
    None,
}

/// <summary>What listing the locks of an unlocked record answers (protocol 1.5).</summary>
public enum NotLockedAnswer
{
    /// <summary>204</summary>
    NoContent,

    /// <summary>200 with an empty <c>data</c>.</summary>
    EmptyList,
}

/// <summary>What GET answers for an unknown lock id (protocol 1.5).</summary>
public enum UnknownLockIdAnswer
{
    /// <summary>400 INVALID_DATA, <c>the related id given seems to be invalid</c>.</summary>
    RelatedIdInvalid,

    /// <summary>204</summary>
    NoContent,
}

/// <summary>What PUT and DELETE do without a lock id (protocol 1.1).</summary>
public enum CollectionWriteAnswer
{
    /// <summary>INVALID_REQUEST_METHOD</summary>
    WrongMethod,

    /// <summary>They apply to the record's lock.</summary>
    AppliesToTheLock,
}

/// <summary>What the <c>ids</c> parameter of the list does (protocol 1.1).</summary>
public enum IdsParameter
{
    /// <summary>Nothing.</summary>
    Ignored,

    /// <summary>Only the locks with these ids are listed.</summary>
    SelectsLocks,
}
