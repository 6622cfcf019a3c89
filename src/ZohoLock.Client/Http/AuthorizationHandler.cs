using System.Net;
using System.Net.Http.Headers;
using ZohoLock.Authentication;

namespace ZohoLock.Http;

/// <summary>
/// Gives each call the access token (header of protocol section 4.2). A token that the server no longer takes (401) is renewed, and the call,
/// which was turned away unprocessed, is sent once more.
/// </summary>
internal sealed class AuthorizationHandler(IAccessTokenSource tokens) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(cancellationToken).ConfigureAwait(false);
        var response = await SendAsync(request, token, cancellationToken).ConfigureAwait(false);
        if (!tokens.CanRenew || !await IsStaleTokenAsync(response, cancellationToken).ConfigureAwait(false))
        {
            return response;
        }

        response.Dispose();
        token = await tokens.RenewAsync(token, cancellationToken).ConfigureAwait(false);
        return await SendAsync(request, token, cancellationToken).ConfigureAwait(false);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, AccessToken token, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Zoho-oauthtoken", token.Value);
        return base.SendAsync(request, cancellationToken);
    }

    // A missing scope is a 401 too, and no new token of the same refresh token would have it.
    private static async Task<bool> IsStaleTokenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return false;
        }

        // As bytes: a proxy's page may be in a charset that .NET doesn't know.
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return body.AsSpan().IndexOf("OAUTH_SCOPE_MISMATCH"u8) < 0;
    }
}
