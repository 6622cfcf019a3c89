using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>How the records of a module are locked: <c>lock_type</c> (protocol section 2.2).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LockType>))]
public enum LockType
{
    /// <summary>By hand or by the API.</summary>
    Manual,

    /// <summary>By rules only.</summary>
    Automatic,

    /// <summary>By hand and by rules.</summary>
    Both,
}
