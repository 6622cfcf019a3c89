using ZohoLock.Http;

namespace ZohoLock.Authentication;

/// <summary>
/// Keeps an access token fresh with a refresh token: renewed before it ends, and by one caller at a time, because Zoho grants ten in ten
/// minutes and lets fifteen live (protocol section 4.4).
/// </summary>
internal sealed class RefreshTokenSource(string clientId, Secret clientSecret, Secret refreshToken, TokenEndpoint endpoint, TimeProvider time)
    : IAccessTokenSource
{
    private static readonly TimeSpan EarliestRenewal = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenThrottled = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Newness = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile AccessToken? _current;
    private volatile ZohoException? _lastFailure;
    private volatile AccessToken? _refused;
    private ZohoException? _throttle;
    private long _throttledAt;

    public bool CanRenew => true;

    public AccessToken? Current => _current;

    public ValueTask<AccessToken> GetAsync(CancellationToken cancellationToken)
    {
        var token = _current;
        return token is null || ReferenceEquals(token, _refused) || token.IsDue(time.GetUtcNow())
            ? RenewAsync(token, cancellationToken)
            : new(token);
    }

    public async ValueTask<AccessToken> RenewAsync(AccessToken? old, CancellationToken cancellationToken)
    {
        _refused = old;
        var before = _lastFailure;
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_current is { } current && !ReferenceEquals(current, old))
            {
                return current;
            }

            // Whoever waited for a renewal that failed shares its failure: a throttle that each of them asked again would last longer.
            if (_lastFailure is { } failure && !ReferenceEquals(failure, before))
            {
                throw new ZohoException(failure.Error, failure);
            }

            // A throttle lasts for minutes, and asking on makes it last longer: the calls that wait for a token are told from memory meanwhile.
            if (_throttle is { } throttle && time.GetElapsedTime(_throttledAt) < BetweenThrottled)
            {
                throw new ZohoException(throttle.Error, throttle);
            }

            return _current = await RequestAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task RevokeAsync(CancellationToken cancellationToken) => endpoint.RevokeAsync(refreshToken.Reveal(), cancellationToken);

    public void Dispose()
    {
        clientSecret.Dispose();
        refreshToken.Dispose();
        _turn.Dispose();
    }

    private async Task<AccessToken> RequestAsync(CancellationToken cancellationToken)
    {
        var asked = time.GetUtcNow();
        TokenAnswer answer;
        try
        {
            answer = await endpoint.RequestAsync(
                new Dictionary<string, string>
                {
                    ["grant_type"] = "refresh_token",
                    ["client_id"] = clientId,
                    ["client_secret"] = clientSecret.Reveal(),
                    ["refresh_token"] = refreshToken.Reveal(),
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (ZohoException failure) when (failure.Error.Code == TokenErrors.Throttled && _current is not null)
        {
            // In the middle of a run it may pass: the call wasn't sent, and can be repeated. Whoever connects is told at once.
            _throttledAt = time.GetTimestamp();
            _throttle = new ZohoException(failure.Error with { Fate = CallFate.NotSent }, failure);
            _lastFailure = _throttle;
            throw _throttle;
        }
        catch (ZohoException failure)
        {
            _lastFailure = failure;
            throw;
        }

        _throttle = null;

        // A tenth of a short life, so that a token of seconds isn't renewed at every call.
        var life = TokenEndpoint.LifeOf(answer);
        var early = life is { } whole ? TimeSpan.FromTicks(Math.Min(EarliestRenewal.Ticks, whole.Ticks / 10)) : TimeSpan.Zero;
        return new AccessToken(answer.AccessToken!)
        {
            Expires = asked + life,
            RenewAfter = asked + life - early,
            NewUntil = _current is null ? null : asked + Newness,
            ApiDomain = answer.ApiDomain,
            Scopes = answer.Scope?.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries) ?? [],
        };
    }
}
