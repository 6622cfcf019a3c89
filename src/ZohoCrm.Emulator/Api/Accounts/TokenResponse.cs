using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.OAuth;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Accounts;

/// <summary>The response to a token request (protocol 4.2 and 4.3).</summary>
internal sealed class TokenResponse(EmulatorSettings settings, LoopbackAddress address)
{
    /// <summary>Writes an error. Zoho answers most errors with status 200 (protocol 4.3).</summary>
    public static void WriteError(HttpResponse response, string error, int status = 200)
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
                WriteToken(response, token!, newRefreshToken);
                break;
            case TokenOutcome.Throttled:
                WriteThrottled(response);
                break;
            default:
                WriteError(response, outcome switch
                {
                    TokenOutcome.InvalidRedirectUri => "invalid_redirect_uri",
                    TokenOutcome.AccessDenied => "access_denied",
                    _ => "invalid_code",
                });
                break;
        }
    }

    public void WriteToken(HttpResponse response, AccessToken token, string? newRefreshToken)
    {
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

        json.WriteString("api_domain", address.Origin);
        json.WriteString("token_type", "Bearer");
        json.WriteNumber("expires_in", settings.Contradictions.ExpiresInMilliseconds ? seconds * 1000 : seconds);
        json.WriteEndObject();
    }

    private void WriteThrottled(HttpResponse response)
    {
        var json = response.BeginJson((int)settings.TokenThrottleStatus);
        json.WriteStartObject();
        json.WriteString("error_description", "You have made too many requests continuously. Please try again after some time.");
        json.WriteString("error", settings.TokenThrottleError);
        json.WriteString("status", "failure");
        json.WriteEndObject();
    }
}
