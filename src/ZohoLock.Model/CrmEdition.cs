using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>Zoho CRM's editions; each allows a number of concurrent calls (protocol section 6.2).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CrmEdition>))]
public enum CrmEdition
{
    /// <summary>Free: 5 concurrent calls.</summary>
    Free,

    /// <summary>Standard or Starter: 10 concurrent calls.</summary>
    Standard,

    /// <summary>Professional: 15 concurrent calls.</summary>
    Professional,

    /// <summary>Enterprise or Zoho One: 20 concurrent calls.</summary>
    Enterprise,

    /// <summary>Ultimate or CRM Plus: 25 concurrent calls.</summary>
    Ultimate,
}
