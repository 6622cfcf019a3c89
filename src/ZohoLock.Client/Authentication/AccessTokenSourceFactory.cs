using ZohoLock.Authentication.Caching;
using ZohoLock.Authentication.Grants;
using ZohoLock.Transport;

namespace ZohoLock.Authentication;

/// <summary>Creates a connection's access token source for its credential.</summary>
internal static class AccessTokenSourceFactory
{
    /// <summary>Creates the source for <paramref name="options"/>, after the user has signed in if that is needed.</summary>
    /// <exception cref="ZohoException">A value is missing, or the user or Zoho refused.</exception>
    public static async Task<IAccessTokenSource> CreateAsync(ConnectionOptions options, TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (options.Credential is AccessTokenCredential { AccessToken: var accessToken })
        {
            using var secret = new Secret(accessToken, nameof(AccessTokenCredential.AccessToken));
            endpoint.Redactor.Add(secret.Reveal());
            return new FixedTokenSource(new AccessToken(secret.Reveal()), endpoint);
        }

        var client = new OAuthClient((OAuthClientCredential)options.Credential);
        try
        {
            return await CreateAsync(options, client, endpoint, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private static async Task<IAccessTokenSource> CreateAsync(
        ConnectionOptions options, OAuthClient client, TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        var allowOtherDataCenter = options.AccountsUri is null;
        var requestedAt = TimeProvider.System.GetUtcNow();
        switch (options.Credential)
        {
            case RefreshTokenCredential refresh:
                return CreateRenewing(options, new RefreshTokenGrant(client, new Secret(refresh.RefreshToken, nameof(refresh.RefreshToken))), endpoint);

            case ClientCredentials own:
                return CreateRenewing(options, new ClientCredentialsGrant(client, RequireOrganizationId(own.OrganizationId), own.Scope), endpoint);

            case GrantCodeCredential { RedirectUri: { } address }
                when AddressErrors.FindMissingScheme(address, Uri.UriSchemeHttps, "InvalidRedirectUri", "the redirect URI", "RedirectUri") is { } error:
                throw new ZohoException(error);

            case GrantCodeCredential given:
                using (var code = new Secret(given.GrantCode, nameof(given.GrantCode)))
                {
                    var response = await CodeExchange.RequestAsync(client, endpoint, code, given.RedirectUri, verifier: null, cancellationToken)
                        .ConfigureAwait(false);
                    return await UseAsync(options, client, (response, endpoint), requestedAt, cancellationToken).ConfigureAwait(false);
                }

            case DeviceCodeCredential device:
                var entered = await new DeviceFlow(device, client, allowOtherDataCenter, TimeProvider.System).RunAsync(endpoint, cancellationToken).ConfigureAwait(false);
                return await UseAsync(options, client, entered, TimeProvider.System.GetUtcNow(), cancellationToken).ConfigureAwait(false);

            case BrowserCredential browser:
                var signedIn = await new BrowserFlow(browser, client, allowOtherDataCenter).RunAsync(endpoint, cancellationToken).ConfigureAwait(false);
                return await UseAsync(options, client, signedIn, TimeProvider.System.GetUtcNow(), cancellationToken).ConfigureAwait(false);

            default:
                throw new ArgumentException($"There is no way in with {options.Credential}.", nameof(options));
        }
    }

    // A sign-in returns an access token and usually a refresh token; without one, the access token can't be renewed.
    private static async Task<IAccessTokenSource> UseAsync(
        ConnectionOptions options,
        OAuthClient client,
        (TokenResponse Response, TokenEndpoint Endpoint) signedIn,
        DateTimeOffset requestedAt,
        CancellationToken cancellationToken)
    {
        var token = AccessToken.From(signedIn.Response, requestedAt, previous: null);
        if (signedIn.Response.RefreshToken is not { Length: > 0 } refreshToken)
        {
            client.Dispose();
            return new FixedTokenSource(token, signedIn.Endpoint);
        }

        var source = CreateRenewing(options, new RefreshTokenGrant(client, new Secret(refreshToken, nameof(signedIn.Response.RefreshToken))), signedIn.Endpoint);
        await source.UseAsync(token, cancellationToken).ConfigureAwait(false);
        return source;
    }

    private static RenewingTokenSource CreateRenewing(ConnectionOptions options, ITokenGrant grant, TokenEndpoint endpoint)
    {
        var cache = options.TokenCachePath is { } folder ? new TokenCache(folder, grant, endpoint.Accounts) : null;
        endpoint.RedactForm(grant.CreateForm());
        return new(grant, endpoint, cache, TimeProvider.System);
    }

    private static string RequireOrganizationId(string organizationId) =>
        organizationId is { Length: > 0 } && organizationId.All(char.IsAsciiDigit)
            ? organizationId
            : throw new ZohoException(ZohoError.Input(
                "InvalidOrganizationId",
                $"'{organizationId}' is no organisation's id: it has digits only",
                "Setup > Developer Hub > APIs and SDKs shows the organisation's id."));
}
