using System.Text.Json;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Crm.Configurations;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Configurations;

/// <summary>Writes a configuration with the keys in the order of the sample (protocol 2.3).</summary>
internal sealed class ConfigurationWriter(EmulatorSettings settings)
{
    public void Write(Utf8JsonWriter json, RecordLockingConfiguration configuration, int version)
    {
        json.WriteStartObject();
        json.WriteString("created_time"u8, CrmTime.Format(configuration.CreatedTime, settings.UtcOffset));
        json.WriteString(
            "locked_for"u8, configuration.IsForAllProfiles ? "all_profiles"u8 : "all_profiles_except_excluded_profiles"u8);
        WriteArray(json, "excluded_fields", configuration.ExcludedFields, ConfigurationJson.WriteField);
        json.WriteUser("created_by"u8, configuration.CreatedBy);
        json.WriteString("feature_type"u8, "record_locking"u8);
        WriteArray(json, "locking_rules", configuration.Rules, (writer, rule) => WriteRule(writer, rule, version));
        WriteArray(json, "restricted_actions", configuration.RestrictedActions, WriteText);
        json.WriteBoolean("lock_for_portal_users"u8, configuration.LocksForPortalUsers);
        json.WriteString("modified_time"u8, CrmTime.Format(configuration.ModifiedTime, settings.UtcOffset));
        WriteArray(json, "restricted_communications", configuration.RestrictedCommunications, WriteText);
        json.WriteBoolean("system_defined"u8, configuration.IsSystemDefined);
        json.WriteUser("modified_by"u8, configuration.ModifiedBy);
        json.WriteString("id"u8, configuration.Id);
        json.WriteString("lock_type"u8, GetLockType(configuration));
        WriteArray(
            json,
            "restricted_custom_buttons",
            configuration.RestrictedCustomButtons,
            (writer, button) => WriteNamed(writer, button.Name, button.Id));
        WriteArray(
            json,
            "lock_excluded_profiles",
            configuration.ExcludedProfiles,
            (writer, profile) => WriteNamed(writer, profile.Name, profile.Id));
        json.WriteKeys(configuration.UnknownKeys);
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> GetLockType(RecordLockingConfiguration configuration) => configuration.LockType switch
    {
        LockingConfiguration.Automatic => "automatic"u8,
        LockingConfiguration.Both => "both"u8,
        _ => "manual"u8,
    };

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IReadOnlyList<T>? items, Action<Utf8JsonWriter, T> write)
    {
        if (items is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string text) => json.WriteStringValue(text);

    private static void WriteNamed(Utf8JsonWriter json, string name, string id)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, name);
        json.WriteString("id"u8, id);
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, LockingRule rule, int version)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, rule.Name);
        json.WriteString("id"u8, rule.Id);
        json.WriteBoolean("lock_existing_records"u8, rule.LocksExistingRecords);
        json.WritePropertyName("criteria"u8);
        CriteriaJson.Write(json, rule.Criteria, version);
        json.WriteKeys(rule.UnknownKeys);
        json.WriteEndObject();
    }
}
