using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>The environment of the organisation that is called (protocol section 5). A token is valid in one environment only.</summary>
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
