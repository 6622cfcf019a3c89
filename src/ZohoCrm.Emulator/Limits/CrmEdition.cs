namespace ZohoCrm.Emulator.Limits;

/// <summary>The organisation's edition: <c>license_details.paid_type</c> (protocol 6.1, 6.2).</summary>
public enum CrmEdition
{
    /// <summary><c>free</c></summary>
    Free,

    /// <summary><c>standard</c></summary>
    Standard,

    /// <summary><c>professional</c></summary>
    Professional,

    /// <summary><c>enterprise</c></summary>
    Enterprise,

    /// <summary><c>zohooneenterprise</c></summary>
    ZohoOne,

    /// <summary><c>ultimate</c></summary>
    Ultimate,

    /// <summary><c>crmplus</c></summary>
    CrmPlus,
}
