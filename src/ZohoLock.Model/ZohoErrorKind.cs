using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>The kind of failure; the names are those of PowerShell's error categories.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ZohoErrorKind>))]
public enum ZohoErrorKind
{
    /// <summary>The input is invalid: an id, a reason, a module name, a parameter.</summary>
    InvalidArgument,

    /// <summary>The record, lock, module or locking configuration doesn't exist.</summary>
    ObjectNotFound,

    /// <summary>It exists already: the record is locked.</summary>
    ResourceExists,

    /// <summary>The user, profile, edition or lock type doesn't allow it.</summary>
    PermissionDenied,

    /// <summary>Too many calls, no credits left, or another of Zoho's limits.</summary>
    LimitsExceeded,

    /// <summary>The token, client or scope was refused.</summary>
    AuthenticationError,

    /// <summary>No response, or an unreadable one; the outcome of the call is unknown unless the message says otherwise.</summary>
    ConnectionError,
}
