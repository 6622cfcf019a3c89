using System.Security;

namespace ZohoLock;

/// <summary>A user who signs in on any device and enters a code there that is shown here.</summary>
/// <param name="ClientId">The client id of the API console.</param>
/// <param name="ClientSecret">The client secret of the API console.</param>
/// <param name="Show">Shows the code and where to enter it; called once, from any thread.</param>
public sealed record DeviceCodeCredential(string ClientId, SecureString ClientSecret, Action<DeviceCode> Show)
    : OAuthClientCredential(ClientId, ClientSecret)
{
    /// <summary>The scopes to ask for, comma-separated.</summary>
    public string Scope { get; init; } = DefaultScope;
}
