using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>How the records of a module are locked: <c>lock_type</c> (protocol section 2.2).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LockType>))]
public enum LockType
{
    /// <summary>By a user or an API call.</summary>
    Manual,

    /// <summary>By rules only.</summary>
    Automatic,

    /// <summary>By a user or an API call, and by rules.</summary>
    Both,
}
