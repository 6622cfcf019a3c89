using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>What sort of value a field is compared with.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CriterionValueKind>))]
public enum CriterionValueKind
{
    /// <summary>A text, or a date as a text.</summary>
    Text,

    /// <summary>A number, with all the digits that it was written with.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Nothing.</summary>
    Null,

    /// <summary>Several values.</summary>
    List,

    /// <summary>A JSON object, such as Zoho may have for a user or another record.</summary>
    Json,
}
