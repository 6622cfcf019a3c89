using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ZohoLock.Configuration.Portable;

/// <summary>
/// The file format of a locking configuration, for review, backup and other organisations: names instead of ids, criteria as text, a fixed
/// order, and nothing that only Zoho sets. docs/zoholock-configuration.schema.json describes it.
/// </summary>
/// <remarks>JSON properties that this library doesn't model aren't written, because another organisation may not accept them.</remarks>
public static class PortableConfiguration
{
    /// <summary>The name of the JSON schema file, which each file refers to.</summary>
    public const string SchemaFile = "zoholock-configuration.schema.json";

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of the JSON schema; editors find it next to the files.</summary>
    public static string Schema
    {
        get
        {
            using var stream = typeof(PortableConfiguration).Assembly.GetManifestResourceStream(SchemaFile)!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    /// <summary>Writes a configuration as text, with line feeds, also after the last line.</summary>
    /// <param name="configuration">A configuration with names; see <see cref="LockConfigurationClient.AddNamesAsync"/>.</param>
    /// <exception cref="ZohoException">
    /// A field, profile or custom button has only an id, which is meaningless elsewhere: code <c>NameUnknown</c>.
    /// </exception>
    public static string Write(LockConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", SchemaFile);
            writer.WriteString("module", configuration.Module);
            writer.WriteString("lock_type", ConfigurationValues.ToApiValue(configuration.LockType) ?? throw NameUnknown("$.lock_type", "lock type"));
            writer.WriteString("locked_for", GetLockedFor(configuration));
            WriteList(writer, "lock_excluded_profiles", SortNames(configuration.ExcludedProfiles, "lock_excluded_profiles", one => one.Name));
            WriteRules(writer, configuration.LockingRules);
            WriteList(writer, "excluded_fields", SortNames(configuration.ExcludedFields, "excluded_fields", one => one.ApiName));
            WriteList(writer, "restricted_actions", SortValues(configuration.RestrictedActions, ConfigurationValues.Actions, ConfigurationValues.AlwaysRestricted));
            WriteList(writer, "restricted_communications", SortValues(configuration.RestrictedCommunications, ConfigurationValues.Communications));
            WriteList(writer, "restricted_custom_buttons", SortNames(configuration.RestrictedCustomButtons, "restricted_custom_buttons", one => one.Name));
            writer.WriteBoolean("lock_for_portal_users", configuration.LockForPortalUsers);
            writer.WriteEndObject();
        }

        // The writer uses the machine's line breaks; those within a text are escaped.
        return Encoding.UTF8.GetString(buffer.WrittenSpan).Replace("\r\n", "\n", StringComparison.Ordinal) + "\n";
    }

    /// <summary>Reads a configuration from text.</summary>
    /// <exception cref="ZohoException">
    /// The text isn't JSON, or a key or value is invalid or missing: code <c>InvalidConfigurationFile</c>, with the JSON path in the
    /// message.
    /// </exception>
    public static LockConfiguration Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return PortableConfigurationReader.Read(json);
    }

    private static void WriteRules(Utf8JsonWriter writer, IReadOnlyList<LockingRule> rules)
    {
        writer.WriteStartArray("locking_rules");
        for (var i = 0; i < rules.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("name", rules[i].Name ?? throw NameUnknown($"$.locking_rules[{i}].name", "rule"));
            if (rules[i].Criteria is { } criteria)
            {
                RequireNames(criteria, $"$.locking_rules[{i}].criteria");
                writer.WriteString("criteria", criteria.ToText());
            }

            writer.WriteBoolean("lock_existing_records", rules[i].LockExistingRecords);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void RequireNames(LockingCriteria criteria, string path)
    {
        if (criteria is LockingComparison { Field: { ApiName: null } field })
        {
            throw NameUnknown(path, $"field {field.Id}");
        }

        foreach (var part in criteria is LockingCriteriaGroup group ? group.Criteria : [])
        {
            RequireNames(part, path);
        }
    }

    private static void WriteList(Utf8JsonWriter writer, string key, IEnumerable<string> items)
    {
        writer.WriteStartArray(key);
        foreach (var item in items)
        {
            writer.WriteStringValue(item);
        }

        writer.WriteEndArray();
    }

    private static IEnumerable<string> SortNames<T>(IReadOnlyList<T> references, string key, Func<T, string?> nameOf) => references
        .Select((one, i) => nameOf(one) ?? throw NameUnknown($"$.{key}[{i}]", one?.ToString() ?? key))
        .Order(StringComparer.Ordinal);

    // A fixed order, so that the order in a response makes no difference to the file.
    private static IEnumerable<string> SortValues(IReadOnlyList<string> words, IReadOnlyList<string> known, params ReadOnlySpan<string> always)
    {
        HashSet<string> all = [.. words, .. always];
        return [.. known.Where(all.Contains), .. all.Where(word => !known.Contains(word)).Order(StringComparer.Ordinal)];
    }

    private static string GetLockedFor(LockConfiguration configuration) =>
        ConfigurationValues.ToApiValue(configuration.LockedFor)
        ?? (configuration.Unknown.Has("locked_for") ? throw NameUnknown("$.locked_for", "value") : ConfigurationValues.LockedFor[0]);

    private static ZohoException NameUnknown(string path, string what) => new(ZohoError.Input(
        "NameUnknown",
        $"{path}: the name of the {what} isn't known, and its id would mean nothing in another organisation",
        "Have Zoho tell the names first: the token needs the scopes ZohoCRM.settings.fields.READ, ZohoCRM.settings.profiles.READ and "
        + "ZohoCRM.settings.custom_buttons.READ. What was deleted since has none: take it out of the configuration."));
}
