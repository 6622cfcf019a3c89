using ZohoLock.Authentication.Caching;
using ZohoLock.Authentication.Grants;
using ZohoLock.Diagnostics;

namespace ZohoLock.Authentication;

/// <summary>
/// Renews the access token before it expires, or once it is refused. Concurrent callers share one request, because Zoho grants ten tokens
/// in ten minutes and keeps fifteen valid (protocol section 4.4).
/// </summary>
internal sealed class RenewingTokenSource : IAccessTokenSource
{
    private static readonly TimeSpan BetweenEarlyRenewals = TimeSpan.FromSeconds(10);

    // Errors about the client or the refresh token, which another request can't change.
    private static readonly string[] Final = ["invalid_code", "invalid_client", "invalid_client_secret"];

    // Never disposed: it has nothing to free, and a call that waits for its turn meanwhile would wait for ever.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ITokenGrant _grant;
    private readonly TokenEndpoint _endpoint;
    private readonly TokenCache? _cache;
    private readonly TimeProvider _time;
    private readonly TokenThrottle _throttle;
    private readonly TokenRequester _requester;
    private volatile AccessToken? _current;
    private volatile ZohoException? _lastFailure;
    private long _earlyRenewalNotBefore;
    private int _confirming;
    private volatile bool _isDisposed;

    /// <summary>Creates the source of a grant; the first token is requested when it is needed.</summary>
    /// <param name="grant">The grant, which the source disposes.</param>
    /// <param name="endpoint">Where tokens are requested.</param>
    /// <param name="cache">The cache that is shared with other processes; null for none.</param>
    /// <param name="time">The clock.</param>
    public RenewingTokenSource(ITokenGrant grant, TokenEndpoint endpoint, TokenCache? cache, TimeProvider time)
    {
        (_grant, _endpoint, _cache, _time) = (grant, endpoint, cache, time);
        _throttle = new(endpoint.Accounts, time);
        _requester = new(grant, endpoint, cache, _throttle, time);
    }

    public Uri Accounts => _endpoint.Accounts;

    public bool CanRenew => true;

    public AccessToken? Current => _current;

    public Secret? RefreshToken => _grant.RefreshToken;

    public DateTimeOffset? ThrottledSince => _throttle.WaitingSince;

    public DateTimeOffset? NextRequest => _throttle.Period?.RetryAt;

    public TimeSpan TimeThrottled => _throttle.TimeWaited;

    public string? CacheProblem => _cache?.Problem;

    public bool IsThrottled => _throttle.Period is not null && (_current is not { IsRefused: false } token || token.IsExpired(_time.GetUtcNow()));

    public ValueTask<AccessToken> GetAsync(CancellationToken cancellationToken)
    {
        var token = _current;
        if (token is null or { IsRefused: true })
        {
            return ReplaceAsync(token, cancellationToken);
        }

        var now = _time.GetUtcNow();
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

        if (_cache is null || _cache.TryConfirm(token))
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
        IsThrottled ? WaitAsync(patience, cancellationToken) : new(false);

    public async Task RevokeAsync(CancellationToken cancellationToken)
    {
        var token = _grant.RefreshToken?.Reveal() ?? (await GetAsync(cancellationToken).ConfigureAwait(false)).Value;
        await _endpoint.RevokeAsync(token, cancellationToken).ConfigureAwait(false);
        if (_cache is not null)
        {
            await _cache.ClearAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sets the access token that was issued together with the refresh token.</summary>
    public async Task UseAsync(AccessToken token, CancellationToken cancellationToken)
    {
        Keep(token);
        if (_cache is not null)
        {
            using var turn = await _cache.EnterAsync(cancellationToken).ConfigureAwait(false);
            _cache.Write(new(token, Throttle: null));
        }
    }

    /// <summary>Removes the tokens from memory; a request that is in flight brings none.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _current = null;
        _grant.Dispose();
    }

    private async ValueTask<bool> WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var wait = _throttle.BeginWait(patience);
        while (IsThrottled)
        {
            TokenRequester.TellThrottled(_endpoint.Trace, _throttle.Period, _time);
            await _throttle.WaitForRetryAsync(patience, cancellationToken).ConfigureAwait(false);
            await RequestAgainAsync(cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private async Task RequestAgainAsync(CancellationToken cancellationToken)
    {
        try
        {
            await GetAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ZohoException still) when (still.Error.Code == TokenErrors.ThrottledCode)
        {
            // The throttle says when to try again.
        }
    }

    private async ValueTask<AccessToken> ReplaceEarlyAsync(AccessToken token, CancellationToken cancellationToken)
    {
        try
        {
            return await ReplaceAsync(token, cancellationToken).ConfigureAwait(false);
        }
        catch (ZohoException failure)
        {
            // The token is still valid; if the failure persists, it is reported once the token has expired.
            _endpoint.Trace.StepOnce(
                failure.Error,
                TraceKind.Token,
                $"The access token couldn't be renewed early ({FailureCause.Describe(failure.Error)}): it is used on, "
                + $"and renewed again in {DurationText.From(BetweenEarlyRenewals)} at the earliest.");
            Interlocked.Exchange(ref _earlyRenewalNotBefore, (_time.GetUtcNow() + BetweenEarlyRenewals).UtcTicks);
            return token;
        }
    }

    private async ValueTask<AccessToken> ReplaceAsync(AccessToken? old, CancellationToken cancellationToken)
    {
        var before = _lastFailure;
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_current is { } current && !ReferenceEquals(current, old))
            {
                _endpoint.Trace.StepOnce(current, TraceKind.Token, $"Another call has renewed the access token meanwhile.");
                return current;
            }

            // Callers that waited for a failed renewal share its failure, because repeated requests would prolong a throttle.
            if (_lastFailure is { } failure && (!ReferenceEquals(failure, before) || Array.IndexOf(Final, failure.Error.Code) >= 0))
            {
                throw new ZohoException(failure.Error, failure);
            }

            _throttle.RequireMayRequest(old);
            var token = await RequestAsync(old, cancellationToken).ConfigureAwait(false);
            Keep(token);
            _throttle.RecordEnd();
            return token;
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Keep(AccessToken token)
    {
        _current = token;
        if (_isDisposed)
        {
            _current = null;
            throw new ObjectDisposedException(nameof(RenewingTokenSource));
        }
    }

    private async Task<AccessToken> RequestAsync(AccessToken? old, CancellationToken cancellationToken)
    {
        try
        {
            return await _requester.ReplaceAsync(old, cancellationToken).ConfigureAwait(false);
        }
        catch (ZohoException failure)
        {
            // Remember only failures of a real request: remembering rethrown ones would let waiting callers fail each other forever.
            _lastFailure = failure;
            throw;
        }
    }
}
