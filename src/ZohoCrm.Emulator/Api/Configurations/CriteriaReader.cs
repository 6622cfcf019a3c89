using System.Text.Json;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Crm.Configurations;
using ZohoCrm.Emulator.Crm.Fields;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Configurations;

/// <summary>Reads the criteria of a rule (protocol 2.2).</summary>
/// <param name="unknowns">The settings for unknown comparators and for values that are not strings.</param>
/// <param name="fields">The module's fields.</param>
/// <param name="isForTasks">Whether the module is Tasks, which supports only <c>Status = closed</c>.</param>
internal sealed class CriteriaReader(Unknowns unknowns, FieldFinder fields, bool isForTasks)
{
    /// <summary>Reads criteria of any depth.</summary>
    /// <exception cref="ApiErrorException">The criteria are invalid.</exception>
    public Criteria Read(JsonElement item, string path)
    {
        item.RequireObject("criteria", path);
        return item.TryGetProperty("group_operator"u8, out _) || item.TryGetProperty("group"u8, out _)
            ? ReadGroup(item, path)
            : ReadField(item, path);
    }

    private CriteriaGroup ReadGroup(JsonElement item, string path)
    {
        var isAnd = item.GetText("group_operator", path) switch
        {
            "AND" => true,
            "OR" => false,
            null => throw Missing("group_operator", path),
            _ => throw new ApiErrorException(ConfigurationErrors.Invalid("group_operator", $"{path}.group_operator")),
        };
        var items = item.GetItems("group", path) ?? throw Missing("group", path);
        if (items.Length == 0)
        {
            throw new ApiErrorException(ConfigurationErrors.Invalid("group", $"{path}.group"));
        }

        return new(isAnd, [.. items.Select((inner, i) => Read(inner, $"{path}.group[{i}]"))]);
    }

    private FieldCriteria ReadField(JsonElement item, string path)
    {
        var name = item.GetText("comparator", path) ?? throw Missing("comparator", path);
        var fieldItem = item.GetValue("field") ?? throw Missing("field", path);
        fieldItem.RequireObject("field", $"{path}.field");
        var field = fields.Find(fieldItem, $"{path}.field", $"{path}.fields");
        var comparator = Comparator.Find(name);
        if (comparator is null && !unknowns.UnknownComparatorsAccepted)
        {
            throw new ApiErrorException(ConfigurationErrors.Invalid("comparator", $"{path}.comparator"));
        }

        var value = item.GetValue("value");
        var items = value is not { } sent ? [] : sent.ValueKind == JsonValueKind.Array ? sent.EnumerateArray().ToArray() : [sent];
        if (!unknowns.CriteriaNumbersAccepted && Array.Exists(items, IsNumberOrBoolean))
        {
            throw new ApiErrorException(ConfigurationErrors.NotOfType("text", "value", $"{path}.value"));
        }

        List<string> values = [.. items.Select(ReadValue)];
        if (!IsSupported(name, field, values))
        {
            throw new ApiErrorException(
                ConfigurationErrors.NotSupported("field not supported", "api_name", $"{path}.field.api_name"));
        }

        if (comparator is not null && (values.Count < comparator.MinValues || values.Count > comparator.MaxValues))
        {
            throw value is null
                ? Missing("value", path)
                : new ApiErrorException(ConfigurationErrors.Invalid("value", $"{path}.value"));
        }

        return new(name, comparator, field, value?.Clone(), values);
    }

    private bool IsSupported(string comparator, CrmField field, List<string> values) => isForTasks
        ? field.ApiName == "Status"
            && comparator == "equal"
            && values is [var value]
            && value.Equals("closed", StringComparison.OrdinalIgnoreCase)
        : field.ApiName is not ("Tag" or "Locked__s");

    private static bool IsNumberOrBoolean(JsonElement value) =>
        value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;

    /// <summary>Reads a value as it is stored in records: the id of a user or a record, or a text.</summary>
    private static string ReadValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.TryGetProperty("id"u8, out var id) ? id.ToString() : value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.ToString(),
    };

    private static ApiErrorException Missing(string name, string path) => new(ConfigurationErrors.Missing(name, $"{path}.{name}"));
}
