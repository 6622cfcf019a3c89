using ZohoLock.Retrying;

namespace ZohoLock.Authentication;

/// <summary>
/// The attempts at one token request. Few retries bridge a short outage; more would use up the ten tokens that Zoho grants in ten minutes.
/// </summary>
/// <param name="firstPause">The back-off before the first retry; it doubles, with jitter.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenRetryState(TimeSpan firstPause, TimeProvider time) : RetryState
{
    private const int MaxRetries = 4;

    /// <inheritdoc/>
    public override bool MayRepeat(ZohoError error) => error.Outcome != CallOutcome.Refused && Failures < MaxRetries;

    /// <inheritdoc/>
    protected override Task PauseAsync(int repeat, CancellationToken cancellationToken) =>
        Task.Delay(BackOff.Pause(firstPause, repeat, longest: TimeSpan.MaxValue), time, cancellationToken);
}
