using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>What sort of failure it was; the names are those of PowerShell's error categories.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ZohoErrorKind>))]
public enum ZohoErrorKind
{
    /// <summary>What was asked for can't be right: an id, a reason, a module name, a parameter.</summary>
    InvalidArgument,

    /// <summary>The record, lock, module or locking configuration isn't there.</summary>
    ObjectNotFound,

    /// <summary>It is there already: the record is locked.</summary>
    ResourceExists,

    /// <summary>The user, profile, edition or lock kind doesn't allow it.</summary>
    PermissionDenied,

    /// <summary>Too many calls, credits used up, or another of Zoho's limits.</summary>
    LimitsExceeded,

    /// <summary>The token, client or scope was refused.</summary>
    AuthenticationError,

    /// <summary>No response, or none that could be read; what the call did is not known unless the message says so.</summary>
    ConnectionError,
}
