namespace ZohoCrm.Emulator;

/// <summary>A field of a module, as <c>/settings/fields</c> tells it (protocol 2.2).</summary>
/// <param name="Id">The field's id.</param>
/// <param name="ApiName">Its API name.</param>
/// <param name="Label">What users see it called.</param>
/// <param name="DataType">Its <c>data_type</c>, by which rules compare its values.</param>
/// <param name="IsReadOnly">Whether only Zoho writes it.</param>
public sealed record CrmField(string Id, string ApiName, string Label, string DataType, bool IsReadOnly);
