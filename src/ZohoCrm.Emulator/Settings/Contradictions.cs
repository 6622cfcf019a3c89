namespace ZohoCrm.Emulator.Settings;

/// <summary>Which source the emulator follows where they disagree (protocol 11). The defaults are the v7 pages and their samples.</summary>
public sealed class Contradictions
{
    internal Contradictions()
    {
    }

    /// <summary>The casing of the keys in lock rows (protocol 1.4).</summary>
    public ReadKeyCasing ReadKeys { get; set; }

    /// <summary>The scope that the locking calls require (protocol 1.9).</summary>
    public LockScope LockScope { get; set; }

    /// <summary>Whether listing locks requires <c>fields</c> (protocol 1.1).</summary>
    public bool FieldsMandatory { get; set; } = true;

    /// <summary>What GET of one lock answers if the lock id is not a number (protocol 13).</summary>
    public MalformedLockIdAnswer MalformedLockId { get; set; }

    /// <summary>The status of INVALID_REQUEST_METHOD on the locking paths (protocol 1.6).</summary>
    public WrongMethodStatus WrongMethodStatus { get; set; } = WrongMethodStatus.Forbidden;

    /// <summary>The key that names a missing parameter (protocol 1.6).</summary>
    public MissingParameterKey MissingParameterKey { get; set; }

    /// <summary>The code and the default message of a 429 (protocol 6.3).</summary>
    public TooManyRequestsCode TooManyRequestsCode { get; set; }

    /// <summary>The error code for an access token that was valid earlier (protocol 8).</summary>
    public DeadTokenCode DeadTokenCode { get; set; }

    /// <summary>Whether <c>relation not found</c> has <c>resource_path_index</c> 3 on DELETE (protocol 1.6).</summary>
    public bool RelationNotFoundIndexOnDelete { get; set; } = true;

    /// <summary>The wording of errors that differ between the pages and the examples (protocol 1.6).</summary>
    public ErrorWording Wording { get; set; }

    /// <summary>
    /// Whether <c>Lock_Source__s</c> is <c>Both</c> if a record has a manual and an automatic lock (protocol 13), which
    /// <see cref="Unknowns.LockOverAutomatic"/> allows.
    /// </summary>
    public bool LockSourceBoth { get; set; }

    /// <summary>
    /// The largest page of a record's locks, whatever <c>per_page</c> says; null (the default) for <c>per_page</c> alone (protocol 13).
    /// </summary>
    public int? LocksPerPage { get; set; }

    /// <summary>Whether the ids in lock rows are numbers instead of strings (protocol 1.4).</summary>
    public bool LockIdsAsNumbers { get; set; }

    /// <summary>
    /// The status of NO_PERMISSION for locking configurations, and of NOT_ALLOWED for system-defined ones (protocol 2.5).
    /// </summary>
    public ConfigurationRefusalStatus ConfigurationRefusalStatus { get; set; } = ConfigurationRefusalStatus.Forbidden;

    /// <summary>Whether <c>restricted_actions</c> may contain <c>convert</c> (protocol 2.2).</summary>
    public bool ConvertRestrictable { get; set; } = true;

    /// <summary>Whether <c>send_mail</c> is the only allowed item of <c>restricted_communications</c> (protocol 2.2).</summary>
    public bool OnlyMailRestrictable { get; set; }

    /// <summary>
    /// Whether <c>locked_for</c> may also be spelled <c>all_profiles_except_excluded_profile</c>, in the singular (protocol 2.2).
    /// </summary>
    public bool LockedForSingularAccepted { get; set; }

    /// <summary>Whether an update may leave out <c>lock_type</c> (protocol 2.2).</summary>
    public bool LockTypeOptionalOnUpdate { get; set; }

    /// <summary>Whether PUT requires the configuration's id in the body even if the path has it (protocol 2.3 and 13).</summary>
    public bool ConfigurationIdRequiredInBody { get; set; }

    /// <summary>Whether <c>system_defined</c> may be sent; it is then ignored (protocol 2.2).</summary>
    public bool SystemDefinedAccepted { get; set; } = true;

    /// <summary>Whether <c>expires_in</c> is in milliseconds and <c>expires_in_sec</c> is added (protocol 4.2).</summary>
    public bool ExpiresInMilliseconds { get; set; }

    /// <summary>The path that accepts client credentials; the other path answers <c>unsupported_grant_type</c> (protocol 4.1).</summary>
    public ClientCredentialsPath ClientCredentialsPath { get; set; }

    /// <summary>What COQL returns for a field that refers to a record or a user.</summary>
    public CoqlReferences CoqlReferences { get; set; }

