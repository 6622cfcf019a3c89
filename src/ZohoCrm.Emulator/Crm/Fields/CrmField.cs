namespace ZohoCrm.Emulator.Crm.Fields;

/// <summary>A field of a module, as in <c>/settings/fields</c> (protocol 2.2).</summary>
/// <param name="Id">The field's id.</param>
/// <param name="ApiName">Its API name.</param>
/// <param name="Label">Its label for users.</param>
/// <param name="DataType">Its <c>data_type</c>, which decides how rules compare its values.</param>
/// <param name="IsReadOnly">Whether only Zoho can write it.</param>
public sealed record CrmField(string Id, string ApiName, string Label, string DataType, bool IsReadOnly);
