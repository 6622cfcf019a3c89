using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>How the criteria of a group are combined (protocol section 2.2).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GroupOperator>))]
public enum GroupOperator
{
    /// <summary>A record matches if all of them match.</summary>
    And,

    /// <summary>A record matches if any of them matches.</summary>
    Or,
}
