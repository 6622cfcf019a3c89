using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>What to do about a record that is locked already.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IfLocked>))]
public enum IfLocked
{
    /// <summary>Report it as an error.</summary>
    Error,

    /// <summary>Leave it as it is, and report the lock that is there.</summary>
    Skip,

    /// <summary>Change the reason of the lock that is there.</summary>
    Update,
}
