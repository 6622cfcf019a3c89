using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>The result of a check.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckResult>))]
public enum CheckResult
{
    /// <summary>The requirement is met.</summary>
    Passed,

    /// <summary>The requirement isn't met.</summary>
    Failed,

    /// <summary>Zoho doesn't tell, or the connection may not ask.</summary>
    Unknown,
}
