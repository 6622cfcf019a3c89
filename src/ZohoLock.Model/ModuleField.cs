namespace ZohoLock;

/// <summary>A field of a module (protocol sections 3 and 9.1).</summary>
/// <param name="ApiName">The API name; null if Zoho didn't report it.</param>
/// <param name="Id">The id in this organisation: digits; null if Zoho didn't report it.</param>
public sealed record ModuleField(string? ApiName, string? Id)
{
    /// <summary>The name that Zoho shows.</summary>
    public string? Label { get; internal init; }

    /// <summary>Zoho's type of the field, such as <c>text</c>, <c>picklist</c> or <c>datetime</c>; null if Zoho didn't report it.</summary>
    public string? DataType { get; internal init; }

    /// <summary>The values of a picklist; empty for other fields.</summary>
    public IReadOnlyList<PickListValue> PickListValues { get; internal init; } = [];

    /// <summary>The reference to the field in criteria and configurations.</summary>
    public FieldReference ToReference() => new(ApiName, Id);
}

/// <summary>A value of a picklist.</summary>
/// <param name="ActualValue">The value in records and queries.</param>
/// <param name="DisplayValue">The value as Zoho shows it.</param>
public sealed record PickListValue(string ActualValue, string DisplayValue);
