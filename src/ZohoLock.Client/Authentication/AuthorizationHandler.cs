using System.Net;

namespace ZohoLock.Authentication;

/// <summary>
/// Gives each call the access token (header of protocol section 4.2). A token that the server no longer takes (401) is renewed, and the call,
/// which was turned away unprocessed, is sent again (docs/retries.md).
/// </summary>
internal sealed class AuthorizationHandler(IAccessTokenSource tokens, TimeProvider time) : DelegatingHandler
{
    private const string Header = "Authorization";
    private const int MaxAttemptsPerToken = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        AccessToken? refused = null;
        long refusedSince = 0;
        var attempts = 0;
        while (true)
        {
            var token = await WaitForAsync(tokens.GetAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
            request.Headers.Remove(Header);
            request.Headers.TryAddWithoutValidation(Header, token.Header);
            var sent = time.GetTimestamp();
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (!await IsRefusedAsync(response, cancellationToken).ConfigureAwait(false))
            {
                tokens.Confirm(token, sent);
                return response;
            }

            if (!ReferenceEquals(token, refused))
            {
                (refused, refusedSince, attempts) = (token, time.GetTimestamp(), 0);
            }

            if (!await MayRepeatAsync(token, ++attempts, refusedSince, cancellationToken).ConfigureAwait(false))
            {
                return response;
            }

            response.Dispose();
        }
    }

    // Renews the token, or, where it is new, waits until the server may know it.
    private async Task<bool> MayRepeatAsync(AccessToken refused, int attempts, long refusedSince, CancellationToken cancellationToken)
    {
        var isLast = attempts >= MaxAttemptsPerToken;

        // Where other calls are taken with the token meanwhile, no other one would help this call.
        if (!tokens.CanRenew || (isLast && refused.WasAcceptedSince(refusedSince)))
        {
            return false;
        }

        if (isLast || !refused.IsNew(time.GetUtcNow()))
        {
            var token = await WaitForAsync(tokens.RenewAsync(refused, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (isLast || !ReferenceEquals(token, refused))
            {
                return !ReferenceEquals(token, refused);
            }
        }

        await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        return true;
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
