using System.Security;

namespace ZohoLock;

/// <summary>A refresh token, which is used to request access tokens.</summary>
/// <param name="ClientId">The client id of the API console.</param>
/// <param name="ClientSecret">The client secret of the API console.</param>
/// <param name="RefreshToken">The refresh token.</param>
public sealed record RefreshTokenCredential(string ClientId, SecureString ClientSecret, SecureString RefreshToken)
    : OAuthClientCredential(ClientId, ClientSecret);
