using System.Security;

namespace ZohoLock;

/// <summary>A user who signs in on any device by entering a code that is shown here.</summary>
/// <param name="ClientId">The client id of the API console.</param>
/// <param name="ClientSecret">The client secret of the API console.</param>
/// <param name="Show">Shows the code and the page to enter it on; called once, from any thread.</param>
public sealed record DeviceCodeCredential(string ClientId, SecureString ClientSecret, Action<DeviceCode> Show)
    : OAuthClientCredential(ClientId, ClientSecret)
{
    /// <summary>The scopes to request, comma-separated.</summary>
    public string Scope { get; init; } = DefaultScope;
}
