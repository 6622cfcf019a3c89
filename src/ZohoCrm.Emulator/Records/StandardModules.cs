using ZohoCrm.Emulator.OAuth;

namespace ZohoCrm.Emulator.Records;

/// <summary>What is known of the modules that every Zoho CRM has; all others are custom modules (protocol 1.7).</summary>
internal static class StandardModules
{
    private static readonly Dictionary<string, StandardModule> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Leads"] = new("5843104000000002175", "Full_Name"),
        ["Accounts"] = new("5843104000000002177", "Account_Name"),
        ["Contacts"] = new("5843104000000002179", "Full_Name"),
        ["Deals"] = new("5843104000000002181", "Deal_Name"),
        ["Tasks"] = new("5843104000000002189", "Subject"),
        ["Cases"] = new("5843104000000002199", "Subject"),
        ["Solutions"] = new("5843104000000002197", "Solution_Title"),
        ["Vendors"] = new("5843104000000002203", "Vendor_Name"),
        ["Price_Books"] = new("5843104000000002205", "Price_Book_Name"),
        ["Quotes"] = new("5843104000000002207", "Subject"),
        ["Sales_Orders"] = new("5843104000000002209", "Subject"),
        ["Purchase_Orders"] = new("5843104000000002211", "Subject"),
        ["Invoices"] = new("5843104000000002213", "Subject"),
        ["Products"] = new("5843104000000002201", "Product_Name", LockableFrom: 8),
        ["Campaigns"] = new("5843104000000002195", "Campaign_Name", LockableFrom: int.MaxValue),
        ["Events"] = new("5843104000000002191", "Event_Title", LockableFrom: int.MaxValue),
        ["Calls"] = new("5843104000000002193", "Subject", LockableFrom: int.MaxValue),
        ["Notes"] = new("5843104000000002183", "Note_Title", LockableFrom: int.MaxValue),
    };

    private static readonly Dictionary<string, ScopeFamily> Scopes = ByName.Keys.ToDictionary(
        name => name,
        name => new ScopeFamily("ZohoCRM.modules." + name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant()),
        StringComparer.OrdinalIgnoreCase);

    public static StandardModule? Find(string apiName) => ByName.GetValueOrDefault(apiName);

    /// <summary>A module's own scope; custom modules share one.</summary>
    public static ScopeFamily ScopeOf(string apiName) => Scopes.GetValueOrDefault(apiName, ScopeFamily.CustomModules);
}
