using ZohoCrm.Emulator.Api;
using ZohoCrm.Emulator.OAuth;

namespace ZohoCrm.Emulator.Organization;

/// <summary>The organisation, with the licence that tells its edition (protocol 6.2).</summary>
internal sealed class OrganizationEndpoint(CrmEmulator emulator, Authorizer authorizer)
{
    public ApiError? Answer(ApiCall call)
    {
        if (call.Route.Operation == Operation.Other)
        {
            return ApiErrors.WrongMethod(400);
        }

        if (!authorizer.AllowsOrganization(call.Token))
        {
            return ApiErrors.ScopeMismatch(call.Request.Method, call.Request.Target);
        }

        var settings = emulator.Settings;
        var paidType = settings.PaidType ?? settings.Edition.PaidType();
        var json = call.Response.BeginJson(200);
        json.WriteStartObject();
        json.WriteStartArray("org"u8);
        json.WriteStartObject();
        json.WriteString("country"u8, "US"u8);
        json.WriteString("company_name"u8, settings.CompanyName);
        json.WriteString("currency"u8, "US Dollar"u8);
        json.WriteString("id"u8, emulator.OrganizationId);
        json.WriteString("domain_name"u8, "org" + emulator.OrganizationId);
        json.WriteString("time_zone"u8, "America/New_York"u8);
        json.WriteString("country_code"u8, "US"u8);
        json.WriteString("iso_code"u8, "USD"u8);
        json.WriteStartObject("license_details"u8);
        json.WriteNull("paid_expiry"u8);
        json.WriteNumber("users_license_purchased"u8, 10);
        json.WriteNull("trial_type"u8);
        json.WriteNull("trial_expiry"u8);
        json.WriteBoolean("paid"u8, paidType != CrmEdition.Free.PaidType());
        json.WriteString("paid_type"u8, paidType);
        json.WriteEndObject();
        json.WriteString("primary_email"u8, "patricia.boyle@zylker.example"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        return null;
    }
}
