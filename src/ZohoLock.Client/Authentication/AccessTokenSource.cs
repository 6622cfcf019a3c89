namespace ZohoLock.Authentication;

/// <summary>Chooses where the access token comes from by what was given.</summary>
internal static class AccessTokenSource
{
    /// <summary>The source for <paramref name="options"/>.</summary>
    /// <exception cref="ZohoException">Something is missing.</exception>
    public static IAccessTokenSource Create(ConnectionOptions options, TokenEndpoint endpoint) => options switch
    {
        { AccessToken.Length: > 0, RefreshToken: null } => new FixedTokenSource(
            new Secret(options.AccessToken, nameof(options.AccessToken)), endpoint),
        { AccessToken: null, ClientId.Length: > 0, ClientSecret.Length: > 0, RefreshToken.Length: > 0 } => new RefreshTokenSource(
            options.ClientId.Trim(),
            new Secret(options.ClientSecret, nameof(options.ClientSecret)),
            new Secret(options.RefreshToken, nameof(options.RefreshToken)),
            endpoint,
            TimeProvider.System),
        _ => throw new ZohoException(ZohoError.Input(
            "IncompleteCredentials",
            "the connection needs an access token, or a client id, a client secret and a refresh token; one of them is missing or empty",
            "Give either -AccessToken, or all of -ClientId, -ClientSecret and -RefreshToken.")),
    };
}
