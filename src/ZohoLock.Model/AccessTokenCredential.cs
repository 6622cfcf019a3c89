using System.Security;

namespace ZohoLock;

/// <summary>An access token that was had elsewhere; it lives for an hour and is not renewed.</summary>
/// <param name="AccessToken">The access token.</param>
public sealed record AccessTokenCredential(SecureString AccessToken) : Credential;
