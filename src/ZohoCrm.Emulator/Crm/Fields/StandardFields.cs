namespace ZohoCrm.Emulator.Crm.Fields;

/// <summary>A field that a module has from the start.</summary>
internal sealed record StandardField(string ApiName, string DataType, bool IsReadOnly = false)
{
    /// <summary>The module that a lookup field refers to: that of the same name without <c>_Name</c>, in the plural.</summary>
    public string? LookupModule => DataType == "lookup" ? ApiName.Replace("_Name", "s", StringComparison.Ordinal) : null;
}

/// <summary>The fields that every module has, and some that only certain standard modules have (protocol 3).</summary>
internal static class StandardFields
{
    private static readonly StandardField[] Common =
    [
        new("id", "bigint", IsReadOnly: true),
        new("Owner", "ownerlookup"),
        new("Created_By", "ownerlookup", IsReadOnly: true),
        new("Modified_By", "ownerlookup", IsReadOnly: true),
        new("Created_Time", "datetime", IsReadOnly: true),
        new("Modified_Time", "datetime", IsReadOnly: true),
        new("Last_Activity_Time", "datetime", IsReadOnly: true),
        new("Tag", "text"),
        new("Locked__s", "boolean", IsReadOnly: true),
        new("Description", "textarea"),
    ];

    private static readonly StandardField[] Person =
    [
        new("First_Name", "text"),
        new("Last_Name", "text"),
        new("Full_Name", "text", IsReadOnly: true),
        new("Email", "email"),
        new("Phone", "phone"),
    ];

    private static readonly Dictionary<string, StandardField[]> ByModule = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Leads"] =
        [
            .. Person,
            new("Company", "text"),
            new("Lead_Status", "picklist"),
            new("Lead_Source", "picklist"),
            new("Annual_Revenue", "currency"),
            new("Lead_Conversion_Time", "integer", IsReadOnly: true),
            new("Converted__s", "boolean", IsReadOnly: true),
            new("Converted_Date_Time", "datetime", IsReadOnly: true),
        ],
        ["Contacts"] = [.. Person, new("Account_Name", "lookup"), new("Lead_Source", "picklist")],
        ["Accounts"] = [new("Industry", "picklist"), new("Annual_Revenue", "currency"), new("Employees", "integer")],
        ["Deals"] =
        [
            new("Stage", "picklist"),
            new("Amount", "currency"),
            new("Probability", "integer"),
            new("Closing_Date", "date"),
            new("Expected_Revenue", "currency", IsReadOnly: true),
            new("Account_Name", "lookup"),
            new("Contact_Name", "lookup"),
        ],
        ["Tasks"] = [new("Status", "picklist"), new("Priority", "picklist"), new("Due_Date", "date")],
        ["Cases"] = [new("Status", "picklist"), new("Priority", "picklist")],
        ["Quotes"] = [new("Quote_Stage", "picklist"), new("Grand_Total", "currency"), new("Valid_Till", "date")],
        ["Sales_Orders"] = [new("Status", "picklist"), new("Grand_Total", "currency"), new("Due_Date", "date")],
        ["Purchase_Orders"] = [new("Status", "picklist"), new("Grand_Total", "currency"), new("Due_Date", "date")],
        ["Invoices"] = [new("Status", "picklist"), new("Grand_Total", "currency"), new("Due_Date", "date")],
    };

    public static IEnumerable<StandardField> Get(string module, string nameField) =>
        Common.Concat(ByModule.GetValueOrDefault(module, [])).Append(new(nameField, "text"));
}
