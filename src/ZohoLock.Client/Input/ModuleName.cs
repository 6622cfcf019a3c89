using System.Text.RegularExpressions;

namespace ZohoLock.Input;

/// <summary>The API names of modules.</summary>
public static partial class ModuleName
{
    /// <summary>The standard modules whose records can be locked (protocol section 1.7), in addition to custom modules.</summary>
    public static IReadOnlyList<string> Lockable { get; } =
    [
        "Leads", "Accounts", "Contacts", "Deals", "Tasks", "Cases", "Solutions", "Vendors", "Price_Books", "Quotes", "Sales_Orders",
        "Purchase_Orders", "Invoices", "Products",
    ];

    /// <summary>Validates the format of an API name and returns it trimmed.</summary>
    /// <exception cref="ZohoException">The text can't be an API name: it is empty or has blanks.</exception>
    public static string Require(string? module)
    {
        var name = module?.Trim() ?? string.Empty;
        return ApiName().IsMatch(name)
            ? name
            : throw new ZohoException(ZohoError.Input(
                "InvalidModule",
                name.Length == 0 ? "the module is empty" : $"'{name}' is no API name of a module",
                "Give the API name, such as Deals or Sales_Orders: Setup > Developer Hub > APIs and SDKs > API Names lists them.") with { Subject = module });
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]{0,254}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ApiName();
}
