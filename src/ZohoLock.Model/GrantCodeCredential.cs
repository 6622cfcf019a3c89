using System.Security;

namespace ZohoLock;

/// <summary>The grant code of a self client: the API console generates it, it lives for minutes, and is exchanged once for a refresh token.</summary>
/// <param name="ClientId">The client id of the API console.</param>
/// <param name="ClientSecret">The client secret of the API console.</param>
/// <param name="GrantCode">The grant code.</param>
public sealed record GrantCodeCredential(string ClientId, SecureString ClientSecret, SecureString GrantCode)
    : OAuthClientCredential(ClientId, ClientSecret)
{
    /// <summary>The redirect URI that the code was made for; null for a self client's, which has none.</summary>
    public Uri? RedirectUri { get; init; }
}
