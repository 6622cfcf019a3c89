using System.Text.Json;
using ZohoCrm.Emulator.Api;
using ZohoCrm.Emulator.Metadata;
using ZohoCrm.Emulator.OAuth;
using ZohoCrm.Emulator.Records;

namespace ZohoCrm.Emulator.Users;

/// <summary>Lists the organisation's users; all are active and confirmed.</summary>
internal sealed class UsersEndpoint(CrmEmulator emulator, UserTable users, ProfileTable profiles, Authorizer authorizer)
{
    private const int LargestPage = 200;
    private const long RoleNumber = 26005;

    private readonly string _roleId = new IdSequence(emulator.Settings.OrganizationPrefix).Of(RoleNumber);

    public ApiError? Answer(ApiCall call)
    {
        if (call.Route.Operation == Operation.Other)
        {
            return ApiErrors.WrongMethod(400);
        }

        if (!authorizer.AllowsSettings(call.Token, ScopeFamily.Users, ScopeAccess.Read))
        {
            return ApiErrors.ScopeMismatch(call.Request.Method, call.Request.Target);
        }

        if (OfType(call) is not { } found)
        {
            return RecordErrors.ParameterInvalid("type");
        }

        if (!RecordQuery.TryReadNumber(call.Request.Query("page"), otherwise: 1, int.MaxValue, out var page))
        {
            return RecordErrors.ParameterInvalid("page");
        }

        if (!RecordQuery.TryReadNumber(call.Request.Query("per_page"), LargestPage, LargestPage, out var perPage))
        {
            return RecordErrors.ParameterInvalid("per_page");
        }

        var before = Math.Min((page - 1L) * perPage, found.Count);
        var shown = found.Skip((int)before).Take(perPage).ToArray();
        if (shown.Length == 0)
        {
            call.Response.Status = 204;
            return null;
        }

        var json = call.Response.BeginJson(200);
        json.WriteStartObject();
        json.WriteStartArray("users"u8);
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

    /// <summary>The users of the type asked for; null where there is no such type.</summary>
    private IReadOnlyList<CrmUser>? OfType(ApiCall call) => (call.Request.Query("type") ?? "AllUsers") switch
    {
        "AllUsers" or "ActiveUsers" or "ConfirmedUsers" or "ActiveConfirmedUsers" => users.All,
        "AdminUsers" or "ActiveConfirmedAdmins" => [.. users.All.Where(user => profiles.Of(user) == profiles.Administrator)],
        "CurrentUser" => [call.User],
        "DeactiveUsers" or "NotConfirmedUsers" or "DeletedUsers" => [],
        _ => null,
    };

    private void Write(Utf8JsonWriter json, CrmUser user)
    {
        var words = user.Name.Split(' ', 2);
        var profile = profiles.Of(user);
        json.WriteStartObject();
        json.WriteString("id"u8, user.Id);
        json.WriteString("full_name"u8, user.Name);
        json.WriteString("first_name"u8, words.Length > 1 ? words[0] : null);
        json.WriteString("last_name"u8, words[^1]);
        json.WriteString("email"u8, user.Email);
        json.WriteStartObject("role"u8);
        json.WriteString("name"u8, "CEO"u8);
        json.WriteString("id"u8, _roleId);
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
