using ZohoCrm.Emulator.Http;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>Asks the user for consent, and sends the browser back with a code or without (protocol 4.1).</summary>
internal sealed class AuthorizeEndpoint(CrmEmulator emulator, TokenStore tokens, OAuthClient client)
{
    /// <summary>Asks, or decides for the user, as the settings have it.</summary>
    public void Ask(OAuthParameters parameters, HttpResponse response)
    {
        if (Read(parameters, response) is not { } request)
        {
            return;
        }

        switch (emulator.Settings.Consent)
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

    /// <summary>Takes the user's decision from the page.</summary>
    public void Decide(OAuthParameters parameters, HttpResponse response)
    {
        if (Read(parameters, response) is not { } request)
        {
            return;
        }

        switch (AccountsPage.Decision(parameters))
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
        if (!AuthorizationRequest.TryRead(parameters, client, emulator.Settings.RedirectUri, out var request, out var problem))
        {
            AccountsPage.WriteProblem(response, problem);
        }

        return request;
    }

    private void Accept(AuthorizationRequest request, HttpResponse response)
    {
        var server = (emulator.Settings.AccountsServer ?? emulator.BaseUri).GetLeftPart(UriPartial.Authority);
        Redirect(response, request.RedirectWith(
            ("code", tokens.CreateCode(emulator.User, request)), ("location", emulator.Settings.Location), ("accounts-server", server)));
    }

    private static void Reject(AuthorizationRequest request, HttpResponse response) =>
        Redirect(response, request.RedirectWith(("error", "access_denied")));

    private static void Redirect(HttpResponse response, string target)
    {
        response.Status = 302;
        response.Headers.Append("Location: "u8);
        response.Headers.Append(target);
        response.Headers.Append("\r\n"u8);
    }
}