    /// <summary>How a quote inside a text is written in COQL.</summary>
    public CoqlQuotes CoqlQuotes { get; set; }
}

/// <summary>How the keys of a lock row are cased (protocol 1.4).</summary>
public enum ReadKeyCasing
{
    /// <summary>As in all pages and examples: <c>Locked_Reason__s</c>.</summary>
    Documented,

    /// <summary>As SDK 7 expects them: <c>locked_reason__s</c>, <c>locked_for_s</c>.</summary>
    Sdk7,
}

/// <summary>The scope that the locking calls require (protocol 1.9).</summary>
public enum LockScope
{
    /// <summary><c>ZohoCRM.modules.lockinginformation.*</c> and the scope of the module (the v7 pages).</summary>
    LockingInformation,

    /// <summary>Only the scope of the module.</summary>
    ModuleAlone,

    /// <summary><c>ZohoCRM.modules.custom.*</c> (the list of available APIs).</summary>
    CustomModules,

    /// <summary><c>ZohoCRM.settings.record_locking_configurations.ALL</c> (the OpenAPI files of 2025).</summary>
    LockingConfigurations,

    /// <summary><c>ZohoCRM.settings.modules.*</c> (the OpenAPI files of 2026).</summary>
    SettingsModules,
}

/// <summary>What GET answers for a lock id that is not a number (protocol 13).</summary>
public enum MalformedLockIdAnswer
{
    /// <summary>The same as for an unknown id: <see cref="Unknowns.UnknownLockId"/>.</summary>
    AsUnknown,

    /// <summary>404 INVALID_URL_PATTERN, as in the v8 files.</summary>
    InvalidUrlPattern,
}

/// <summary>The status of INVALID_REQUEST_METHOD (protocol 1.6).</summary>
public enum WrongMethodStatus
{
    /// <summary>400</summary>
    BadRequest = 400,

    /// <summary>403</summary>
    Forbidden = 403,

    /// <summary>405</summary>
    MethodNotAllowed = 405,
}

/// <summary>The key that names a missing parameter (protocol 1.6).</summary>
public enum MissingParameterKey
{
    /// <summary><c>param_name</c></summary>
    ParamName,

    /// <summary><c>param</c></summary>
    Param,
}

/// <summary>The code of a 429 (protocol 6.3).</summary>
public enum TooManyRequestsCode
{
    /// <summary>TOO_MANY_REQUESTS</summary>
    TooManyRequests,

    /// <summary>RATE_LIMIT_EXCEEDED</summary>
    RateLimitExceeded,
}

/// <summary>The error code for an expired or revoked access token (protocol 8).</summary>
public enum DeadTokenCode
{
    /// <summary>INVALID_TOKEN</summary>
    InvalidToken,

    /// <summary>INVALID_OAUTHTOKEN</summary>
    InvalidOAuthToken,
}

/// <summary>The source of an error message (protocol 1.6).</summary>
public enum ErrorWording
{
    /// <summary>The example bodies: <c>record is already locked</c>.</summary>
    Examples,

    /// <summary>The v7 pages: <c>Record is already locked.</c></summary>
    Pages,
}

/// <summary>The status of NO_PERMISSION and NOT_ALLOWED for locking configurations (protocol 2.5).</summary>
public enum ConfigurationRefusalStatus
{
    /// <summary>400, as in the example bodies.</summary>
    BadRequest = 400,

    /// <summary>403, as in the v7 pages.</summary>
    Forbidden = 403,
}

/// <summary>The path that accepts client credentials (protocol 4.1).</summary>
public enum ClientCredentialsPath
{
    /// <summary>POST <c>/oauth/v2/token</c>, as in the accounts pages.</summary>
    Token,

    /// <summary>POST <c>/oauth/v2/auth</c>, as in the v7 pages.</summary>
    Authorize,
}

/// <summary>What COQL returns for a field that refers to a record or a user.</summary>
public enum CoqlReferences
{
    /// <summary>Name and id; of a user the last name (the v7 page, "Sample query to fetch lookup fields").</summary>
    NameAndId,

    /// <summary>Name and id; of a user the full name, as in lists of records.</summary>
    FullNameAndId,

    /// <summary>The id alone (the v7 page, "Lookup").</summary>
    Id,
}

/// <summary>How a quote inside a text is written in COQL.</summary>
public enum CoqlQuotes
{
    /// <summary>Either way.</summary>
    Either,

    /// <summary>With a backslash before it: <c>'O\'Brien'</c>.</summary>
    Backslash,

    /// <summary>Doubled: <c>'O''Brien'</c> (Kaizen 171).</summary>
    Doubled,
}
