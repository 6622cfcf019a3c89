using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>Where Zoho keeps an organisation's data (protocol section 5). Clients, tokens and records belong to one data centre.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DataCenter>))]
public enum DataCenter
{
    /// <summary>United States: accounts.zoho.com, www.zohoapis.com.</summary>
    US,

    /// <summary>Europe: accounts.zoho.eu, www.zohoapis.eu.</summary>
    EU,

    /// <summary>India: accounts.zoho.in, www.zohoapis.in.</summary>
    IN,

    /// <summary>Australia: accounts.zoho.com.au, www.zohoapis.com.au.</summary>
    AU,

    /// <summary>China: accounts.zoho.com.cn, www.zohoapis.com.cn.</summary>
    CN,

    /// <summary>Japan: accounts.zoho.jp, www.zohoapis.jp.</summary>
    JP,

    /// <summary>Canada: accounts.zohocloud.ca, www.zohoapis.ca.</summary>
    CA,

    /// <summary>Saudi Arabia: accounts.zoho.sa, www.zohoapis.sa.</summary>
    SA,

    /// <summary>United Kingdom: accounts.zoho.uk, www.zohoapis.uk.</summary>
    UK,

    /// <summary>United Arab Emirates: accounts.zoho.ae, www.zohoapis.ae.</summary>
    AE,
}
