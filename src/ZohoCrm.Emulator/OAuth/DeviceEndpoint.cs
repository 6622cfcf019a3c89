using ZohoCrm.Emulator.Api;
using ZohoCrm.Emulator.Http;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>Gives tokens to a device without a browser, whose user decides at another one (protocol 4.1).</summary>
internal sealed class DeviceEndpoint(CrmEmulator emulator, TokenStore tokens, DeviceTable devices, OAuthClient client, TokenAnswer answer)
{
    private const string Page = "/oauth/v3/device";

    /// <summary>Gives a device its codes.</summary>
    public void Begin(OAuthParameters parameters, HttpResponse response)
    {
        if (!client.IsNamedIn(parameters))
        {
            TokenAnswer.Fail(response, "invalid_client");
        }
        else if (parameters["grant_type"] != "device_request")
        {
            TokenAnswer.Fail(response, "unsupported_grant_type");
        }
        else if (client.Grant(parameters) is not { } scope)
        {
            TokenAnswer.Fail(response, "invalid_scope");
        }
        else
        {
            WriteCodes(response, devices.Add(scope, isOffline: parameters["access_type"] == "offline"));
        }
    }

    /// <summary>Answers a device that asks whether its user has decided.</summary>
    public void Poll(OAuthParameters parameters, HttpResponse response)
    {
        if (client.Refuse(parameters) is { } refusal)
        {
            TokenAnswer.Fail(response, refusal);
            return;
        }

        if (parameters["grant_type"] != "device_token")
        {
            TokenAnswer.Fail(response, "unsupported_grant_type");
            return;
        }

        switch (devices.Poll(parameters["code"] ?? "", out var request))
        {
            case DeviceOutcome.Accepted:
                var token = tokens.IssueFirst(emulator.User, request!.Scope, request.IsOffline, out var grant);
                answer.Succeed(response, token, grant.RefreshToken);
                break;
            case DeviceOutcome.Expired:
                TokenAnswer.Fail(response, "expired");
                break;
            case DeviceOutcome.TooSoon:
                TokenAnswer.Fail(response, "slow_down");
                break;
            case DeviceOutcome.Pending:
                TokenAnswer.Fail(response, "authorization_pending");
                break;
            case DeviceOutcome.Rejected:
                TokenAnswer.Fail(response, "access_denied");
                break;
            case DeviceOutcome.OtherDataCenter:
                WriteOtherDataCenter(response);
                break;
            default:
                TokenAnswer.Fail(response, "invalid_code");
                break;
        }
    }

    /// <summary>Shows the user the page where the code is typed.</summary>
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

    /// <summary>Takes the user's decision from the page.</summary>
    public void Decide(OAuthParameters parameters, HttpResponse response)
    {
        if (AccountsPage.Decision(parameters) is not { } isAccepted)
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
        var settings = emulator.Settings;
        var page = emulator.BaseUri.GetLeftPart(UriPartial.Authority) + Page;
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
        json.WriteString("user_location"u8, emulator.Settings.DeviceUserLocation);
        json.WriteEndObject();
    }
}
