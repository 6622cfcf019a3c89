using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>Which copy of the organisation the calls go to (protocol section 5). Tokens are bound to one environment.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CrmEnvironment>))]
public enum CrmEnvironment
{
    /// <summary>The live organisation.</summary>
    Production,

    /// <summary>The organisation's sandbox.</summary>
    Sandbox,

    /// <summary>The developer organisation.</summary>
    Developer,
}
