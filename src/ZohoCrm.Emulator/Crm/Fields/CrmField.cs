namespace ZohoCrm.Emulator.Crm.Fields;

/// <summary>A field of a module, as in <c>/settings/fields</c> (protocol 2.2).</summary>
/// <param name="Id">The field's id.</param>
/// <param name="ApiName">Its API name.</param>
/// <param name="Label">Its label for users.</param>
/// <param name="DataType">Its <c>data_type</c>, which decides how rules compare its values.</param>
/// <param name="IsReadOnly">Whether only Zoho can write it.</param>
public sealed record CrmField(string Id, string ApiName, string Label, string DataType, bool IsReadOnly)
{
    /// <summary>The values of a picklist, in their order; empty for other fields (protocol 9.1).</summary>
    public IReadOnlyList<CrmPicklistValue> PicklistValues { get; init; } = [];

    /// <summary>The module that a lookup field refers to; null for other fields.</summary>
    public string? LookupModule { get; init; }
}

/// <summary>A value of a picklist (protocol 9.1).</summary>
/// <param name="ActualValue">The value in the API.</param>
/// <param name="DisplayValue">The value that users see.</param>
public sealed record CrmPicklistValue(string ActualValue, string DisplayValue);
