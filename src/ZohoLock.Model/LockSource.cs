using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>How a lock was created (protocol section 1.4).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LockSource>))]
public enum LockSource
{
    /// <summary>By a user or an API call; it can be unlocked by a call.</summary>
    Manual,

    /// <summary>By a rule of the module's locking configuration; it can't be unlocked by a call.</summary>
    Automatic,

    /// <summary>By both.</summary>
    Both,
}
