using System.Security;

namespace ZohoLock;

/// <summary>The client acts on its own behalf for one organisation (client credentials grant); there is no refresh token.</summary>
/// <param name="ClientId">The client id of the API console.</param>
/// <param name="ClientSecret">The client secret of the API console.</param>
/// <param name="OrganizationId">The organisation's id: digits.</param>
public sealed record ClientCredentials(string ClientId, SecureString ClientSecret, string OrganizationId)
    : OAuthClientCredential(ClientId, ClientSecret)
{
    /// <summary>The scopes to request, comma-separated.</summary>
    public string Scope { get; init; } = DefaultScope;
}
