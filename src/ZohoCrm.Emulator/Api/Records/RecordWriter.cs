using System.Text.Json;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Crm.Organization;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Records;

/// <summary>Writes records (protocol 3).</summary>
internal sealed class RecordWriter(CrmOrganization organization)
{
    private readonly EmulatorSettings _settings = organization.Settings;
    private readonly ValueWriter _values = new(organization);

    /// <summary>Writes the given fields, or all if <paramref name="fields"/> is null.</summary>
    public void Write(Utf8JsonWriter json, CrmUser user, CrmModule module, CrmRecord record, IEnumerable<string>? fields)
    {
        json.WriteStartObject();
        foreach (var field in fields ?? GetAllFields(module, record))
        {
            WriteField(json, module, record, field);
        }

        json.WriteString("id"u8, record.Id);
        json.WriteBoolean("$locked_for_me"u8, module.Locks.IsLockedFor(organization.Profiles.Get(user), record));
        json.WriteEndObject();
    }

    private static IEnumerable<string> GetAllFields(CrmModule module, CrmRecord record) =>
        [module.NameField, .. record.Fields.Keys, "Created_Time", "Modified_Time", "Locked__s"];

    private void WriteField(Utf8JsonWriter json, CrmModule module, CrmRecord record, string field)
    {
        switch (field)
        {
            case "id" or "$locked_for_me":
                break;
            case "Locked__s":
                json.WriteBoolean("Locked__s"u8, record.IsLocked);
                break;
            case "Created_Time":
                json.WriteString("Created_Time"u8, CrmTime.Format(record.CreatedTime, _settings.UtcOffset));
                break;
            case "Modified_Time":
                json.WriteString("Modified_Time"u8, CrmTime.Format(record.ModifiedTime, _settings.UtcOffset));
                break;
            default:
                WriteOtherField(json, module, record, field);
                break;
        }
    }

    /// <summary>Writes a field of the module; an empty one is null. Unknown fields are left out (protocol 13).</summary>
    private void WriteOtherField(Utf8JsonWriter json, CrmModule module, CrmRecord record, string field)
    {
        if (field == "$converted" && module.HasField("Converted__s"))
        {
            json.WriteBoolean(field, record.IsConverted);
        }
        else if (module.FindField(field) is { } known)
        {
            _values.Write(json, field, known, module.ValueOf(record, field));
        }
    }
}
