namespace ZohoCrm.Emulator;

/// <summary>Where the sources disagree, whom the emulator follows (protocol 11); by default the v7 pages and their samples.</summary>
public sealed class Contradictions
{
    internal Contradictions()
    {
    }

    /// <summary>The casing of the keys in lock rows (protocol 1.4).</summary>
    public ReadKeyCasing ReadKeys { get; set; }

    /// <summary>The scope that the locking calls demand (protocol 1.9).</summary>
    public LockScope LockScope { get; set; }

    /// <summary>Whether listing locks demands <c>fields</c> (protocol 1.1).</summary>
    public bool FieldsMandatory { get; set; } = true;

    /// <summary>What GET of one lock answers where the lock id is none: no number (protocol 13).</summary>
    public MalformedLockIdAnswer MalformedLockId { get; set; }

    /// <summary>The status of INVALID_REQUEST_METHOD on the locking paths (protocol 1.6).</summary>
    public WrongMethodStatus WrongMethodStatus { get; set; } = WrongMethodStatus.Forbidden;

    /// <summary>The key that names a missing parameter (protocol 1.6).</summary>
    public MissingParameterKey MissingParameterKey { get; set; }

    /// <summary>The code, and with it the usual message, of a 429 (protocol 6.3).</summary>
    public TooManyRequestsCode TooManyRequestsCode { get; set; }

    /// <summary>The code of an access token that was valid once (protocol 8).</summary>
    public DeadTokenCode DeadTokenCode { get; set; }

    /// <summary>Whether <c>relation not found</c> has <c>resource_path_index</c> 3 on DELETE; elsewhere it has no details (protocol 1.6).</summary>
    public bool RelationNotFoundIndexOnDelete { get; set; } = true;

    /// <summary>The wording of the errors that the pages and the examples word differently (protocol 1.6).</summary>
    public ErrorWording Wording { get; set; }

    /// <summary>
    /// Whether <c>Lock_Source__s</c> is <c>Both</c> in the rows of a record that has a manual and an automatic lock (protocol 13), as
    /// <see cref="Unknowns.LockOverAutomatic"/> lets it have.
    /// </summary>
    public bool LockSourceBoth { get; set; }

    /// <summary>
    /// How many locks a page of a record's list has at most, whatever <c>per_page</c> says, with <c>more_records</c> where there are more; null, as by
    /// default, for <c>per_page</c> alone (protocol 13).
    /// </summary>
    public int? LocksPerPage { get; set; }

    /// <summary>Whether the ids of locks, configurations and rules are numbers instead of strings in lock rows (protocol 1.4).</summary>
    public bool LockIdsAsNumbers { get; set; }

    /// <summary>
    /// The status of the locking configuration's NO_PERMISSION, and of its NOT_ALLOWED where the system made it (protocol 2.5).
    /// </summary>
    public ConfigurationRefusalStatus ConfigurationRefusalStatus { get; set; } = ConfigurationRefusalStatus.Forbidden;

    /// <summary>Whether <c>convert</c> may be among the <c>restricted_actions</c> (protocol 2.2).</summary>
    public bool ConvertRestrictable { get; set; } = true;

    /// <summary>Whether <c>send_mail</c> alone may be among the <c>restricted_communications</c> (protocol 2.2).</summary>
    public bool OnlyMailRestrictable { get; set; }

    /// <summary>
    /// Whether <c>all_profiles_except_excluded_profile</c> is accepted as <c>locked_for</c> beside the plural (protocol 2.2).
    /// </summary>
    public bool LockedForSingularAccepted { get; set; }

    /// <summary>Whether <c>lock_type</c> may be left out when a configuration is changed (protocol 2.2).</summary>
    public bool LockTypeOptionalOnUpdate { get; set; }

    /// <summary>Whether PUT demands the configuration's id in the body, be it in the path or not (protocol 2.3 and 13).</summary>
    public bool ConfigurationIdRequiredInBody { get; set; }

    /// <summary>Whether <c>system_defined</c> may be sent, to no effect (protocol 2.2).</summary>
    public bool SystemDefinedAccepted { get; set; } = true;

    /// <summary>Whether <c>expires_in</c> is in milliseconds, with <c>expires_in_sec</c> beside it, as once (protocol 4.2).</summary>
    public bool ExpiresInMilliseconds { get; set; }

    /// <summary>Where client credentials are sent; the other path does not know the grant type (protocol 4.1).</summary>
    public ClientCredentialsPath ClientCredentialsPath { get; set; }
}
