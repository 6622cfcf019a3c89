namespace ZohoCrm.Emulator.Crm;

/// <summary>A module that exists in every Zoho CRM.</summary>
/// <param name="Number">What the module's id ends with in every organisation.</param>
/// <param name="NameField">The field that holds a record's name.</param>
/// <param name="LockableFrom">The first API version that can lock its records (protocol 1.7).</param>
internal sealed record StandardModule(long Number, string NameField, int LockableFrom = 0);

/// <summary>The modules that exist in every Zoho CRM. Any other module is a custom module (protocol 1.7).</summary>
internal static class StandardModules
{
    private static readonly Dictionary<string, StandardModule> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Leads"] = new(2175, "Full_Name"),
        ["Accounts"] = new(2177, "Account_Name"),
        ["Contacts"] = new(2179, "Full_Name"),
        ["Deals"] = new(2181, "Deal_Name"),
        ["Tasks"] = new(2189, "Subject"),
        ["Cases"] = new(2199, "Subject"),
        ["Solutions"] = new(2197, "Solution_Title"),
        ["Vendors"] = new(2203, "Vendor_Name"),
        ["Price_Books"] = new(2205, "Price_Book_Name"),
        ["Quotes"] = new(2207, "Subject"),
        ["Sales_Orders"] = new(2209, "Subject"),
        ["Purchase_Orders"] = new(2211, "Subject"),
        ["Invoices"] = new(2213, "Subject"),
        ["Products"] = new(2201, "Product_Name", LockableFrom: 8),
        ["Campaigns"] = new(2195, "Campaign_Name", LockableFrom: int.MaxValue),
        ["Events"] = new(2191, "Event_Title", LockableFrom: int.MaxValue),
        ["Calls"] = new(2193, "Subject", LockableFrom: int.MaxValue),
        ["Notes"] = new(2183, "Note_Title", LockableFrom: int.MaxValue),
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public static StandardModule? Find(string apiName) => ByName.GetValueOrDefault(apiName);
}
