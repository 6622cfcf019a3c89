using System.Security;

namespace ZohoLock;

/// <summary>A user who signs in in a browser on this machine, which then comes back to a loopback address (RFC 8252, with PKCE).</summary>
/// <param name="ClientId">The client id of the API console.</param>
/// <param name="ClientSecret">The client secret of the API console.</param>
/// <param name="Open">Opens the address in a browser; called once, from any thread.</param>
public sealed record BrowserCredential(string ClientId, SecureString ClientSecret, Action<Uri> Open)
    : OAuthClientCredential(ClientId, ClientSecret)
{
    /// <summary>The redirect URI if none is given.</summary>
    public static readonly Uri DefaultRedirectUri = new("http://localhost:8475/");

    /// <summary>A loopback address with a port, exactly as it is registered with the client.</summary>
    public Uri RedirectUri { get; init; } = DefaultRedirectUri;

    /// <summary>The scopes to ask for, comma-separated.</summary>
    public string Scope { get; init; } = DefaultScope;
}
