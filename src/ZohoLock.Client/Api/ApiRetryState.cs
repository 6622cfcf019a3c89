using ZohoLock.Retrying;

namespace ZohoLock.Api;

/// <summary>The attempts at one operation of the API: allowed as long as the connection's <see cref="RetryPolicy"/> has patience.</summary>
/// <param name="api">The connection's calls.</param>
/// <param name="interruptedRun">A run that was cut off and may have carried the operation out.</param>
internal sealed class ApiRetryState(ApiClient api, InterruptedRun? interruptedRun = null) : RetryState
{
    // A wrong address should be reported soon: it has never answered.
    private static readonly TimeSpan PatienceBeforeFirstResponse = TimeSpan.FromSeconds(1);

    // Times of records and the Date header have whole seconds.
    private static readonly TimeSpan Precision = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PrecisionWithoutClock = TimeSpan.FromMinutes(5);

    private readonly DateTimeOffset _begun = interruptedRun?.Begun ?? api.Policy.Time.GetUtcNow();
    private long? _firstFailure;
    private TimeSpan _throttledBefore;

    /// <summary>Whether what is found may be the work of an earlier attempt, in this run or in one that was cut off.</summary>
    public bool MayBeDone => HasLostResponse || interruptedRun is not null;

    /// <inheritdoc/>
    public override bool MayRepeat(ZohoError error) => error.Outcome switch
    {
        CallOutcome.Refused => false,
        CallOutcome.NotSent => Elapsed < (api.Server.HasAnswered ? api.Policy.Patience : PatienceBeforeFirstResponse),
        _ => Elapsed < api.Policy.Patience && api.Server.FailingFor < api.Policy.Patience,
    };

    /// <summary>Whether something with the server's time <paramref name="at"/> was done since the first of these attempts.</summary>
    public bool IsSinceBegun(DateTimeOffset at)
    {
        // Ticks don't overflow, even for a server whose clock is at the end of all time.
        var early = api.Server.ClockOffset is { } offset ? Precision - offset : PrecisionWithoutClock;
        return at.UtcTicks >= _begun.UtcTicks - early.Ticks;
    }

    /// <summary>Whether these attempts may have been made as that user; true if that isn't known.</summary>
    public bool MayBeUser(string? userId) => userId is null
        || (api.Server.UserId is null && interruptedRun?.UserId is null)
        || userId == api.Server.UserId || userId == interruptedRun?.UserId;

    /// <inheritdoc/>
    protected override Task PauseAsync(int repeat, CancellationToken cancellationToken)
    {
        if (_firstFailure is null)
        {
            _firstFailure = api.Policy.Time.GetTimestamp();
            _throttledBefore = api.TimeThrottled;
        }

        return api.Limiter.PauseAsync(api.Policy.PauseBefore(repeat), cancellationToken);
    }

    // Time without an access token doesn't count: nothing was attempted.
    private TimeSpan Elapsed =>
        _firstFailure is { } first ? api.Policy.Time.GetElapsedTime(first) - (api.TimeThrottled - _throttledBefore) : TimeSpan.Zero;
}
