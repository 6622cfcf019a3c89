using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>What to do if a record isn't locked.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IfUnlocked>))]
public enum IfUnlocked
{
    /// <summary>Report an error.</summary>
    Error,

    /// <summary>Report that there was nothing to unlock.</summary>
    Skip,
}
