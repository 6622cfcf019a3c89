using System.Text.Json;
using ZohoLock.Configuration.Criteria;
using ZohoLock.Input;

namespace ZohoLock.Configuration.Portable;

/// <summary>Reads the format that <see cref="PortableConfiguration"/> writes; users may have edited it.</summary>
internal static class PortableConfigurationReader
{
    private const string Root = "$";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, MaxDepth = LockingCriteria.MaxJsonDepth };

    private static readonly string[] Keys =
    [
        "$schema", "module", "lock_type", "locked_for", "lock_excluded_profiles", "locking_rules", "excluded_fields", "feature_type", "restricted_actions",
        "restricted_communications", "restricted_custom_buttons", "lock_for_portal_users",
    ];

    private static readonly string[] RuleKeys = ["name", "criteria", "lock_existing_records"];

    public static LockConfiguration Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            return ReadConfiguration(document.RootElement);
        }
        catch (JsonException broken)
        {
            throw new ZohoException(
                ZohoError.Input(
                    "InvalidConfigurationFile",
                    $"line {broken.LineNumber + 1}, column {broken.BytePositionInLine + 1}: this is no JSON",
                    $"Correct it, best in an editor that knows {PortableConfiguration.SchemaFile}. {broken.Message}"),
                broken);
        }
        catch (InvalidOperationException broken)
        {
            throw new ZohoException(
                ZohoError.Input("InvalidConfigurationFile", "$: a text has half a character, written as an escape (\\ud800 to \\udfff)", "Take it out."), broken);
        }
    }

    private static LockConfiguration ReadConfiguration(JsonElement root)
    {
        var keys = Members(root, Root, Keys);
        return new()
        {
            Module = ReadModule(Require(keys, Root, "module")),
            LockType = ConfigurationValues.ParseLockType(ReadValue(Require(keys, Root, "lock_type"), "$.lock_type", ConfigurationValues.LockTypes)),
            LockedFor = keys.TryGetValue("locked_for", out var lockedFor)
                ? ConfigurationValues.ParseLockedFor(ReadValue(lockedFor, "$.locked_for", ConfigurationValues.LockedFor))
                : LockedFor.AllProfiles,
            ExcludedProfiles = ReadList(keys, "lock_excluded_profiles", (name, path) => new NamedReference(ReadText(name, path))),
            LockingRules = ReadList(keys, "locking_rules", ReadRule),
            ExcludedFields = ReadList(keys, "excluded_fields", (name, path) => new FieldReference(ReadText(name, path))),
            FeatureType = keys.TryGetValue("feature_type", out var feature)
                ? ReadValue(feature, "$.feature_type", [ConfigurationValues.FeatureType])
                : null,
            RestrictedActions = ReadList(keys, "restricted_actions", (word, path) => ReadValue(word, path, ConfigurationValues.Actions)),
            RestrictedCommunications = ReadList(
                keys, "restricted_communications", (word, path) => ReadValue(word, path, ConfigurationValues.Communications)),
            RestrictedCustomButtons = ReadList(keys, "restricted_custom_buttons", (name, path) => new NamedReference(ReadText(name, path))),
            LockForPortalUsers = !keys.TryGetValue("lock_for_portal_users", out var portal) || ReadBoolean(portal, "$.lock_for_portal_users"),
        };
    }

    private static LockingRule ReadRule(JsonElement element, string path)
    {
        var keys = Members(element, path, RuleKeys);
        return new()
        {
            Name = ReadText(Require(keys, path, "name"), $"{path}.name"),
            Criteria = ReadCriteria(Require(keys, path, "criteria"), $"{path}.criteria"),
            LockExistingRecords = keys.TryGetValue("lock_existing_records", out var existing) && ReadBoolean(existing, $"{path}.lock_existing_records"),
        };
    }

    // Criteria are text, or Zoho's JSON copied from a response; its field ids are dropped, because they are valid in one organisation only.
    private static LockingCriteria ReadCriteria(JsonElement element, string path)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object
                ? CriteriaParser.Parse(CriteriaJson.Parse(element.GetRawText()).ToText())
                : CriteriaParser.Parse(ReadText(element, path));
        }
        catch (ZohoException wrong) when (wrong.Error.Code == "InvalidCriteria")
        {
            throw new ZohoException(wrong.Error with { Code = "InvalidConfigurationFile", Message = $"{path}: {wrong.Error.Message}" }, wrong);
        }
    }

    private static string ReadModule(JsonElement element)
    {
        try
        {
            return ModuleName.Require(ReadText(element, "$.module"));
        }
        catch (ZohoException wrong) when (wrong.Error.Code == "InvalidModule")
        {
            throw Invalid("$.module", wrong.Error.Message, wrong.Error.AdviceTemplate);
        }
    }

    private static T[] ReadList<T>(Dictionary<string, JsonElement> keys, string key, Func<JsonElement, string, T> read)
    {
        if (!keys.TryGetValue(key, out var list) || list.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        return list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select((item, i) => read(item, $"$.{key}[{i}]"))]
            : throw Expected($"$.{key}", "a list", list);
    }

    private static string ReadValue(JsonElement element, string path, IReadOnlyList<string> words)
    {
        var word = ReadText(element, path);
        return words.Contains(word) ? word : throw Invalid(path, $"'{word}' can't be", $"It can be {string.Join(", ", words)}.");
    }

    private static string ReadText(JsonElement element, string path)
    {
        var text = element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } found ? found : throw Expected(path, "a text", element);
        return ControlCharacter.Find(text) is { } control
            ? throw Invalid(path, $"the text has the control character {control}", "Take it out: it can't be seen, and could hide what stands around it.")
            : text;
    }

    private static bool ReadBoolean(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Expected(path, "true or false", element),
    };

    private static JsonElement Require(Dictionary<string, JsonElement> keys, string path, string key) =>
        keys.TryGetValue(key, out var element) ? element : throw Invalid(path, $"'{key}' is missing", "Add it.");

    private static Dictionary<string, JsonElement> Members(JsonElement element, string path, string[] known)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Expected(path, "an object", element);
        }

        var members = new Dictionary<string, JsonElement>();
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
            {
                throw Invalid($"{path}.{property.Name}", "there is no such key", $"There can be {string.Join(", ", known)}.");
            }

            if (!members.TryAdd(property.Name, property.Value))
            {
                throw Invalid($"{path}.{property.Name}", "the key is there twice", "Take one of them away.");
            }
        }

        return members;
    }

    private static ZohoException Expected(string path, string what, JsonElement found) =>
        Invalid(path, $"expected {what}, found {Shorten(found.GetRawText())}", $"{PortableConfiguration.SchemaFile} says what goes where.");

    private static string Shorten(string json) => json.Length <= 40 ? json : $"{json[..40]}…";

    private static ZohoException Invalid(string path, string message, string advice) =>
        new(ZohoError.Input("InvalidConfigurationFile", $"{path}: {message}", advice));
}
