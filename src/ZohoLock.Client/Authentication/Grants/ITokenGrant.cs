namespace ZohoLock.Authentication.Grants;

/// <summary>A grant that can issue access tokens repeatedly.</summary>
internal interface ITokenGrant : IDisposable
{
    /// <summary>The refresh token; null if the grant has none.</summary>
    Secret? RefreshToken { get; }

    /// <summary>Creates the form of a token request.</summary>
    IReadOnlyDictionary<string, string> CreateForm();

    /// <summary>Requests an access token.</summary>
    /// <exception cref="ZohoException">Zoho refuses, throttles, or can't be reached.</exception>
    Task<TokenResponse> RequestAsync(TokenEndpoint endpoint, CancellationToken cancellationToken);
}
