using System.Net;
using System.Security;

namespace ZohoLock.Authentication;

/// <summary>Chooses where the access token comes from by what was given.</summary>
internal static class AccessTokenSource
{
    /// <summary>The source for <paramref name="options"/>.</summary>
    /// <exception cref="ZohoException">Something is missing.</exception>
    public static IAccessTokenSource Create(ConnectionOptions options, TokenEndpoint endpoint) => options switch
    {
        { AccessToken: { } accessToken, RefreshToken: null } when IsGiven(accessToken) => new FixedTokenSource(
            new Secret(accessToken, nameof(options.AccessToken)), endpoint),
        { AccessToken: null, ClientId: { } clientId, ClientSecret: { } clientSecret, RefreshToken: { } refreshToken }
            when !string.IsNullOrWhiteSpace(clientId) && IsGiven(clientSecret) && IsGiven(refreshToken) => new RefreshTokenSource(
            clientId.Trim(),
            new Secret(clientSecret, nameof(options.ClientSecret)),
            new Secret(refreshToken, nameof(options.RefreshToken)),
            endpoint,
            TimeProvider.System),
        _ => throw new ZohoException(ZohoError.Input(
            "IncompleteCredentials",
            "the connection needs an access token, or a client id, a client secret and a refresh token; one of them is missing or empty",
            "Give either -AccessToken, or all of -ClientId, -ClientSecret and -RefreshToken.")),
    };

    private static bool IsGiven(SecureString secret) => !string.IsNullOrWhiteSpace(new NetworkCredential(string.Empty, secret).Password);
}
