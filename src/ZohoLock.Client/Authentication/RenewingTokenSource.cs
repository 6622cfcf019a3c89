using System.Diagnostics.CodeAnalysis;
using ZohoLock.Authentication.Caching;
using ZohoLock.Authentication.Grants;

namespace ZohoLock.Authentication;

/// <summary>
/// Renews the access token before it expires. Only one caller at a time (with a cache, only one process) requests a token, because Zoho
/// grants ten in ten minutes and keeps fifteen valid (protocol section 4.4).
/// </summary>
internal sealed class RenewingTokenSource(ITokenGrant grant, TokenEndpoint endpoint, TokenCache? cache, TimeProvider time) : IAccessTokenSource
{
    private static readonly TimeSpan BetweenEarlyRenewals = TimeSpan.FromSeconds(10);

    // Errors about the client or the refresh token, which another request can't change.
    private static readonly string[] Final = ["invalid_code", "invalid_client", "invalid_client_secret"];

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly WaitStopwatch _waiting = new(time);
    private volatile AccessToken? _current;
    private volatile ZohoException? _lastFailure;
    private volatile TokenThrottle? _throttle;
    private long _earlyRenewalNotBefore;
    private int _confirming;

    public Uri Accounts => endpoint.Accounts;

    public bool CanRenew => true;

    public AccessToken? Current => _current;

    public Secret? RefreshToken => grant.RefreshToken;

    public DateTimeOffset? ThrottledSince => _waiting.Since;

    public TimeSpan TimeThrottled => _waiting.Total;

    public string? CacheProblem => cache?.Problem;

    // During a run a throttled request is waited out, because the call wasn't sent; while connecting it is reported at once.
    private CallOutcome OutcomeWhenThrottled => _current is null ? CallOutcome.Refused : CallOutcome.NotSent;

    public ValueTask<AccessToken> GetAsync(CancellationToken cancellationToken)
    {
        var token = _current;
        if (token is null or { IsRefused: true })
        {
            return ReplaceAsync(token, cancellationToken);
        }

        var now = time.GetUtcNow();
        if (!token.IsDueForRenewal(now))
        {
            return new(token);
        }

        if (token.IsExpired(now))
        {
            return ReplaceAsync(token, cancellationToken);
        }

        return now.UtcTicks < Interlocked.Read(ref _earlyRenewalNotBefore) ? new(token) : ReplaceEarlyAsync(token, cancellationToken);
    }

    public void Confirm(AccessToken token, long sent)
    {
        token.RecordAccepted(sent);
        if (token.RefusedBefore == 0 || Interlocked.Exchange(ref _confirming, 1) != 0)
        {
            return;
        }

        if (cache is null || cache.TryConfirm(token))
        {
            token.RefusedBefore = 0;
        }

        Volatile.Write(ref _confirming, 0);
    }

    public ValueTask<AccessToken> RenewAsync(AccessToken refused, CancellationToken cancellationToken)
    {
        refused.IsRefused = true;
        return ReplaceAsync(refused, cancellationToken);
    }

    public ValueTask<bool> WaitWhileThrottledAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        _throttle is not null && IsUnusable(_current) ? WaitAsync(patience, cancellationToken) : new(false);

