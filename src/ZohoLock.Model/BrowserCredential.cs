using System.Security;

namespace ZohoLock;

/// <summary>
/// A user who signs in with a browser on this machine; the browser is redirected to a loopback address (RFC 8252, with PKCE).
/// </summary>
/// <param name="ClientId">The client id of the API console.</param>
/// <param name="ClientSecret">The client secret of the API console.</param>
/// <param name="Open">Opens the address in a browser; called once, from any thread.</param>
public sealed record BrowserCredential(string ClientId, SecureString ClientSecret, Action<Uri> Open)
    : OAuthClientCredential(ClientId, ClientSecret)
{
    /// <summary>The default redirect URI.</summary>
    public static readonly Uri DefaultRedirectUri = new("http://localhost:8475/");

    /// <summary>A loopback address with a port, exactly as registered with the client.</summary>
    public Uri RedirectUri { get; init; } = DefaultRedirectUri;

    /// <summary>The scopes to request, comma-separated.</summary>
    public string Scope { get; init; } = DefaultScope;
}
