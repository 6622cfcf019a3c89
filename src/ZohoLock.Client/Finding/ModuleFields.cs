using ZohoLock.Input;

namespace ZohoLock.Finding;

/// <summary>The fields of a module, found by the names that users give them.</summary>
/// <param name="module">The API name of the module.</param>
/// <param name="fields">Its fields; null if they can't be read, so that any name may be one.</param>
internal sealed class ModuleFields(string module, IReadOnlyList<ModuleField>? fields)
{
    /// <summary>The code of the error for a field that the module doesn't have.</summary>
    public const string UnknownCode = "UnknownField";

    private const string Advice =
        "Give the API name of a field: Setup > Developer Hub > APIs and SDKs > API Names > the module lists them, and Tab offers them.";

    // Every module has an id, which is not in every list of fields.
    private readonly string[] _names = [.. (fields ?? []).Select(field => field.ApiName).OfType<string>().Append("id").Distinct()];

    /// <summary>The API name of the module.</summary>
    public string Module => module;

    /// <summary>The name in Zoho's casing; null if the module has no such field.</summary>
    public string? FindName(string name) => fields is null
        ? name
        : Array.Find(_names, known => known == name) ?? Array.Find(_names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The field with an API name in Zoho's casing; null for one of which nothing else is known.</summary>
    public ModuleField? Find(string name) => fields?.FirstOrDefault(field => field.ApiName == name);

    /// <summary>The field with an id; null if the module has none.</summary>
    public ModuleField? FindById(string? id) => fields?.FirstOrDefault(field => field.Id == id && field.ApiName is not null);

    /// <summary>The name in Zoho's casing; of <c>Account_Name.Industry</c> only the module's own field is looked at.</summary>
    /// <exception cref="ZohoException">The module has no such field: code <c>UnknownField</c>.</exception>
    public string RequireName(string name)
    {
        var own = OwnPart(name);
        return FindName(own) is { } found
            ? found + name[own.Length..]
            : throw new ZohoException(ZohoError.Input(UnknownCode, DescribeUnknown(own), Advice));
    }

    /// <summary>The message for a field that the module doesn't have, with what may have been meant.</summary>
    public string DescribeUnknown(string name)
    {
        // The label is what people see in Zoho.
        var byLabel = fields?.FirstOrDefault(field => name.Equals(field.Label, StringComparison.OrdinalIgnoreCase))?.ApiName;
        return $"{module} has no field {QuotedText.From(name)}{NearestName.Suggest(byLabel ?? name, _names)}";
    }

    /// <summary>The part of a name before its first dot: a field of the module itself.</summary>
    public static string OwnPart(string name) => name.Split('.')[0];
}
