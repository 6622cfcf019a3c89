using System.Text.Json.Nodes;
using ZohoLock.Errors;

namespace ZohoLock.Configuration;

/// <summary>Collects the problems of a configuration, with the details that Zoho would report (protocol section 2.5).</summary>
internal sealed class ConfigurationProblemList
{
    private const string Root = "$.record_locking_configurations[0]";

    private readonly List<ConfigurationProblem> _problems = [];

    /// <summary>The problems, in the order in which they were found.</summary>
    public IReadOnlyList<ConfigurationProblem> All => _problems;

    /// <summary>Adds a problem at a path of keys, with the details that Zoho adds.</summary>
    public void Add(CatalogEntry entry, string message, string path, JsonObject? details = null)
    {
        details ??= [];
        if (entry != CatalogEntries.MissingFieldReference)
        {
            details["api_name"] = GetApiName(path);
            details["json_path"] = $"{Root}.{path}";
        }

        _problems.Add(new(entry, message, $"{Root}.{path}") { Details = details.ToJsonString() });
    }

    /// <summary>Adds a problem if a field is named by neither its API name nor its id.</summary>
    public void CheckReference(FieldReference field, string path)
    {
        if (string.IsNullOrEmpty(field.ApiName) && string.IsNullOrEmpty(field.Id))
        {
            Add(CatalogEntries.MissingFieldReference, "Field Id and apiname is missing.", path, new()
            {
                ["expected_fields"] = new JsonArray(CreateLocation($"{path}.api_name"), CreateLocation($"{path}.id")),
            });
        }
    }

    /// <summary>The details of a key that is missing because of the value of another.</summary>
    public static JsonObject CreateDependee(string key) => new() { ["dependee"] = CreateLocation(key) };

    private static JsonObject CreateLocation(string path) => new() { ["api_name"] = GetApiName(path), ["json_path"] = $"{Root}.{path}" };

    private static string GetApiName(string path) => path[(path.LastIndexOf('.') + 1)..].Split('[')[0];
}
