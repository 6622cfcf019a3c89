using System.Net;
using ZohoLock.Authentication;

namespace ZohoLock.Http;

/// <summary>
/// Gives each call the access token (header of protocol section 4.2). A token that the server no longer takes (401) is renewed, and the call,
/// which was turned away unprocessed, is sent again.
/// </summary>
internal sealed class AuthorizationHandler(IAccessTokenSource tokens, TimeProvider time) : DelegatingHandler
{
    private const string Header = "Authorization";
    private const int PatienceWithNewToken = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var refusals = 0; ; refusals++)
        {
            var token = await WaitForAsync(tokens.GetAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
            ((ApiRequest)request).Token = token;
            request.Headers.Remove(Header);
            request.Headers.TryAddWithoutValidation(Header, token.Header);
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (!await IsRefusedAsync(response, cancellationToken).ConfigureAwait(false))
            {
                token.WasTaken = true;
                return response;
            }

            // A token that has only just replaced another can hardly have ended: asking for one more would come closer to the ten that Zoho gives
            // in ten minutes.
            var isNew = token.IsNew(time.GetUtcNow());
            if (!tokens.CanRenew || (isNew && refusals >= PatienceWithNewToken && !token.WasTaken) || refusals > PatienceWithNewToken)
            {
                return response;
            }

            response.Dispose();
            if (isNew && refusals < PatienceWithNewToken)
            {
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await WaitForAsync(tokens.RenewAsync(token, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async ValueTask<AccessToken> WaitForAsync(ValueTask<AccessToken> token, CancellationToken cancellationToken)
    {
        try
        {
            return await token.ConfigureAwait(false);
        }
        catch (OperationCanceledException end) when (cancellationToken.IsCancellationRequested)
        {
            throw new TokenAwaitedException(end);
        }
    }

    // A missing scope is a 401 too, and no new token of the same refresh token would have it.
    private static async Task<bool> IsRefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
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
