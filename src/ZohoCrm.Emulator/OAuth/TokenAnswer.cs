using ZohoCrm.Emulator.Api;
using ZohoCrm.Emulator.Http;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>What the accounts server answers to who asks for a token (protocol 4.2, 4.3).</summary>
internal sealed class TokenAnswer(CrmEmulator emulator)
{
    // Zoho answers most failures with 200 (protocol 4.3).
    public static void Fail(HttpResponse response, string error, int status = 200)
    {
        var json = response.BeginJson(status);
        json.WriteStartObject();
        json.WriteString("error", error);
        json.WriteEndObject();
    }

    public void Write(HttpResponse response, TokenOutcome outcome, AccessToken? token, string? newRefreshToken)
    {
        switch (outcome)
        {
            case TokenOutcome.Issued:
                Succeed(response, token!, newRefreshToken);
                break;
            case TokenOutcome.InvalidCode:
                Fail(response, "invalid_code");
                break;
            case TokenOutcome.InvalidRedirectUri:
                Fail(response, "invalid_redirect_uri");
                break;
            case TokenOutcome.AccessDenied:
                Fail(response, "access_denied");
                break;
            default:
                Throttle(response);
                break;
        }
    }

    public void Succeed(HttpResponse response, AccessToken token, string? newRefreshToken)
    {
        var settings = emulator.Settings;
        var seconds = (long)settings.AccessTokenLifetime.TotalSeconds;
        var json = response.BeginJson(200);
        json.WriteStartObject();
        json.WriteString("access_token", token.Value);
        if (newRefreshToken is not null)
        {
            json.WriteString("refresh_token", newRefreshToken);
        }

        if (settings.Contradictions.ExpiresInMilliseconds)
        {
            json.WriteNumber("expires_in_sec", seconds);
        }

        if (newRefreshToken is null)
        {
            json.WriteString("scope", (token.Scope?.Text ?? settings.Scopes).Replace(',', ' '));
        }

        json.WriteString("api_domain", emulator.BaseUri.GetLeftPart(UriPartial.Authority));
        json.WriteString("token_type", "Bearer");
        json.WriteNumber("expires_in", settings.Contradictions.ExpiresInMilliseconds ? seconds * 1000 : seconds);
        json.WriteEndObject();
    }

    private void Throttle(HttpResponse response)
    {
        var json = response.BeginJson((int)emulator.Settings.TokenThrottleStatus);
        json.WriteStartObject();
        json.WriteString("error_description", "You have made too many requests continuously. Please try again after some time.");
        json.WriteString("error", emulator.Settings.TokenThrottleError);
        json.WriteString("status", "failure");
        json.WriteEndObject();
    }
}
