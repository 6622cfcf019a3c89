namespace ZohoLock.Organization;

/// <summary>Reads the edition from Zoho's name for the paid plan; the names aren't documented (protocol section 6.2).</summary>
internal static class EditionName
{
    // Bundles come first, because zohooneenterprise and crmplus contain the name of an edition.
    private static readonly (string Part, CrmEdition Edition)[] Parts =
    [
        ("crmplus", CrmEdition.Ultimate),
        ("ultimate", CrmEdition.Ultimate),
        ("zohoone", CrmEdition.Enterprise),
        ("enterprise", CrmEdition.Enterprise),
        ("professional", CrmEdition.Professional),
        ("standard", CrmEdition.Standard),
        ("starter", CrmEdition.Standard),
        ("free", CrmEdition.Free),
    ];

    /// <summary>The edition; null if the text names no known one.</summary>
    public static CrmEdition? Parse(string? text)
    {
        var compact = text?.Replace(" ", string.Empty, StringComparison.Ordinal).Replace("_", string.Empty, StringComparison.Ordinal);
        foreach (var (part, edition) in Parts)
        {
            if (compact?.Contains(part, StringComparison.OrdinalIgnoreCase) == true)
            {
                return edition;
            }
        }

        return null;
    }
}
