using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.OAuth;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Accounts;

/// <summary>Asks the user for consent, and redirects the browser with a code or an error (protocol 4.1).</summary>
internal sealed class AuthorizeEndpoint(
    CrmOrganization organization, OAuthClient client, TokenStore tokens, LoopbackAddress address)
{
    private readonly EmulatorSettings _settings = organization.Settings;

    /// <summary>Shows the consent page, or decides for the user, as <see cref="EmulatorSettings.Consent"/> says.</summary>
    public void Ask(OAuthParameters parameters, HttpResponse response)
    {
        if (Read(parameters, response) is not { } request)
        {
            return;
        }

        switch (_settings.Consent)
        {
            case Consent.Accept:
                Accept(request, response);
                break;
            case Consent.Reject:
                Reject(request, response);
                break;
            case var consent:
                ConsentPage.Write(response, parameters, request.Scope, acceptsItself: consent == Consent.PageAcceptsItself);
                break;
        }
    }

    /// <summary>Handles the user's decision on the page.</summary>
    public void Decide(OAuthParameters parameters, HttpResponse response)
    {
        if (Read(parameters, response) is not { } request)
        {
            return;
        }

        switch (AccountsPage.GetDecision(parameters))
        {
            case true:
                Accept(request, response);
                break;
            case false:
                Reject(request, response);
                break;
            default:
                AccountsPage.WriteProblem(response, "The page was sent without a decision.");
                break;
        }
    }

    private AuthorizationRequest? Read(OAuthParameters parameters, HttpResponse response)
    {
        if (!AuthorizationRequest.TryRead(parameters, client, _settings.RedirectUri, out var request, out var problem))
        {
            AccountsPage.WriteProblem(response, problem);
        }

        return request;
    }

    private void Accept(AuthorizationRequest request, HttpResponse response)
    {
        var server = (_settings.AccountsServer ?? address.BaseUri).GetLeftPart(UriPartial.Authority);
        Redirect(response, request.CreateRedirect(
            ("code", tokens.CreateCode(organization.User, request)), ("location", _settings.Location), ("accounts-server", server)));
    }

    private static void Reject(AuthorizationRequest request, HttpResponse response) =>
        Redirect(response, request.CreateRedirect(("error", "access_denied")));

    private static void Redirect(HttpResponse response, string target)
    {
        response.Status = 302;
        response.Headers.Append("Location: "u8);
        response.Headers.Append(target);
        response.Headers.Append("\r\n"u8);
    }
}
