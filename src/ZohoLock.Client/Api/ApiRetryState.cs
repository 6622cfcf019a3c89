using System.Globalization;
using ZohoLock.Diagnostics;
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
    private TimeSpan _withheldBefore;

    /// <inheritdoc/>
    public override ConnectionTrace Trace => api.Trace;

    /// <summary>Whether what is found may be the work of an earlier attempt, in this run or in one that was cut off.</summary>
    public bool MayBeDone => HasLostResponse || interruptedRun is not null;

    /// <inheritdoc/>
    public override bool MayRepeat(ZohoError error) => error.Outcome switch
    {
        CallOutcome.Refused => false,
        CallOutcome.NotSent => Elapsed < (api.Server.HasAnswered ? api.Policy.Patience : PatienceBeforeFirstResponse),
        _ => !error.EndsRun && Elapsed < api.Policy.Patience && api.Server.FailingFor < api.Policy.Patience,
    };

    /// <inheritdoc/>
    public override bool IsOutage(ZohoError error) => error.Outcome == CallOutcome.Unknown && api.Server.FailingFor >= api.Policy.OutagePatience;

    /// <inheritdoc/>
    public override ZohoException Conclude(ZohoException failure) => failure.Error.EndsRun || !IsOutage(failure.Error) ? failure : new(
        failure.Error with
        {
            Message = string.Create(
                CultureInfo.InvariantCulture, $"{failure.Error.Message}; no call has been answered properly for {api.Server.FailingFor.TotalSeconds:0.#} seconds"),
            EndsRun = true,
        },
        failure);

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
    public override void Record(ZohoException failure)
    {
        base.Record(failure);
        if (_firstFailure is null)
        {
            _firstFailure = api.Policy.Time.GetTimestamp();
            _withheldBefore = api.TimeWithheld;
        }
    }

    /// <inheritdoc/>
    public override Task PauseAsync(CancellationToken cancellationToken)
    {
        var pause = api.Policy.PauseBefore(Failures - 1);
        api.Standstill.RecordRetry(LastFailure!.Error, pause);
        api.Trace.Retry(LastFailure.Error, pause);
        return api.Limiter.RetryDelay.WaitAsync(pause, cancellationToken);
    }

    // Time in which no call was allowed doesn't count: nothing was attempted.
    private TimeSpan Elapsed =>
        _firstFailure is { } first ? api.Policy.Time.GetElapsedTime(first) - (api.TimeWithheld - _withheldBefore) : TimeSpan.Zero;
}
