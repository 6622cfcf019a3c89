using ZohoCrm.Emulator.Crm.Fields;

namespace ZohoCrm.Emulator.Api.Metadata;

/// <summary>A module in the list of <c>/settings/modules</c> (protocol 9.1).</summary>
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
