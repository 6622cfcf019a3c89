using System.Text.Json;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Api.Routing;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Crm.Organization;
using ZohoCrm.Emulator.OAuth;
using ZohoCrm.Emulator.Observation;

namespace ZohoCrm.Emulator.Api.Metadata;

/// <summary>Lists the users. All are active and confirmed.</summary>
internal sealed class UsersEndpoint(CrmOrganization organization, Authorizer authorizer)
{
    private const int LargestPage = 200;

    public ApiError? Answer(ApiCall call)
    {
        if (call.Route.Operation == Operation.Other)
        {
            return ApiErrors.WrongMethod(400);
        }

        if (!authorizer.Allows(call, ScopeFamily.Users, ScopeAccess.Read))
        {
            return ApiErrors.ScopeMismatch(call.Request.Method, call.Request.Target);
        }

        if (FindByType(call) is not { } found)
        {
            return ApiErrors.ParameterInvalid("type");
        }

        if (!call.Request.TryGetNumber("page", 1, int.MaxValue, out var page))
        {
            return ApiErrors.ParameterInvalid("page");
        }

        if (!call.Request.TryGetNumber("per_page", LargestPage, LargestPage, out var perPage))
        {
            return ApiErrors.ParameterInvalid("per_page");
        }

        var before = Math.Min((page - 1L) * perPage, found.Count);
        var shown = found.Skip((int)before).Take(perPage).ToArray();
        if (shown.Length == 0)
        {
            call.Response.Status = 204;
            return null;
        }

        var json = call.Response.BeginArray(200, "users");
        foreach (var user in shown)
        {
            Write(json, user);
        }

        json.WriteEndArray();
        json.WriteStartObject("info"u8);
        json.WriteNumber("per_page"u8, perPage);
        json.WriteNumber("count"u8, shown.Length);
        json.WriteNumber("page"u8, page);
        json.WriteBoolean("more_records"u8, before + shown.Length < found.Count);
        json.WriteEndObject();
        json.WriteEndObject();
        return null;
    }

    /// <summary>The users of the requested type; null if there is no such type.</summary>
    private IReadOnlyList<CrmUser>? FindByType(ApiCall call) => (call.Request.Query("type") ?? "AllUsers") switch
    {
        "AllUsers" or "ActiveUsers" or "ConfirmedUsers" or "ActiveConfirmedUsers" => organization.Users,
        "AdminUsers" or "ActiveConfirmedAdmins" => [.. organization.Users.Where(IsAdministrator)],
        "CurrentUser" => [call.User],
        "DeactiveUsers" or "NotConfirmedUsers" or "DeletedUsers" => [],
        _ => null,
    };

    private bool IsAdministrator(CrmUser user) => organization.Profiles.Get(user) == organization.Profiles.Administrator;

    private void Write(Utf8JsonWriter json, CrmUser user)
    {
        var profile = organization.Profiles.Get(user);
        json.WriteStartObject();
        json.WriteString("id"u8, user.Id);
        json.WriteString("full_name"u8, user.Name);
        json.WriteString("first_name"u8, user.FirstName);
        json.WriteString("last_name"u8, user.LastName);
        json.WriteString("email"u8, user.Email);
        json.WriteStartObject("role"u8);
        json.WriteString("name"u8, "CEO"u8);
        json.WriteString("id"u8, organization.RoleId);
        json.WriteEndObject();
        json.WriteStartObject("profile"u8);
        json.WriteString("name"u8, profile.Name);
        json.WriteString("id"u8, profile.Id);
        json.WriteEndObject();
        json.WriteString("status"u8, "active"u8);
        json.WriteBoolean("confirm"u8, true);
        json.WriteString("language"u8, "en_US"u8);
        json.WriteString("time_zone"u8, "America/New_York"u8);
        json.WriteEndObject();
    }
}
