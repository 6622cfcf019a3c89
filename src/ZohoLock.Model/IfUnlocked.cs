using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>What to do about a record that isn't locked.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IfUnlocked>))]
public enum IfUnlocked
{
    /// <summary>Report it as an error.</summary>
    Error,

    /// <summary>Report that there was nothing to unlock.</summary>
    Skip,
}
