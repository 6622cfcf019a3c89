using System.Security;

namespace ZohoLock;

/// <summary>
/// The grant code of a self client: generated in the API console, valid for minutes, and exchanged once for a refresh token.
/// </summary>
/// <param name="ClientId">The client id of the API console.</param>
/// <param name="ClientSecret">The client secret of the API console.</param>
/// <param name="GrantCode">The grant code.</param>
public sealed record GrantCodeCredential(string ClientId, SecureString ClientSecret, SecureString GrantCode)
    : OAuthClientCredential(ClientId, ClientSecret)
{
    /// <summary>The redirect URI of the code; null for a self client, which has none.</summary>
    public Uri? RedirectUri { get; init; }
}
