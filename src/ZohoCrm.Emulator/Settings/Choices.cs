namespace ZohoCrm.Emulator;

/// <summary>How the keys of a lock row are cased (protocol 1.4).</summary>
public enum ReadKeyCasing
{
    /// <summary>As all pages and examples have them: <c>Locked_Reason__s</c>.</summary>
    Documented,

    /// <summary>As SDK 7 looks them up: <c>locked_reason__s</c>, <c>locked_for_s</c>.</summary>
    Sdk7,
}

/// <summary>The scope that the locking calls demand (protocol 1.9).</summary>
public enum LockScope
{
    /// <summary><c>ZohoCRM.modules.lockinginformation.*</c> and that of the module (the v7 pages).</summary>
    LockingInformation,

    /// <summary>That of the module alone.</summary>
    ModuleAlone,

    /// <summary><c>ZohoCRM.modules.custom.*</c> (the list of available APIs).</summary>
    CustomModules,

    /// <summary><c>ZohoCRM.settings.record_locking_configurations.ALL</c> (the OpenAPI files of 2025).</summary>
    LockingConfigurations,

    /// <summary><c>ZohoCRM.settings.modules.*</c> (the OpenAPI files of 2026).</summary>
    SettingsModules,
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

/// <summary>The status of NO_PERMISSION and of NOT_ALLOWED at the locking configuration (protocol 2.5).</summary>
public enum ConfigurationRefusalStatus
{
    /// <summary>400, as the example bodies have it.</summary>
    BadRequest = 400,

    /// <summary>403, as the v7 pages have it.</summary>
    Forbidden = 403,
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

/// <summary>The code of an expired, revoked or evicted access token (protocol 8).</summary>
public enum DeadTokenCode
{
    /// <summary>INVALID_TOKEN</summary>
    InvalidToken,

    /// <summary>INVALID_OAUTHTOKEN</summary>
    InvalidOAuthToken,
}

/// <summary>Whose wording an error has (protocol 1.6).</summary>
public enum ErrorWording
{
    /// <summary>That of the example bodies: <c>record is already locked</c>.</summary>
    Examples,

    /// <summary>That of the v7 pages: <c>Record is already locked.</c></summary>
    Pages,
}

/// <summary>The status of the token endpoint's throttle (protocol 4.3).</summary>
public enum ThrottleStatus
{
    /// <summary>200</summary>
    Ok = 200,

    /// <summary>400</summary>
    BadRequest = 400,
}

/// <summary>Where client credentials are sent (protocol 4.1).</summary>
public enum ClientCredentialsPath
{
    /// <summary>POST <c>/oauth/v2/token</c>, as the accounts pages have it.</summary>
    Token,

    /// <summary>POST <c>/oauth/v2/auth</c>, as the v7 pages have it.</summary>
    Authorize,
}

/// <summary>What a record without locks answers (protocol 1.5).</summary>
public enum NotLockedAnswer
{
    /// <summary>204</summary>
    NoContent,

    /// <summary>200 with an empty <c>data</c>.</summary>
    EmptyList,
}

/// <summary>What GET answers for a lock id that the record does not have (protocol 1.5).</summary>
public enum UnknownLockIdAnswer
{
    /// <summary>400 INVALID_DATA, <c>the related id given seems to be invalid</c>.</summary>
    RelatedIdInvalid,

    /// <summary>204</summary>
    NoContent,
}

/// <summary>What GET answers for a lock id that is no number (protocol 13).</summary>
public enum MalformedLockIdAnswer
{
    /// <summary>What <see cref="UnknownLockIdAnswer"/> tells of an id that the record does not have.</summary>
    AsUnknown,

    /// <summary>404 INVALID_URL_PATTERN, as the v8 files have it.</summary>
    InvalidUrlPattern,
}

/// <summary>What PUT and DELETE do without a lock id (protocol 1.1).</summary>
public enum CollectionWriteAnswer
{
    /// <summary>INVALID_REQUEST_METHOD</summary>
    WrongMethod,

    /// <summary>They apply to the lock that the record has.</summary>
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
