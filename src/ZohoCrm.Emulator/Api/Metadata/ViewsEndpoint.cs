using System.Text.Json;
using ZohoCrm.Emulator.Api.Configurations;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Api.Routing;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Crm.Organization;
using ZohoCrm.Emulator.Crm.Views;
using ZohoCrm.Emulator.OAuth;
using ZohoCrm.Emulator.Observation;

namespace ZohoCrm.Emulator.Api.Metadata;

/// <summary>Lists the custom views of a module, and reads one with its criteria (protocol 9.1).</summary>
internal sealed class ViewsEndpoint(CrmOrganization organization, Authorizer authorizer)
{
    private const int LargestPage = 200;

    private static readonly ApiError IdInvalid =
        new(400, "INVALID_DATA", "the id given seems to be invalid", """{"resource_path_index":2}""");

    public ApiError? Answer(ApiCall call)
    {
        if (call.Route.Operation == Operation.Other)
        {
            return ApiErrors.WrongMethod(400);
        }

        if (!authorizer.Allows(call, ScopeFamily.SettingsCustomViews, ScopeAccess.Read))
        {
            return ApiErrors.ScopeMismatch(call.Request.Method, call.Request.Target);
        }

        if (call.Request.Query("module") is not { Length: > 0 } name)
        {
            return ApiErrors.ParameterMissing("module", organization.Settings.Contradictions.MissingParameterKey);
        }

        if (!organization.TryResolve(name, out var module, out var error))
        {
            return error with { Details = "{}" };
        }

        return call.Route.Operation == Operation.ListCustomViews ? List(call, module) : Get(call, module);
    }

    private ApiError? List(ApiCall call, CrmModule module)
    {
        if (!call.Request.TryGetNumber("page", 1, int.MaxValue, out var page))
        {
            return ApiErrors.ParameterInvalid("page");
        }

        if (!call.Request.TryGetNumber("per_page", LargestPage, LargestPage, out var perPage))
        {
            return ApiErrors.ParameterInvalid("per_page");
        }

        var views = module.Views;
        var before = (int)Math.Min((page - 1L) * perPage, views.Count);
        var shown = views.Skip(before).Take(perPage).ToArray();
        if (shown.Length == 0)
        {
            call.Response.Status = 204;
            return null;
        }

        var json = call.Response.BeginArray(200, "custom_views");
        foreach (var view in shown)
        {
            json.WriteStartObject();
            WriteProperties(json, view);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("info"u8);
        json.WriteNumber("per_page"u8, perPage);
        json.WriteString("default"u8, views.FirstOrDefault(view => view.IsDefault)?.Id);
        json.WriteNumber("count"u8, shown.Length);
        WriteTranslation(json);
        json.WriteNumber("page"u8, page);
        json.WriteBoolean("more_records"u8, before + shown.Length < views.Count);
        json.WriteEndObject();
        json.WriteEndObject();
        return null;
    }

    private ApiError? Get(ApiCall call, CrmModule module)
    {
        if (module.FindView(call.ViewId) is not { } view)
        {
            return IdInvalid;
        }

        var json = call.Response.BeginArray(200, "custom_views");
        json.WriteStartObject();
        WriteProperties(json, view);
        json.WritePropertyName("criteria"u8);
        if (view.Criteria is { } criteria)
        {
            CriteriaJson.Write(json, criteria, call.Route.Version);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteStartArray("fields"u8);
        json.WriteField(module.FindField(module.NameField)!);
        json.WriteEndArray();
        json.WriteNull("sort_by"u8);
        json.WriteNull("sort_order"u8);
        json.WriteNull("shared_to"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("info"u8);
        WriteTranslation(json);
        json.WriteEndObject();
        json.WriteEndObject();
        return null;
    }

    private void WriteProperties(Utf8JsonWriter json, CrmCustomView view)
    {
        var user = view.IsSystemDefined ? null : organization.User;
        var time = view.CreatedTime is { } created ? CrmTime.Format(created, organization.Settings.UtcOffset) : null;
        json.WriteString("display_value"u8, view.DisplayValue);
        json.WriteString("created_time"u8, time);
        json.WriteString("access_type"u8, view.IsSystemDefined ? "public"u8 : "only_to_me"u8);
        json.WriteString("system_name"u8, view.SystemName);
        WriteUser(json, "created_by", user);
        json.WriteBoolean("default"u8, view.IsDefault);
        json.WriteString("modified_time"u8, time);
        json.WriteString("name"u8, view.Name);
        json.WriteBoolean("system_defined"u8, view.IsSystemDefined);
        WriteUser(json, "modified_by", user);
        json.WriteString("id"u8, view.Id);
        json.WriteString("category"u8, view.IsSystemDefined ? "public_views"u8 : "created_by_me"u8);
        json.WriteNull("last_accessed_time"u8);
        json.WriteBoolean("locked"u8, false);
        json.WriteNull("favorite"u8);
    }

    private static void WriteUser(Utf8JsonWriter json, string name, CrmUser? user)
    {
        if (user is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteUser(System.Text.Encoding.UTF8.GetBytes(name), user);
    }

    private static void WriteTranslation(Utf8JsonWriter json)
    {
        json.WriteStartObject("translation"u8);
        json.WriteString("public_views"u8, "Public Views"u8);
        json.WriteString("other_users_views"u8, "Other User's Views"u8);
        json.WriteString("shared_with_me"u8, "Shared With Me"u8);
        json.WriteString("created_by_me"u8, "Created By Me"u8);
        json.WriteEndObject();
    }
}
