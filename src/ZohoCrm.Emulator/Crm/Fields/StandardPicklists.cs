namespace ZohoCrm.Emulator.Crm.Fields;

/// <summary>The values of the standard picklists (protocol 9.1).</summary>
internal static class StandardPicklists
{
    private static readonly Dictionary<string, IReadOnlyList<CrmPicklistValue>> ByField = new()
    {
        ["Stage"] =
        [
            .. Same("Qualification", "Needs Analysis", "Value Proposition"),
            new("Id. Decision Makers", "Identify Decision Makers"),
            .. Same("Proposal/Price Quote", "Negotiation/Review", "Closed Won", "Closed Lost", "Closed Lost to Competition"),
        ],
        ["Lead_Status"] =
        [
            .. Same("Attempted to Contact", "Contact in Future", "Contacted", "Junk Lead", "Lost Lead", "Not Contacted", "Pre-Qualified"),
            .. Same("Not Qualified"),
        ],
        ["Lead_Source"] =
        [
            .. Same("Advertisement", "Cold Call", "Employee Referral", "External Referral", "Online Store", "Partner", "Trade Show"),
            new("Web Mail", "Web Mail"),
            new("X (Twitter)", "X"),
        ],
        ["Industry"] = [.. Same("Communications", "Consulting", "Education", "Finance", "Manufacturing", "Real Estate", "Technology")],
        ["Priority"] = [.. Same("High", "Highest", "Low", "Lowest", "Normal")],
        ["Quote_Stage"] = [.. Same("Draft", "Negotiation", "Delivered", "On Hold", "Confirmed", "Closed Won", "Closed Lost")],
    };

    private static readonly Dictionary<string, IReadOnlyList<CrmPicklistValue>> StatusByModule = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Tasks"] = [.. Same("Not Started", "Deferred", "In Progress", "Completed", "Waiting for input")],
        ["Cases"] = [.. Same("New", "On Hold", "Escalated", "Closed")],
    };

    private static readonly IReadOnlyList<CrmPicklistValue> OrderStatus = [.. Same("Created", "Approved", "Delivered", "Cancelled")];

    /// <summary>The values of a picklist field of a module; empty for a field of the user's own.</summary>
    public static IReadOnlyList<CrmPicklistValue> Get(string module, string field) => field == "Status"
        ? StatusByModule.GetValueOrDefault(module, OrderStatus)
        : ByField.GetValueOrDefault(field, []);

    private static IEnumerable<CrmPicklistValue> Same(params string[] values) => values.Select(value => new CrmPicklistValue(value, value));
}
