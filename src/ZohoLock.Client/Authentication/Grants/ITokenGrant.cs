namespace ZohoLock.Authentication.Grants;

/// <summary>A grant that gives access tokens again and again.</summary>
internal interface ITokenGrant : IDisposable
{
    /// <summary>The refresh token; null if the grant has none.</summary>
    Secret? RefreshToken { get; }

    /// <summary>The form that it is asked with.</summary>
    IReadOnlyDictionary<string, string> CreateForm();

    /// <summary>Asks for a new access token.</summary>
    /// <exception cref="ZohoException">Zoho refuses, throttles, or can't be reached.</exception>
    Task<TokenResponse> RequestAsync(TokenEndpoint endpoint, CancellationToken cancellationToken);
}
