using System.Text;
using System.Text.Json;
using ZohoCrm.Emulator.Api;
using ZohoCrm.Emulator.Metadata;

namespace ZohoCrm.Emulator.Records;

/// <summary>Writes records as the API shows them (protocol 3).</summary>
internal sealed class RecordRow(EmulatorSettings settings, ProfileTable profiles)
{
    /// <summary>Writes the fields asked for, or all where <paramref name="fields"/> is null.</summary>
    public void Write(Utf8JsonWriter json, CrmUser user, CrmModule module, CrmRecord record, IEnumerable<string>? fields)
    {
        json.WriteStartObject();
        foreach (var field in fields ?? AllFields(module, record))
        {
            WriteField(json, module, record, field);
        }

        json.WriteString("id"u8, record.Id);
        json.WriteBoolean("$locked_for_me"u8, module.IsLockedFor(profiles.Of(user), record));
        json.WriteEndObject();
    }

    private static IEnumerable<string> AllFields(CrmModule module, CrmRecord record) =>
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
                json.WriteString("Created_Time"u8, CrmTime.Write(record.CreatedTime, settings.UtcOffset));
                break;
            case "Modified_Time":
                json.WriteString("Modified_Time"u8, CrmTime.Write(record.ModifiedTime, settings.UtcOffset));
                break;
            default:
                WriteOtherField(json, module, record, field);
                break;
        }
    }

    /// <summary>Writes a field of the module, as null where it is empty; what is no field is left out (protocol 13).</summary>
    private static void WriteOtherField(Utf8JsonWriter json, CrmModule module, CrmRecord record, string field)
    {
        if (record.Fields.TryGetValue(field, out var value))
        {
            json.WriteString(field, value is { Length: > 0 } ? value : null);
        }
        else if (field == module.NameField)
        {
            json.WriteString(field, record.Name);
        }
        else if (field is "Owner" or "Created_By" or "Modified_By")
        {
            json.WriteUser(Encoding.UTF8.GetBytes(field), module.Owner);
        }
        else if (module.HasField(field))
        {
            json.WriteNull(field);
        }
    }
}
