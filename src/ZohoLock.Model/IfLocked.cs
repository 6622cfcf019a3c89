using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>What to do if a record is already locked.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IfLocked>))]
public enum IfLocked
{
    /// <summary>Report an error.</summary>
    Error,

    /// <summary>Leave the lock as it is and return it.</summary>
    Skip,

    /// <summary>Change the reason of the existing lock.</summary>
    Update,
}
