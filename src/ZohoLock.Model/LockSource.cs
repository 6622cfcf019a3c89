using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>How a lock came about (protocol section 1.4).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LockSource>))]
public enum LockSource
{
    /// <summary>By hand or by the API; a call can remove it.</summary>
    Manual,

    /// <summary>By a rule of the module's locking configuration; it can't be unlocked by a call.</summary>
    Automatic,

    /// <summary>Both at once.</summary>
    Both,
}
