namespace ZohoLock.Authentication;

/// <summary>
/// Zoho's throttle on token requests (protocol section 4.4). It holds requests back, because they would prolong the throttle, and measures
/// how long calls wait for its end.
/// </summary>
internal sealed class TokenThrottle(Uri accounts, TimeProvider time)
{
    private readonly object _lock = new();
    private volatile ThrottlePeriod? _period;
    private int _waiting;
    private DateTimeOffset _waitingSince;
    private TimeSpan _ended;

    /// <summary>The current period; null if Zoho issues tokens.</summary>
    public ThrottlePeriod? Period => _period;

    /// <summary>Since when at least one call has been waiting; null if none waits.</summary>
    public DateTimeOffset? WaitingSince
    {
        get
        {
            lock (_lock)
            {
                return _waiting > 0 ? _waitingSince : null;
            }
        }
    }

    /// <summary>For how long in total at least one call has been waiting.</summary>
    public TimeSpan TimeWaited
    {
        get
        {
            lock (_lock)
            {
                return _waiting > 0 ? _ended + (time.GetUtcNow() - _waitingSince) : _ended;
            }
        }
    }

    /// <summary>Records that Zoho has throttled a request.</summary>
    public void RecordThrottled(DateTimeOffset requestedAt) => _period = ThrottlePeriod.Create(_period, requestedAt);

    /// <summary>Records the period that another process has met.</summary>
    public void RecordCached(ThrottlePeriod? cached)
    {
        if (cached?.IsPlausible(time.GetUtcNow()) == true)
        {
            _period = cached;
        }
    }

    /// <summary>Records that there is a token.</summary>
    public void RecordEnd() => _period = null;

    /// <summary>Requires that a replacement for <paramref name="old"/> may be requested now.</summary>
    /// <exception cref="ZohoException">It may not.</exception>
    public void RequireMayRequest(AccessToken? old)
    {
        if (_period?.MayRequestAt(time.GetUtcNow()) == false)
        {
            throw Throttled(OutcomeOfCall(old));
        }
    }

    /// <summary>
    /// The outcome of a call that needs a replacement for <paramref name="old"/>. During a run it wasn't sent, and waits; while connecting,
    /// when there is no token yet, the throttle is reported at once.
    /// </summary>
    public static CallOutcome OutcomeOfCall(AccessToken? old) => old is null ? CallOutcome.Refused : CallOutcome.NotSent;

    /// <summary>Begins a wait, which ends when the result is disposed; concurrent waits are measured as one.</summary>
    /// <exception cref="ZohoException">The next request is further away than <paramref name="patience"/>.</exception>
    public IDisposable BeginWait(TimeSpan patience)
    {
        RequirePatience(patience);
        lock (_lock)
        {
            if (_waiting++ == 0)
            {
                _waitingSince = time.GetUtcNow();
            }
        }

        return new Wait(this);
    }

    /// <summary>Waits until a token may be requested.</summary>
    /// <exception cref="ZohoException">By then, calls would have been waiting for <paramref name="patience"/>.</exception>
    public async Task WaitForRetryAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        RequirePatience(patience);
        var now = time.GetUtcNow();
        if (_period is { } period && !period.MayRequestAt(now))
        {
            await Task.Delay(period.RetryAt - now, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private void RequirePatience(TimeSpan patience)
    {
        var now = time.GetUtcNow();
        if (_period is { } period && !period.MayRequestAt(now) && period.RetryAt - (WaitingSince ?? now) >= patience)
        {
            throw Throttled(CallOutcome.Refused);
        }
    }

    private ZohoException Throttled(CallOutcome outcome) => new(TokenErrors.Throttled(accounts) with { Outcome = outcome });

    private void EndWait()
    {
        lock (_lock)
        {
            if (--_waiting == 0)
            {
                _ended += time.GetUtcNow() - _waitingSince;
            }
        }
    }

    private sealed class Wait(TokenThrottle throttle) : IDisposable
    {
        public void Dispose() => throttle.EndWait();
    }
}
