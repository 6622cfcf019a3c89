using System.Security;

namespace ZohoLock;

/// <summary>An access token from elsewhere; it is valid for an hour and can't be renewed.</summary>
/// <param name="AccessToken">The access token.</param>
public sealed record AccessTokenCredential(SecureString AccessToken) : Credential;
