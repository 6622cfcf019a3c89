using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>The kind of value that a field is compared with.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CriterionValueKind>))]
public enum CriterionValueKind
{
    /// <summary>A text, or a date as a text.</summary>
    Text,

    /// <summary>A number, with all the digits it was written with.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>No value.</summary>
    Null,

    /// <summary>Several values.</summary>
    List,

    /// <summary>A JSON object, for example a user or another record.</summary>
    Json,
}
