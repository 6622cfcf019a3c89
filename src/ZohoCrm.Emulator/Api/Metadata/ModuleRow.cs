using ZohoCrm.Emulator.Crm.Fields;

namespace ZohoCrm.Emulator.Api.Metadata;

/// <summary>A module in the list of <c>/settings/modules</c> (protocol 9.1).</summary>
/// <param name="Id">Its id.</param>
/// <param name="ApiName">Its API name.</param>
/// <param name="Name">Its <c>module_name</c>.</param>
/// <param name="IsCustom">Whether it is a custom module.</param>
/// <param name="IsApiSupported">Whether the API supports its records.</param>
/// <param name="IsVisible">Whether users see its records.</param>
internal sealed record ModuleRow(string Id, string ApiName, string Name, bool IsCustom, bool IsApiSupported, bool IsVisible)
{
    public string PluralLabel => FieldTable.CreateLabel(ApiName);

    public string SingularLabel => PluralLabel switch
    {
        [.. var stem, 'i', 'e', 's'] => stem + "y",
        [.. var stem, 's'] => stem,
        var label => label,
    };
}
