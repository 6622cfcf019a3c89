using ZohoLock.Authentication.Caching;
using ZohoLock.Authentication.Grants;
using ZohoLock.Transport;

namespace ZohoLock.Authentication;

/// <summary>Creates a connection's access token source for its credential.</summary>
/// <param name="options">The connection's options.</param>
/// <param name="endpoint">The token endpoint of the options' accounts host.</param>
/// <param name="time">The clock of everything that the source does.</param>
internal sealed class AccessTokenSourceFactory(ConnectionOptions options, TokenEndpoint endpoint, TimeProvider time)
{
    private bool AllowOtherDataCenter => options.AccountsUri is null;

    /// <summary>Creates the source, after the user has signed in if that is needed.</summary>
    /// <exception cref="ZohoException">A value is missing, or the user or Zoho refused.</exception>
    public async Task<IAccessTokenSource> CreateAsync(CancellationToken cancellationToken)
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
            return await CreateAsync(client, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private async Task<IAccessTokenSource> CreateAsync(OAuthClient client, CancellationToken cancellationToken)
    {
        switch (options.Credential)
        {
            case RefreshTokenCredential refresh:
                return CreateRenewing(new RefreshTokenGrant(client, new Secret(refresh.RefreshToken, nameof(refresh.RefreshToken))), endpoint);

            case ClientCredentials own:
                return CreateRenewing(new ClientCredentialsGrant(client, RequireOrganizationId(own.OrganizationId), own.Scope), endpoint);

            case GrantCodeCredential { RedirectUri: { } address }
                when AddressErrors.FindMissingScheme(address, Uri.UriSchemeHttps, "InvalidRedirectUri", "the redirect URI", "RedirectUri") is { } error:
                throw new ZohoException(error);

            case GrantCodeCredential given:
                using (var code = new Secret(given.GrantCode, nameof(given.GrantCode)))
                {
                    var requestedAt = time.GetUtcNow();
                    var response = await CodeExchange.RequestAsync(client, endpoint, code, given.RedirectUri, verifier: null, cancellationToken)
                        .ConfigureAwait(false);
                    return await UseAsync(client, (response, endpoint), requestedAt, cancellationToken).ConfigureAwait(false);
                }

            case DeviceCodeCredential device:
                var entered = await new DeviceFlow(device, client, AllowOtherDataCenter, time).RunAsync(endpoint, cancellationToken).ConfigureAwait(false);
                return await UseAsync(client, entered, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);

            case BrowserCredential browser:
                var signedIn = await new BrowserFlow(browser, client, AllowOtherDataCenter, time).RunAsync(endpoint, cancellationToken).ConfigureAwait(false);
                return await UseAsync(client, signedIn, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);

            default:
                throw new NotSupportedException($"There is no way in with {options.Credential}.");
        }
    }

    // A sign-in returns an access token and usually a refresh token; without one, the access token can't be renewed.
    private async Task<IAccessTokenSource> UseAsync(
        OAuthClient client, (TokenResponse Response, TokenEndpoint Endpoint) signedIn, DateTimeOffset requestedAt, CancellationToken cancellationToken)
    {
        var token = AccessToken.From(signedIn.Response, requestedAt, previous: null);
        if (signedIn.Response.RefreshToken is not { Length: > 0 } refreshToken)
        {
            client.Dispose();
            return new FixedTokenSource(token, signedIn.Endpoint);
        }

        var source = CreateRenewing(new RefreshTokenGrant(client, new Secret(refreshToken, nameof(signedIn.Response.RefreshToken))), signedIn.Endpoint);
        await source.UseAsync(token, cancellationToken).ConfigureAwait(false);
        return source;
    }

    // A sign-in may have ended at another accounts host than it began at.
    private RenewingTokenSource CreateRenewing(ITokenGrant grant, TokenEndpoint home)
    {
        var cache = options.TokenCachePath is { } folder ? new TokenCache(folder, grant, home.Accounts, time) : null;
        home.RedactForm(grant.CreateForm());
        return new(grant, home, cache, time);
    }

    private static string RequireOrganizationId(string organizationId) =>
        organizationId is { Length: > 0 } && organizationId.All(char.IsAsciiDigit)
            ? organizationId
            : throw new ZohoException(ZohoError.Input(
                "InvalidOrganizationId",
                $"'{organizationId}' is no organisation's id: it has digits only",
                "Setup > Developer Hub > APIs and SDKs shows the organisation's id."));
}
