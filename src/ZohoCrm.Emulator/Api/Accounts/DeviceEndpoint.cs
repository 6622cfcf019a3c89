using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.OAuth;

namespace ZohoCrm.Emulator.Api.Accounts;

/// <summary>Issues tokens to a device without a browser, after its user has accepted elsewhere (protocol 4.1).</summary>
internal sealed class DeviceEndpoint(
    CrmOrganization organization,
    OAuthClient client,
    TokenStore tokens,
    DeviceTable devices,
    TokenResponse tokenResponse,
    LoopbackAddress address)
{
    private const string Page = "/oauth/v3/device";

    /// <summary>Issues the codes of a device.</summary>
    public void Begin(OAuthParameters parameters, HttpResponse response)
    {
        if (!client.IsNamedIn(parameters))
        {
            TokenResponse.WriteError(response, "invalid_client");
        }
        else if (parameters["grant_type"] != "device_request")
        {
            TokenResponse.WriteError(response, "unsupported_grant_type");
        }
        else if (client.Grant(parameters) is not { } scope)
        {
            TokenResponse.WriteError(response, "invalid_scope");
        }
        else
        {
            WriteCodes(response, devices.Add(scope, isOffline: parameters["access_type"] == "offline"));
        }
    }

    /// <summary>Answers a device's poll.</summary>
    public void Poll(OAuthParameters parameters, HttpResponse response)
    {
        if (client.Authenticate(parameters) is { } error)
        {
            TokenResponse.WriteError(response, error);
            return;
        }

        if (parameters["grant_type"] != "device_token")
        {
            TokenResponse.WriteError(response, "unsupported_grant_type");
            return;
        }

        switch (devices.Poll(parameters["code"] ?? "", out var request))
        {
            case DeviceOutcome.Accepted:
                var token = tokens.IssueFirst(organization.User, request!.Scope, request.IsOffline, out var grant);
                tokenResponse.WriteToken(response, token, grant.RefreshToken);
                break;
            case DeviceOutcome.OtherDataCenter:
                WriteOtherDataCenter(response);
                break;
            case var outcome:
                TokenResponse.WriteError(response, outcome switch
                {
                    DeviceOutcome.Expired => "expired",
                    DeviceOutcome.TooSoon => "slow_down",
                    DeviceOutcome.Pending => "authorization_pending",
                    DeviceOutcome.Rejected => "access_denied",
                    _ => "invalid_code",
                });
                break;
        }
    }

    /// <summary>Shows the page where the user types the code.</summary>
    public static void Ask(OAuthParameters parameters, HttpResponse response) =>
        AccountsPage.Write(
            response,
            200,
            "Grant a device access to Zoho CRM?",
            $"""
            <form method="post" action="{Page}">
            <p><label for="code">The code that the device shows:</label>
            <input id="code" name="code" value="{AccountsPage.Encode(parameters["code"])}" autocomplete="off" required></p>
            {AccountsPage.Buttons}
            </form>
            """);

    /// <summary>Handles the user's decision on the page.</summary>
    public void Decide(OAuthParameters parameters, HttpResponse response)
    {
        if (AccountsPage.GetDecision(parameters) is not { } isAccepted)
        {
            AccountsPage.WriteProblem(response, "The page was sent without a decision.");
        }
        else if (!devices.Decide(parameters["code"] ?? "", isAccepted))
        {
            AccountsPage.WriteProblem(response, "No device waits under this code.");
        }
        else
        {
            AccountsPage.Write(response, 200, isAccepted ? "Accepted" : "Rejected", "<p>You may go back to the device.</p>");
        }
    }

    private void WriteCodes(HttpResponse response, DeviceRequest request)
    {
        var settings = organization.Settings;
        var page = address.Origin + Page;
        var seconds = (long)settings.DeviceCodeLifetime.TotalSeconds;
        var json = response.BeginJson(200);
        json.WriteStartObject();
        json.WriteString("user_code"u8, request.UserCode);
        json.WriteString("device_code"u8, request.DeviceCode);
        json.WriteString("verification_url"u8, page);
        json.WriteString("verification_uri_complete"u8, $"{page}?code={request.UserCode}");
        json.WriteNumber("expires_in"u8, settings.Unknowns.DeviceExpiresInMilliseconds ? seconds * 1000 : seconds);
        if (settings.Unknowns.DeviceIntervalTold)
        {
            json.WriteNumber("interval"u8, (long)settings.DevicePollInterval.TotalSeconds);
        }

        json.WriteEndObject();
    }

    private void WriteOtherDataCenter(HttpResponse response)
    {
        var json = response.BeginJson(200);
        json.WriteStartObject();
        json.WriteString("error"u8, "other_dc"u8);
        json.WriteString("user_location"u8, organization.Settings.DeviceUserLocation);
        json.WriteEndObject();
    }
}
