using System.Net;
using ZohoLock.Throttling;

namespace ZohoLock.Authentication;

/// <summary>
/// Adds the access token to each call (header of protocol section 4.2). If the server refuses it (401), the token is renewed and the call,
/// which was not processed, is sent again (docs/retries.md).
/// </summary>
internal sealed class AuthorizationHandler(IAccessTokenSource tokens, CallLimiter limiter, TimeProvider time) : DelegatingHandler
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
            if (limiter.IsPaused)
            {
                throw new CallsPausedException();
            }

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

    // Renews the token, or waits if it is so new that servers may not know it yet.
    private async Task<bool> MayRepeatAsync(AccessToken refused, int attempts, long refusedSince, CancellationToken cancellationToken)
    {
        var isLast = attempts >= MaxAttemptsPerToken;

        // If other calls are accepted with the same token, a new token wouldn't help this call.
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

    // A missing scope is a 401 too, but a new token would have the same scopes.
    private static async Task<bool> IsRefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return false;
        }

        // Read as bytes, because a proxy's page may use a charset that .NET doesn't support.
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return body.AsSpan().IndexOf("OAUTH_SCOPE_MISMATCH"u8) < 0;
    }
}