    public async Task RevokeAsync(CancellationToken cancellationToken)
    {
        var token = grant.RefreshToken?.Reveal() ?? (await GetAsync(cancellationToken).ConfigureAwait(false)).Value;
        await endpoint.RevokeAsync(token, cancellationToken).ConfigureAwait(false);
        if (cache is not null)
        {
            await cache.ClearAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sets the access token that was issued together with the refresh token.</summary>
    public async Task UseAsync(AccessToken token, CancellationToken cancellationToken)
    {
        _current = token;
        if (cache is not null)
        {
            using var turn = await cache.EnterAsync(cancellationToken).ConfigureAwait(false);
            cache.Write(new(token, Throttle: null));
        }
    }

    public void Dispose()
    {
        grant.Dispose();
        _turn.Dispose();
    }

    private async ValueTask<bool> WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (patience <= TimeSpan.Zero)
        {
            throw ThrottledForTooLong();
        }

        _waiting.Begin();
        try
        {
            while (_throttle is { } throttle && IsUnusable(_current))
            {
                var now = time.GetUtcNow();
                if (throttle.RetryAt - _waiting.Since >= patience)
                {
                    throw ThrottledForTooLong();
                }

                if (!throttle.MayRequestAt(now))
                {
                    await Task.Delay(throttle.RetryAt - now, time, cancellationToken).ConfigureAwait(false);
                }

                await RequestAgainAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _waiting.End();
        }

        return true;
    }

    private ZohoException ThrottledForTooLong() => new(_throttle!.Error with { Outcome = CallOutcome.Refused });

    private async Task RequestAgainAsync(CancellationToken cancellationToken)
    {
        try
        {
            await GetAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ZohoException still) when (still.Error.Code == TokenErrors.ThrottledCode)
        {
            // TokenThrottle.RetryAt says when to try again.
        }
    }

    private bool IsUnusable(AccessToken? token) => token is null or { IsRefused: true } || token.IsExpired(time.GetUtcNow());

    private async ValueTask<AccessToken> ReplaceEarlyAsync(AccessToken token, CancellationToken cancellationToken)
    {
        try
        {
            return await ReplaceAsync(token, cancellationToken).ConfigureAwait(false);
        }
        catch (ZohoException)
        {
            // The token is still valid; if the failure persists, it is reported once the token has expired.
            Interlocked.Exchange(ref _earlyRenewalNotBefore, (time.GetUtcNow() + BetweenEarlyRenewals).UtcTicks);
            return token;
        }
    }

    private async ValueTask<AccessToken> ReplaceAsync(AccessToken? old, CancellationToken cancellationToken)
    {
        var before = _lastFailure;
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_current is { } current && !ReferenceEquals(current, old))
            {
                return current;
            }

            // Callers that waited for a failed renewal share its failure, because repeated requests would prolong a throttle.
            if (_lastFailure is { } failure && (!ReferenceEquals(failure, before) || Array.IndexOf(Final, failure.Error.Code) >= 0))
            {
                throw new ZohoException(failure.Error, failure);
            }

            RequireNoThrottle();
            _current = await GetNewAsync(old, cancellationToken).ConfigureAwait(false);
            _throttle = null;
            return _current;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<AccessToken> GetNewAsync(AccessToken? old, CancellationToken cancellationToken)
    {
        try
        {
            if (cache is not null)
            {
                return await GetSharedAsync(cache, old, cancellationToken).ConfigureAwait(false);
            }

            return MustKeep(old) ? old : await RequestAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ZohoException failure)
        {
            // Remember only failures of a real request: remembering rethrown ones would let waiting callers fail each other forever.
            _lastFailure = failure;
            throw;
        }
    }

    // The first process requests a token; processes that waited for it read that token from the cache.
    private async Task<AccessToken> GetSharedAsync(TokenCache shared, AccessToken? old, CancellationToken cancellationToken)
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

        _throttle = cached.Throttle is { } throttle && throttle.IsPlausible(time.GetUtcNow()) ? throttle : _throttle;
        RequireNoThrottle();
        try
        {
            var granted = await RequestAsync(cancellationToken).ConfigureAwait(false);
            shared.Write(new(granted, Throttle: null));
            return granted;
        }
        catch (ZohoException failure) when (failure.Error.Code == TokenErrors.ThrottledCode)
        {
            shared.Write(cached with { Throttle = _throttle });
            throw;
        }
    }

    private bool MustKeep([NotNullWhen(true)] AccessToken? old) => old is { IsRefused: true } && !old.MayBeReplaced(time.GetUtcNow());

    // Requests during a throttle would prolong it, so they fail here without being sent.
    private void RequireNoThrottle()
    {
        if (_throttle is { } throttle && !throttle.MayRequestAt(time.GetUtcNow()))
        {
            throw new ZohoException(throttle.Error with { Outcome = OutcomeWhenThrottled });
        }
    }

    private async Task<AccessToken> RequestAsync(CancellationToken cancellationToken)
    {
        var requestedAt = time.GetUtcNow();
        try
        {
            var response = await grant.RequestAsync(endpoint, cancellationToken).ConfigureAwait(false);
            return AccessToken.From(response, requestedAt, previous: _current);
        }
        catch (ZohoException failure) when (failure.Error.Code == TokenErrors.ThrottledCode)
        {
            _throttle = TokenThrottle.Create(failure.Error, _throttle, requestedAt);
            throw new ZohoException(failure.Error with { Outcome = OutcomeWhenThrottled }, failure);
        }
    }
}
