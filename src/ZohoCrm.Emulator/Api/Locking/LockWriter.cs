using System.Globalization;
using System.Text.Json;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Api.Routing;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Crm.Organization;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Locking;

/// <summary>Writes locks as rows of <c>Locking_Information__s</c>, with the keys in the order of the samples (protocol 1.4).</summary>
internal sealed class LockWriter(EmulatorSettings settings)
{
    /// <summary>Reads the <c>fields</c> parameter. Unknown fields, and those that a lock row never has, are ignored.</summary>
    public static LockFields ReadFields(ReadOnlySpan<char> names)
    {
        var fields = LockFields.None;
        while (!names.IsEmpty)
        {
            var comma = names.IndexOf(',');
            fields |= ParseField((comma < 0 ? names : names[..comma]).Trim());
            names = comma < 0 ? default : names[(comma + 1)..];
        }

        return fields;
    }

    public void Write(Utf8JsonWriter json, ApiCall call, CrmModule module, CrmRecord record, RecordLockEntry entry, LockFields fields)
    {
        var sdk7 = settings.Contradictions.ReadKeys == ReadKeyCasing.Sdk7;
        json.WriteStartObject();
        if (fields.HasFlag(LockFields.LockedBy))
        {
            WriteLockedBy(json, sdk7 ? "locked_by__s"u8 : "Locked_By__s"u8, entry.LockedBy);
        }

        if (fields.HasFlag(LockFields.LockedFor))
        {
            WriteLockedFor(json, sdk7 ? "locked_for_s"u8 : "Locked_For__s"u8, module, record);
        }

        if (fields.HasFlag(LockFields.Reason))
        {
            json.WriteString(sdk7 ? "locked_reason__s"u8 : "Locked_Reason__s"u8, entry.Reason);
        }

        if (fields.HasFlag(LockFields.ConfigurationId))
        {
            WriteId(json, "Record_Locking_Configuration_Id__s"u8, entry.ConfigurationId);
        }

        if (fields.HasFlag(LockFields.RuleId))
        {
            WriteId(json, "Record_Locking_Rule_Id__s"u8, entry.RuleId);
        }

        var isV8 = call.Route.Version == 8;
        if (isV8 && fields.HasFlag(LockFields.FeatureType))
        {
            json.WriteString("Feature_Type__s"u8, "record_locking"u8);
        }

        var mayEdit = entry.Kind == LockKind.Manual && (entry.LockedBy == call.User || settings.Unknowns.OtherUserMayUnlock);
        json.WriteBoolean("$editable"u8, mayEdit);
        WriteId(json, "id"u8, entry.Id);
        json.WriteString("$sharing_permission"u8, mayEdit ? "full_access"u8 : "read_only"u8);
        if (fields.HasFlag(LockFields.Source))
        {
            json.WriteString(sdk7 ? "lock_source__s"u8 : "Lock_Source__s"u8, GetSource(record, entry));
        }

        if (fields.HasFlag(LockFields.LockedTime))
        {
            json.WriteString(
                sdk7 ? "Locked_time__s"u8 : "Locked_Time__s"u8,
                CrmTime.Format(entry.LockedTime, settings.UtcOffset));
        }

        if (isV8)
        {
            json.WriteNull("$field_states"u8);
            json.WriteNull("$zia_visions"u8);
        }

        json.WriteEndObject();
    }

    private static LockFields ParseField(ReadOnlySpan<char> name) => name switch
    {
        "Locked_By__s" => LockFields.LockedBy,
        "Locked_For__s" => LockFields.LockedFor,
        "Locked_Reason__s" => LockFields.Reason,
        "Record_Locking_Configuration_Id__s" => LockFields.ConfigurationId,
        "Record_Locking_Rule_Id__s" => LockFields.RuleId,
        "Lock_Source__s" => LockFields.Source,
        "Locked_Time__s" => LockFields.LockedTime,
        "Feature_Type__s" => LockFields.FeatureType,
        _ => LockFields.None,
    };

    private static void WriteLockedBy(Utf8JsonWriter json, ReadOnlySpan<byte> key, CrmUser? user)
    {
        if (user is null)
        {
            json.WriteNull(key);
        }
        else
        {
            json.WriteUser(key, user);
        }
    }

    private static void WriteLockedFor(Utf8JsonWriter json, ReadOnlySpan<byte> key, CrmModule module, CrmRecord record)
    {
        json.WriteStartObject(key);
        json.WriteStartObject("module"u8);
        json.WriteString("api_name"u8, module.ApiName);
        json.WriteString("id"u8, module.Id);
        json.WriteEndObject();
        json.WriteString("name"u8, record.Name);
        json.WriteString("id"u8, record.Id);
        json.WriteEndObject();
    }

    private void WriteId(Utf8JsonWriter json, ReadOnlySpan<byte> key, string? id)
    {
        if (id is not null && settings.Contradictions.LockIdsAsNumbers)
        {
            json.WriteNumber(key, long.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteString(key, id);
        }
    }

    private ReadOnlySpan<byte> GetSource(CrmRecord record, RecordLockEntry entry)
    {
        if (settings.Contradictions.LockSourceBoth && record.Locks.Any(other => other.Kind != entry.Kind))
        {
            return "Both"u8;
        }

        return entry.Kind == LockKind.Manual ? "Manual"u8 : "Automatic"u8;
    }
}

/// <summary>The requested fields of a lock row (protocol 1.1).</summary>
[Flags]
internal enum LockFields
{
    None = 0,
    LockedBy = 1,
    LockedFor = 2,
    Reason = 4,
    ConfigurationId = 8,
    RuleId = 16,
    Source = 32,
    LockedTime = 64,
    FeatureType = 128,
    All = 255,
}
