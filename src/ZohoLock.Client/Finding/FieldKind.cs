namespace ZohoLock.Finding;

/// <summary>What a field can be compared with in a query.</summary>
internal enum FieldKind
{
    /// <summary>Unknown: whatever is written.</summary>
    Any,

    /// <summary>Text of one line.</summary>
    Text,

    /// <summary>Text of several lines, which queries can't compare.</summary>
    LongText,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A day.</summary>
    Date,

    /// <summary>A point in time.</summary>
    Time,

    /// <summary>One value, or several, of a list.</summary>
    PickList,

    /// <summary>The id of a record or a user.</summary>
    Id,
}

/// <summary>The kinds of Zoho's data types (protocol sections 3 and 9.1).</summary>
internal static class FieldKinds
{
    /// <summary>The kind of a field.</summary>
    /// <param name="name">The API name.</param>
    /// <param name="field">The field; null if nothing else is known of it.</param>
    public static FieldKind Of(string name, ModuleField? field) => name == "id" ? FieldKind.Id : Of(field?.DataType?.ToLowerInvariant());

    /// <summary>A field of that kind in words: <c>Amount is a number</c>.</summary>
    public static string DescribeField(this FieldKind kind) => kind switch
    {
        FieldKind.LongText => "a text of several lines, which Zoho doesn't compare in queries",
        FieldKind.Number => "a number",
        FieldKind.Boolean => "true or false",
        FieldKind.Date => "a date",
        FieldKind.Time => "a time",
        FieldKind.PickList => "a picklist",
        FieldKind.Id => "a reference to another record or a user",
        _ => "a text",
    };

    /// <summary>A value of that kind in words, with an example.</summary>
    public static string DescribeValue(this FieldKind kind) => kind switch
    {
        FieldKind.Number => "a number",
        FieldKind.Boolean => "true or false",
        FieldKind.Date => "a date such as 2026-10-01",
        FieldKind.Time => "a date or a time such as 2026-10-01T08:00:00+02:00",
        FieldKind.Id => "an id: digits",
        _ => "a text in single quotes",
    };

    private static FieldKind Of(string? dataType) => dataType switch
    {
        "text" or "email" or "phone" or "website" or "autonumber" => FieldKind.Text,
        "textarea" => FieldKind.LongText,
        "integer" or "bigint" or "double" or "currency" or "percent" or "decimal" => FieldKind.Number,
        "boolean" => FieldKind.Boolean,
        "date" => FieldKind.Date,
        "datetime" => FieldKind.Time,
        "picklist" or "multiselectpicklist" => FieldKind.PickList,
        "lookup" or "ownerlookup" or "userlookup" => FieldKind.Id,
        _ => FieldKind.Any,
    };
}
