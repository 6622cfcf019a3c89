namespace ZohoLock.Authentication.Grants;

/// <summary>The refresh token grant (protocol section 4.1).</summary>
internal sealed class RefreshTokenGrant(OAuthClient client, Secret refreshToken) : ITokenGrant
{
    public Secret RefreshToken => refreshToken;

    public IReadOnlyDictionary<string, string> CreateForm() => client.CreateForm("refresh_token", ("refresh_token", refreshToken.Reveal()));

    public Task<TokenResponse> RequestAsync(TokenEndpoint endpoint, CancellationToken cancellationToken) =>
        endpoint.RequestAsync(TokenEndpoint.TokenPath, CreateForm(), cancellationToken);

    public void Dispose()
    {
        refreshToken.Dispose();
        client.Dispose();
    }
}
