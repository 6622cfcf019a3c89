using System.Diagnostics.CodeAnalysis;
using ZohoLock.Authentication.Caching;
using ZohoLock.Authentication.Grants;

namespace ZohoLock.Authentication;

/// <summary>
/// Gets new access tokens: from the cache if another process has requested one, else from Zoho. With a cache, only one process at a time
/// makes a request.
/// </summary>
internal sealed class TokenRequester(ITokenGrant grant, TokenEndpoint endpoint, TokenCache? cache, TokenThrottle throttle, TimeProvider time)
{
    /// <summary>Gets a replacement for <paramref name="old"/>; the same token if no new one may be requested.</summary>
    /// <param name="old">The connection's token; null if it has none yet.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ZohoException">Zoho refuses, throttles, or can't be reached.</exception>
    public async Task<AccessToken> ReplaceAsync(AccessToken? old, CancellationToken cancellationToken)
    {
        if (cache is not null)
        {
            return await ReplaceSharedAsync(cache, old, cancellationToken).ConfigureAwait(false);
        }

        return MustKeep(old) ? old : await RequestAsync(old, cancellationToken).ConfigureAwait(false);
    }

    // The first process requests a token; processes that waited for it read that token from the cache.
    private async Task<AccessToken> ReplaceSharedAsync(TokenCache shared, AccessToken? old, CancellationToken cancellationToken)
    {
        using var turn = await shared.EnterAsync(cancellationToken).ConfigureAwait(false);
        var cached = shared.Read();
        if (cached.Token is { } token && token.Value != old?.Value && !token.IsDueForRenewal(time.GetUtcNow()))
        {
            endpoint.Redactor.Add(token.Value);
            return token;
        }

        if (MustKeep(old))
        {
            return old;
        }

        throttle.RecordCached(cached.Throttle);
        throttle.RequireMayRequest(old);
        try
        {
            var granted = await RequestAsync(old, cancellationToken).ConfigureAwait(false);
            shared.Write(new(granted, Throttle: null));
            return granted;
        }
        catch (ZohoException failure) when (failure.Error.Code == TokenErrors.ThrottledCode)
        {
            shared.Write(cached with { Throttle = throttle.Period });
            throw;
        }
    }

    private bool MustKeep([NotNullWhen(true)] AccessToken? old) => old is { IsRefused: true } && !old.MayBeReplaced(time.GetUtcNow());

    private async Task<AccessToken> RequestAsync(AccessToken? old, CancellationToken cancellationToken)
    {
        var requestedAt = time.GetUtcNow();
        try
        {
            var response = await grant.RequestAsync(endpoint, cancellationToken).ConfigureAwait(false);
            return AccessToken.From(response, requestedAt, previous: old);
        }
        catch (ZohoException failure) when (failure.Error.Code == TokenErrors.ThrottledCode)
        {
            throttle.RecordThrottled(requestedAt);
            throw new ZohoException(failure.Error with { Outcome = TokenThrottle.OutcomeOfCall(old) }, failure);
        }
    }
}
