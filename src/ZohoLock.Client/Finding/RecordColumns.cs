using System.Collections.Concurrent;

namespace ZohoLock.Finding;

/// <summary>
/// The columns that queries select: those that were asked for, and the name, the owner and the lock state as far as a module has them. Zoho
/// doesn't document which modules have which of the latter, so a query that is refused for one is sent again without it. Thread-safe.
/// </summary>
internal sealed class RecordColumns
{
    private static readonly Dictionary<string, string> NameFields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Leads"] = "Full_Name",
        ["Contacts"] = "Full_Name",
        ["Accounts"] = "Account_Name",
        ["Deals"] = "Deal_Name",
        ["Tasks"] = "Subject",
        ["Cases"] = "Subject",
        ["Solutions"] = "Solution_Title",
        ["Vendors"] = "Vendor_Name",
        ["Price_Books"] = "Price_Book_Name",
        ["Quotes"] = "Subject",
        ["Sales_Orders"] = "Subject",
        ["Purchase_Orders"] = "Subject",
        ["Invoices"] = "Subject",
        ["Products"] = "Product_Name",
    };

    private readonly ConcurrentDictionary<(string Module, string Column), bool> _refused = new();

    /// <summary>The field that has the name of a module's records.</summary>
    public static string NameField(string module) => NameFields.GetValueOrDefault(module, "Name");

    /// <summary>All columns: the id, and the optional ones.</summary>
    public static IEnumerable<string> All(string module) => Optional(module).Prepend("id");

    /// <summary>The columns to select.</summary>
    public IEnumerable<string> Select(string module, IReadOnlyList<string> fields) => Optional(module).Where(column => !_refused.ContainsKey((module, column)))
        .Prepend("id").Concat(fields).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a query was refused for an optional column, so that it can be sent again without.</summary>
    /// <param name="error">The refusal.</param>
    /// <param name="module">The API name of the module.</param>
    /// <param name="isNeeded">Whether the query needs a column for more than its output.</param>
    public bool Drop(ZohoError error, string module, Func<string, bool> isNeeded) =>
        Optional(module).Any(column => IsRefusalOf(error, column) && !isNeeded(column) && _refused.TryAdd((module, column), true));

    /// <summary>Whether a query was refused for a column.</summary>
    public static bool IsRefusalOf(ZohoError error, string column) =>
        error is { Outcome: CallOutcome.Refused, Code: "INVALID_QUERY" or "SYNTAX_ERROR" or "INVALID_DATA" or "NOT_SUPPORTED" }
        && (error.Message.Contains(column, StringComparison.OrdinalIgnoreCase)
            || error.Details?.Contains(column, StringComparison.OrdinalIgnoreCase) == true);

    private static string[] Optional(string module) => [NameField(module), QueryRow.Owner, QueryRow.Locked];
}
