using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>How the criteria of a group go together (protocol section 2.2).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GroupOperator>))]
public enum GroupOperator
{
    /// <summary>A record fits if all of them do.</summary>
    And,

    /// <summary>A record fits if one of them does.</summary>
    Or,
}
