using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>Zoho CRM's editions; each allows a number of calls at once (protocol section 6.2).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CrmEdition>))]
public enum CrmEdition
{
    /// <summary>Free: 5 calls at once.</summary>
    Free,

    /// <summary>Standard or Starter: 10 calls at once.</summary>
    Standard,

    /// <summary>Professional: 15 calls at once.</summary>
    Professional,

    /// <summary>Enterprise or Zoho One: 20 calls at once.</summary>
    Enterprise,

    /// <summary>Ultimate or CRM Plus: 25 calls at once.</summary>
    Ultimate,
}
