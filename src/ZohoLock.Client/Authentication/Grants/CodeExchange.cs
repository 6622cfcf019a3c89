namespace ZohoLock.Authentication.Grants;

/// <summary>Exchanges a grant code for tokens (protocol section 4.1), without retries: a code can be used once.</summary>
internal static class CodeExchange
{
    public static Task<TokenResponse> RequestAsync(
        OAuthClient client, TokenEndpoint endpoint, Secret code, Uri? redirectUri, string? verifier, CancellationToken cancellationToken) =>
        endpoint.RequestOnceAsync(
            TokenEndpoint.TokenPath,
            client.CreateForm(
                "authorization_code", ("code", code.Reveal()), ("redirect_uri", redirectUri?.OriginalString), ("code_verifier", verifier)),
            cancellationToken);
}
