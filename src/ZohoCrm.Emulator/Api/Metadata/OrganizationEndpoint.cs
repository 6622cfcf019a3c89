using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Api.Routing;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Limits;
using ZohoCrm.Emulator.OAuth;
using ZohoCrm.Emulator.Observation;

namespace ZohoCrm.Emulator.Api.Metadata;

/// <summary>Reads the organisation with its license details (protocol 6.2).</summary>
internal sealed class OrganizationEndpoint(CrmOrganization organization, Authorizer authorizer)
{
    public ApiError? Answer(ApiCall call)
    {
        if (call.Route.Operation == Operation.Other)
        {
            return ApiErrors.WrongMethod(400);
        }

        if (!authorizer.Allows(call, ScopeFamily.Organization, ScopeAccess.Read))
        {
            return ApiErrors.ScopeMismatch(call.Request.Method, call.Request.Target);
        }

        var settings = organization.Settings;
        var paidType = settings.PaidType ?? settings.Edition.ToPaidType();
        var json = call.Response.BeginArray(200, "org");
        json.WriteStartObject();
        json.WriteString("country"u8, "US"u8);
        json.WriteString("company_name"u8, settings.CompanyName);
        json.WriteString("currency"u8, "US Dollar"u8);
        json.WriteString("id"u8, organization.Id);
        json.WriteString("domain_name"u8, "org" + organization.Id);
        json.WriteString("time_zone"u8, "America/New_York"u8);
        json.WriteString("country_code"u8, "US"u8);
        json.WriteString("iso_code"u8, "USD"u8);
        json.WriteStartObject("license_details"u8);
        json.WriteNull("paid_expiry"u8);
        json.WriteNumber("users_license_purchased"u8, 10);
        json.WriteNull("trial_type"u8);
        json.WriteNull("trial_expiry"u8);
        json.WriteBoolean("paid"u8, paidType != CrmEdition.Free.ToPaidType());
        json.WriteString("paid_type"u8, paidType);
        json.WriteEndObject();
        json.WriteString("primary_email"u8, "patricia.boyle@zylker.example"u8);
        json.WriteEndObject();
        json.EndArray();
        return null;
    }
}
