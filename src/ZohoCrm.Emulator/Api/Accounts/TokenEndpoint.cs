using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Api.Routing;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.OAuth;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Accounts;

/// <summary>Issues tokens for refresh tokens, grant codes and client credentials, and revokes tokens (protocol 4.1 to 4.3).</summary>
internal sealed class TokenEndpoint(CrmOrganization organization, OAuthClient client, TokenStore tokens, TokenResponse tokenResponse)
{
    public void Answer(Route route, OAuthParameters parameters, HttpResponse response)
    {
        if (client.Authenticate(parameters) is { } error)
        {
            TokenResponse.WriteError(response, error);
            return;
        }

        switch (parameters["grant_type"])
        {
            case "refresh_token" when route.Resource == Resource.Token:
                Refresh(response, parameters["refresh_token"] ?? "");
                break;
            case "authorization_code" when route.Resource == Resource.Token:
                Exchange(response, parameters);
                break;
            case "client_credentials" when route.Resource == ClientCredentialsResource:
                IssueForClient(response, parameters);
                break;
            default:
                TokenResponse.WriteError(response, "unsupported_grant_type");
                break;
        }
    }

    public void Revoke(OAuthParameters parameters, HttpResponse response)
    {
        if (!tokens.Revoke(parameters["token"] ?? ""))
        {
            TokenResponse.WriteError(response, "invalid_code", 400);
            return;
        }

        var json = response.BeginJson(200);
        json.WriteStartObject();
        json.WriteString("status", "success");
        json.WriteEndObject();
    }

    private Resource ClientCredentialsResource =>
        organization.Settings.Contradictions.ClientCredentialsPath == ClientCredentialsPath.Token ? Resource.Token : Resource.Authorization;

    private void Refresh(HttpResponse response, string refreshToken)
    {
        var outcome = tokens.Refresh(refreshToken, out var token);
        tokenResponse.Write(response, outcome, token, newRefreshToken: null);
    }

    private void Exchange(HttpResponse response, OAuthParameters parameters)
    {
        var outcome = tokens.Exchange(
            parameters["code"] ?? "", parameters["redirect_uri"], parameters["code_verifier"], out var token, out var grant);
        tokenResponse.Write(response, outcome, token, grant?.RefreshToken);
    }

    private void IssueForClient(HttpResponse response, OAuthParameters parameters)
    {
        if (parameters["soid"] is not { } soid)
        {
            TokenResponse.WriteError(response, "missing_org_info");
        }
        else if (soid != $"ZohoCRM.{organization.Id}")
        {
            TokenResponse.WriteError(response, "access_denied");
        }
        else if (client.Grant(parameters) is not { } scope)
        {
            TokenResponse.WriteError(response, "invalid_scope");
        }
        else
        {
            var outcome = tokens.IssueToClient(scope, out var token);
            tokenResponse.Write(response, outcome, token, newRefreshToken: null);
        }
    }
}
