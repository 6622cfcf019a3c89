using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>A browser's request for authorization (protocol 4.1).</summary>
internal sealed record AuthorizationRequest(string RedirectUri, ScopeSet Scope)
{
    public string? State { get; private init; }

    /// <summary>Whether a refresh token is requested: <c>access_type=offline</c>.</summary>
    public bool IsOffline { get; private init; }

    /// <summary>Whether the user must consent again: <c>prompt=consent</c>.</summary>
    public bool AsksForConsent { get; private init; }

    public CodeChallenge? Challenge { get; private init; }

    /// <summary>Reads the parameters; <paramref name="problem"/> says what is wrong with them.</summary>
    public static bool TryRead(
        OAuthParameters parameters,
        OAuthClient client,
        string? registeredRedirect,
        [NotNullWhen(true)] out AuthorizationRequest? request,
        [NotNullWhen(false)] out string? problem)
    {
        request = null;
        problem = null;
        if (!client.IsNamedIn(parameters))
        {
            problem = "There is no such client (client_id).";
        }
        else if (parameters["response_type"] != "code")
        {
            problem = "The response type must be code (response_type).";
        }
        else if (parameters["redirect_uri"] is not { } redirect || !MayRedirectTo(redirect, registeredRedirect))
        {
            problem = "The redirect URI is not one of the client's (redirect_uri).";
        }
        else if (client.Grant(parameters) is not { } scope)
        {
            problem = "The client has none of the scopes asked for (scope).";
        }
        else if (parameters["code_challenge_method"] is not (null or "plain" or "S256"))
        {
            problem = "The method of the code challenge must be S256 or plain (code_challenge_method).";
        }
        else
        {
            request = new(redirect, scope)
            {
                State = parameters["state"],
                IsOffline = parameters["access_type"] == "offline",
                AsksForConsent = parameters["prompt"] == "consent",
                Challenge = parameters["code_challenge"] is { } challenge
                    ? new(challenge, parameters["code_challenge_method"] == "S256")
                    : null,
            };
        }

        return request is not null;
    }

    /// <summary>Adds parameters and the state to the redirect URI.</summary>
    public string CreateRedirect(params (string Name, string Value)[] parameters)
    {
        var target = new StringBuilder(new Uri(RedirectUri).AbsoluteUri);
        var separator = RedirectUri.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in State is null ? parameters : [.. parameters, ("state", State)])
        {
            target.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return target.ToString();
    }

    private static bool MayRedirectTo(string redirect, string? registered) =>
        Uri.TryCreate(redirect, UriKind.Absolute, out var uri)
        && uri.Fragment.Length == 0
        && (registered is null ? IsLoopback(uri) && uri.Scheme is "http" or "https" : redirect == registered);

    // On .NET 8, IsLoopback only knows localhost in lower case.
    private static bool IsLoopback(Uri uri) => uri.IsLoopback || string.Equals(uri.Host, "localhost", StringComparison.OrdinalIgnoreCase);
}
