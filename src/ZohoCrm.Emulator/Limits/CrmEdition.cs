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

/// <summary>The limits of the editions.</summary>
public static class CrmEditionLimits
{
    /// <summary>How many concurrent calls the edition allows (protocol 6.2).</summary>
    public static int ConcurrencyLimit(this CrmEdition edition) => edition switch
    {
        CrmEdition.Free => 5,
        CrmEdition.Standard => 10,
        CrmEdition.Professional => 15,
        CrmEdition.Enterprise or CrmEdition.ZohoOne => 20,
        CrmEdition.Ultimate or CrmEdition.CrmPlus => 25,
        _ => throw new ArgumentOutOfRangeException(nameof(edition), edition, "There is no such edition."),
    };

    internal static string ToPaidType(this CrmEdition edition) => edition switch
    {
        CrmEdition.Free => "free",
        CrmEdition.Standard => "standard",
        CrmEdition.Professional => "professional",
        CrmEdition.Enterprise => "enterprise",
        CrmEdition.ZohoOne => "zohooneenterprise",
        CrmEdition.Ultimate => "ultimate",
        CrmEdition.CrmPlus => "crmplus",
        _ => throw new ArgumentOutOfRangeException(nameof(edition), edition, "There is no such edition."),
    };
}
