using System.Text.Json;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Api.Routing;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Crm.Fields;
using ZohoCrm.Emulator.Crm.Organization;
using ZohoCrm.Emulator.OAuth;
using ZohoCrm.Emulator.Observation;

namespace ZohoCrm.Emulator.Api.Metadata;

/// <summary>Lists modules, fields, profiles and custom buttons (protocol 2.2 and 9.1).</summary>
internal sealed class MetadataEndpoint(CrmOrganization organization, Authorizer authorizer)
{
    public ApiError? Answer(ApiCall call)
    {
        if (call.Route.Operation == Operation.Other)
        {
            return ApiErrors.WrongMethod(400);
        }

        if (!authorizer.Allows(call, GetScopeFamily(call.Route.Operation), ScopeAccess.Read))
        {
            return ApiErrors.ScopeMismatch(call.Request.Method, call.Request.Target);
        }

        switch (call.Route.Operation)
        {
            case Operation.ListProfiles:
                WriteList(call, "profiles", organization.Profiles.All, WriteProfile);
                return null;
            case Operation.ListModules:
                WriteList(call, "modules", GetModuleRows(), WriteModule);
                return null;
            case Operation.GetModule:
                return GetModule(call);
            default:
                return AnswerForModule(call);
        }
    }

    private ApiError? GetModule(ApiCall call)
    {
        var identifier = call.Request.Segments[4];
        if (GetModuleRows().FirstOrDefault(row => row.ApiName == identifier || row.Id == identifier) is not { } found)
        {
            return ApiErrors.InvalidModule;
        }

        WriteList(call, "modules", [found], WriteModule);
        return null;
    }

    private IEnumerable<ModuleRow> GetModuleRows() =>
        organization.Modules.Where(module => !module.IsHidden).Select(CreateRow).Append(CreateLockingInformationRow());

    private ApiError? AnswerForModule(ApiCall call)
    {
        if (call.Request.Query("module") is not { Length: > 0 } name)
        {
            return ApiErrors.ParameterMissing("module", organization.Settings.Contradictions.MissingParameterKey);
        }

        if (name == LockingInformation.ApiName && call.Route.Operation == Operation.ListFields)
        {
            WriteList(call, "fields", organization.LockingInformation.Fields, WriteField);
            return null;
        }

        if (!organization.TryResolve(name, out var module, out var error))
        {
            return error with { Details = "{}" };
        }

        if (call.Route.Operation == Operation.ListFields)
        {
            WriteList(call, "fields", module.Fields, WriteField);
        }
        else if (module.CustomButtons is { Count: > 0 } buttons)
        {
            WriteList(call, "custom_buttons", buttons, WriteButton);
        }
        else
        {
            call.Response.Status = 204;
        }

        return null;
    }

    private static ScopeFamily GetScopeFamily(Operation operation) => operation switch
    {
        Operation.ListFields => ScopeFamily.SettingsFields,
        Operation.ListProfiles => ScopeFamily.SettingsProfiles,
        Operation.ListModules or Operation.GetModule => ScopeFamily.SettingsModules,
        _ => ScopeFamily.SettingsCustomButtons,
    };

    private static void WriteList<T>(ApiCall call, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        var json = call.Response.BeginArray(200, name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.EndArray();
    }

    /// <summary>Writes a field. Its flags are those of the documented <c>Locked__s</c> for that field, and usual ones for others (protocol 3).</summary>
    private static void WriteField(Utf8JsonWriter json, CrmField field)
    {
        json.WriteString("api_name"u8, field.ApiName);
        json.WriteString("id"u8, field.Id);
        json.WriteString("display_label"u8, field.Label);
        json.WriteString("field_label"u8, field.Label);
        json.WriteString("data_type"u8, field.DataType);
        json.WriteBoolean("read_only"u8, field.IsReadOnly);
        json.WriteBoolean("field_read_only"u8, field.IsReadOnly);
        json.WriteBoolean("filterable"u8, true);
        json.WriteBoolean("searchable"u8, true);
        json.WriteBoolean("sortable"u8, true);
        json.WriteBoolean("mass_update"u8, !field.IsReadOnly);
        json.WriteString("json_type"u8, GetJsonType(field));
        if (field.ApiName == "Locked__s")
        {
            json.WriteNumber("ui_type"u8, 301);
            json.WriteNumber("display_type"u8, -1);
        }

        json.WriteStartArray("pick_list_values"u8);
        foreach (var value in field.PicklistValues)
        {
            json.WriteStartObject();
            json.WriteString("display_value"u8, value.DisplayValue);
            json.WriteString("actual_value"u8, value.ActualValue);
            json.WriteString("type"u8, "used"u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("lookup"u8);
        if (field.LookupModule is { } target)
        {
            json.WriteStartObject("module"u8);
            json.WriteString("api_name"u8, target);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string GetJsonType(CrmField field) => field.DataType switch
    {
        "boolean" => "boolean",
        "integer" => "integer",
        "lookup" or "multi_module_lookup" or "ownerlookup" or "userlookup" => "jsonobject",
        _ => DataTypes.IsNumber(field.DataType) ? "double" : "string",
    };

    private static ModuleRow CreateRow(CrmModule module) => new(
        module.Id, module.ApiName, module.ApiName, StandardModules.Find(module.ApiName) is null, module.IsApiSupported, IsVisible: true);

    private ModuleRow CreateLockingInformationRow() => new(
        organization.LockingInformation.Id,
        LockingInformation.ApiName,
        "LockingInformation",
        IsCustom: false,
        IsApiSupported: true,
        IsVisible: false);

    private static void WriteModule(Utf8JsonWriter json, ModuleRow module)
    {
        json.WriteString("api_name"u8, module.ApiName);
        json.WriteString("module_name"u8, module.Name);
        json.WriteString("singular_label"u8, module.SingularLabel);
        json.WriteString("plural_label"u8, module.PluralLabel);
        json.WriteString("generated_type"u8, module.IsCustom ? "custom"u8 : "default"u8);
        json.WriteBoolean("api_supported"u8, module.IsApiSupported);
        json.WriteBoolean("viewable"u8, module.IsVisible);
        json.WriteBoolean("creatable"u8, module.IsVisible);
        json.WriteBoolean("editable"u8, module.IsVisible);
        json.WriteBoolean("deletable"u8, module.IsVisible);
        json.WriteString("status"u8, module.IsVisible ? "visible"u8 : "system_hidden"u8);
        json.WriteString("id"u8, module.Id);
    }

    private static void WriteProfile(Utf8JsonWriter json, CrmProfile profile)
    {
        json.WriteString("display_label"u8, profile.Name);
        json.WriteString("name"u8, profile.Name);
        json.WriteString("id"u8, profile.Id);
    }

    private static void WriteButton(Utf8JsonWriter json, CrmCustomButton button)
    {
        json.WriteString("name"u8, button.Name);
        json.WriteString("id"u8, button.Id);
    }
}

/// <summary>A module in the list of <c>/settings/modules</c> (protocol 9.1).</summary>
internal sealed record ModuleRow(string Id, string ApiName, string Name, bool IsCustom, bool IsApiSupported, bool IsVisible)
{
    public string PluralLabel => FieldTable.CreateLabel(ApiName);

    public string SingularLabel => PluralLabel switch
    {
        [.. var stem, 'i', 'e', 's'] => stem + "y",
        [.. var stem, 's'] => stem,
        var label => label,
    };
}
