using System.Text.Json;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Crm.Fields;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Protocol;

/// <summary>Writes the values of records by the data types of their fields. An empty one is null (protocol 13).</summary>
internal sealed class ValueWriter(CrmOrganization organization)
{
    public void Write(
        Utf8JsonWriter json, string name, CrmField field, string? value, CoqlReferences references = CoqlReferences.FullNameAndId)
    {
        if (string.IsNullOrEmpty(value))
        {
            json.WriteNull(name);
        }
        else if (DataTypes.IsUser(field.DataType))
        {
            var user = organization.FindUser(value);
            var shown = references == CoqlReferences.FullNameAndId ? user?.Name : user?.LastName;
            WriteReference(json, name, shown ?? value, user?.Id, references);
        }
        else if (field.LookupModule is { } target)
        {
            WriteLookup(json, name, target, value, references);
        }
        else if (DataTypes.IsNumber(field.DataType) && DataTypes.ParseNumber(value) is { } number)
        {
            WriteNumber(json, name, number);
        }
        else if (field.DataType == "boolean" && value is "true" or "false")
        {
            json.WriteBoolean(name, value == "true");
        }
        else if (field.DataType == "datetime" && value.Contains('T', StringComparison.Ordinal) && DataTypes.ParseTime(value) is { } time)
        {
            json.WriteString(name, CrmTime.Format(time, organization.Settings.UtcOffset));
        }
        else
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>Writes a number without the zeros at its end.</summary>
    public static void WriteNumber(Utf8JsonWriter json, string name, decimal number) =>
        json.WriteNumber(name, number / 1.0000000000000000000000000000m);

    /// <summary>A lookup field has the id of a record, or the name of one where a row was given with names.</summary>
    private void WriteLookup(Utf8JsonWriter json, string name, string target, string value, CoqlReferences references)
    {
        var isId = !value.AsSpan().ContainsAnyExceptInRange('0', '9');
        var record = isId && organization.TryFindModule(target, StringComparison.Ordinal, out var module) ? module.Find(value) : null;
        WriteReference(json, name, isId ? record?.Name : value, isId ? value : null, references);
    }

    private static void WriteReference(Utf8JsonWriter json, string name, string? shown, string? id, CoqlReferences references)
    {
        json.WriteStartObject(name);
        if (references != CoqlReferences.Id)
        {
            json.WriteString("name"u8, shown);
        }

        json.WriteString("id"u8, id);
        json.WriteEndObject();
    }
}
