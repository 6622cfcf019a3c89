using System.Net;
using ZohoLock.Diagnostics;
using ZohoLock.Throttling;
using ZohoLock.Transport;

namespace ZohoLock.Authentication;

/// <summary>
/// Adds the access token to each call (header of protocol section 4.2). If the server refuses it (401), the token is renewed and the call,
/// which was not processed, is sent again (docs/retries.md).
/// </summary>
internal sealed class AuthorizationHandler(IAccessTokenSource tokens, CallLimiter limiter, TimeProvider time, ConnectionTrace trace) : DelegatingHandler
{
    /// <summary>The pause before a new token, which servers may not know yet, is tried again.</summary>
    public static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromMilliseconds(200);

    private const string Header = "Authorization";
    private const int MaxAttemptsPerToken = 3;

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
            if (!IsRefused(response))
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
            var isReplaced = !ReferenceEquals(await RenewAsync(refused, cancellationToken).ConfigureAwait(false), refused);
            if (isReplaced)
            {
                trace.Retry(TokenErrors.Refused, TimeSpan.Zero);
            }

            if (isLast || isReplaced)
            {
                return isReplaced;
            }
        }

        trace.Retry(TokenErrors.Refused, PauseAfterRefusal);
        await PauseAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<AccessToken> RenewAsync(AccessToken refused, CancellationToken cancellationToken)
    {
        try
        {
            return await WaitForAsync(tokens.RenewAsync(refused, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (ZohoException withheld) when (withheld.Error.Outcome == CallOutcome.NotSent)
        {
            // The call is sent again once there is a token.
            trace.Retry(TokenErrors.Refused, TimeSpan.Zero);
            throw;
        }
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(PauseAfterRefusal, time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException end) when (cancellationToken.IsCancellationRequested)
        {
            throw new TokenAwaitedException(end, cancellationToken) { IsTokenRefused = true };
        }
    }

    private static async ValueTask<AccessToken> WaitForAsync(ValueTask<AccessToken> token, CancellationToken cancellationToken)
    {
        try
        {
            return await token.ConfigureAwait(false);
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException && cancellationToken.IsCancellationRequested)
        {
            throw new TokenAwaitedException(end, cancellationToken);
        }
    }

    // A missing scope is a 401 too, but a new token would have the same scopes.
    private static bool IsRefused(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.Unauthorized && ((BufferedContent)response.Content).Body.AsSpan().IndexOf("OAUTH_SCOPE_MISMATCH"u8) < 0;
}
