using System.Text;
using System.Text.Json;
using ZohoCrm.Emulator.Api;
using ZohoCrm.Emulator.Http;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>The accounts server: gives and revokes tokens (protocol 4.1 to 4.3).</summary>
internal sealed class TokenEndpoint(CrmEmulator emulator, TokenStore tokens)
{
    public void Answer(Route route, HttpRequest request, HttpResponse response)
    {
        if (route.Operation == Operation.Other)
        {
            Fail(response, "server error");
            return;
        }

        var parameters = Parameters(request);
        if (route.Operation == Operation.Revoke)
        {
            Revoke(response, parameters.GetValueOrDefault("token", ""));
            return;
        }

        if (parameters.GetValueOrDefault("client_id") != emulator.ClientId)
        {
            Fail(response, "invalid_client");
            return;
        }

        if (parameters.GetValueOrDefault("client_secret") != emulator.ClientSecret)
        {
            Fail(response, "invalid_client_secret");
            return;
        }

        switch (parameters.GetValueOrDefault("grant_type"))
        {
            case "refresh_token":
                Refresh(response, parameters.GetValueOrDefault("refresh_token", ""));
                break;
            case "authorization_code":
                Exchange(response, parameters);
                break;
            default:
                Fail(response, "unsupported_grant_type");
                break;
        }
    }

    private static Dictionary<string, string> Parameters(HttpRequest request)
    {
        List<KeyValuePair<string, string>> pairs = [.. request.QueryPairs];
        if (request.ContentType is { } contentType && IsForm(request.Bytes(contentType)))
        {
            UrlText.ReadForm(request.Body.Span, pairs);
        }

        var parameters = new Dictionary<string, string>();
        foreach (var (name, value) in pairs)
        {
            parameters.TryAdd(name, value);
        }

        return parameters;
    }

    private static bool IsForm(ReadOnlySpan<byte> contentType)
    {
        var form = "application/x-www-form-urlencoded"u8;
        return contentType.Length >= form.Length && Ascii.EqualsIgnoreCase(contentType[..form.Length], form);
    }

    private void Refresh(HttpResponse response, string refreshToken)
    {
        var outcome = tokens.Refresh(refreshToken, out var token);
        Write(response, outcome, token, newRefreshToken: null);
    }

    private void Exchange(HttpResponse response, Dictionary<string, string> parameters)
    {
        if (emulator.Settings.RedirectUri is { } redirect && parameters.GetValueOrDefault("redirect_uri") != redirect)
        {
            Fail(response, "invalid_redirect_uri");
            return;
        }

        var outcome = tokens.Exchange(parameters.GetValueOrDefault("code", ""), out var token, out var grant);
        Write(response, outcome, token, grant?.Token);
    }

    private void Write(HttpResponse response, TokenOutcome outcome, AccessToken? token, string? newRefreshToken)
    {
        switch (outcome)
        {
            case TokenOutcome.Issued:
                Succeed(response, token!, newRefreshToken);
                break;
            case TokenOutcome.InvalidCode:
                Fail(response, "invalid_code");
                break;
            case TokenOutcome.AccessDenied:
                Fail(response, "access_denied");
                break;
            default:
                Throttle(response);
                break;
        }
    }

    private void Succeed(HttpResponse response, AccessToken token, string? newRefreshToken)
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
            json.WriteString("scope", settings.Scopes.Replace(',', ' '));
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

    private void Revoke(HttpResponse response, string token)
    {
        if (!tokens.Revoke(token))
        {
            Fail(response, "invalid_code", 400);
            return;
        }

        var json = response.BeginJson(200);
        json.WriteStartObject();
        json.WriteString("status", "success");
        json.WriteEndObject();
    }

    // Zoho answers most failures with 200 (protocol 4.3).
    private static void Fail(HttpResponse response, string error, int status = 200)
    {
        Utf8JsonWriter json = response.BeginJson(status);
        json.WriteStartObject();
        json.WriteString("error", error);
        json.WriteEndObject();
    }
}
