using ZohoCrm.Emulator.Api;
using ZohoCrm.Emulator.Http;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>Gives tokens for a refresh token, for a code and to the client itself, and revokes them (protocol 4.1 to 4.3).</summary>
internal sealed class TokenEndpoint(CrmEmulator emulator, TokenStore tokens, OAuthClient client, TokenAnswer answer)
{
    public void Answer(Route route, OAuthParameters parameters, HttpResponse response)
    {
        if (client.Refuse(parameters) is { } refusal)
        {
            TokenAnswer.Fail(response, refusal);
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
            case "client_credentials" when route.Resource == ResourceOfClientCredentials:
                IssueToClient(response, parameters);
                break;
            default:
                TokenAnswer.Fail(response, "unsupported_grant_type");
                break;
        }
    }

    public void Revoke(OAuthParameters parameters, HttpResponse response)
    {
        if (!tokens.Revoke(parameters["token"] ?? ""))
        {
            TokenAnswer.Fail(response, "invalid_code", 400);
            return;
        }

        var json = response.BeginJson(200);
        json.WriteStartObject();
        json.WriteString("status", "success");
        json.WriteEndObject();
    }

    private Resource ResourceOfClientCredentials =>
        emulator.Settings.Contradictions.ClientCredentialsPath == ClientCredentialsPath.Token ? Resource.Token : Resource.Authorization;

    private void Refresh(HttpResponse response, string refreshToken)
    {
        var outcome = tokens.Refresh(refreshToken, out var token);
        answer.Write(response, outcome, token, newRefreshToken: null);
    }

    private void Exchange(HttpResponse response, OAuthParameters parameters)
    {
        var outcome = tokens.Exchange(
            parameters["code"] ?? "", parameters["redirect_uri"], parameters["code_verifier"], out var token, out var grant);
        answer.Write(response, outcome, token, grant?.RefreshToken);
    }

    private void IssueToClient(HttpResponse response, OAuthParameters parameters)
    {
        if (parameters["soid"] is not { } organization)
        {
            TokenAnswer.Fail(response, "missing_org_info");
        }
        else if (organization != $"ZohoCRM.{emulator.OrganizationId}")
        {
            TokenAnswer.Fail(response, "access_denied");
        }
        else if (client.Grant(parameters) is not { } scope)
        {
            TokenAnswer.Fail(response, "invalid_scope");
        }
        else
        {
            var outcome = tokens.IssueToClient(scope, out var token);
            answer.Write(response, outcome, token, newRefreshToken: null);
        }
    }
}
