using ZohoLock.Authentication;
using ZohoLock.Diagnostics;
using ZohoLock.Throttling;

namespace ZohoLock.Api;

/// <summary>
/// Why the calls of a connection get nowhere at the moment: no access tokens, a pause for all calls, a failure that is retried, or no answer. Thread-safe.
/// </summary>
internal sealed class Standstill(IAccessTokenSource tokens, CallLimiter limiter, TimeProvider time)
{
    // An answer may take that long without anything to tell.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(2);

    private volatile PendingRetry? _retry;

    /// <summary>Records that a call failed and is made again after a pause.</summary>
    public void RecordRetry(ZohoError cause, TimeSpan pause) => _retry = new(cause, time.GetTimestamp(), pause);

    /// <summary>Records that a call was accepted.</summary>
    public void RecordSuccess()
    {
        if (_retry is not null)
        {
            _retry = null;
        }
    }

    /// <summary>The cause in words, without a full stop; null if calls succeed, or none is made.</summary>
    public string? Describe()
    {
        if (tokens is { ThrottledSince: not null, NextRequest: { } next })
        {
            return $"Zoho gives no access tokens, next request {When(next - time.GetUtcNow())}";
        }

        if (limiter.PauseLeft is { } left)
        {
            return limiter.IsPauseRequested ? $"Zoho asks for a pause, next call {When(left)}" : $"Zoho turns every call away (429), next call {When(left)}";
        }

        var retry = _retry;
        var untilRetry = retry is null ? TimeSpan.Zero : retry.Pause - time.GetElapsedTime(retry.Since);
        return untilRetry <= TimeSpan.Zero && limiter.SilentFor is var silence && silence >= LongestSilence ? $"Zoho has not answered for {DurationText.From(silence)}"
            : retry is null ? null
            : $"{FailureCause.Describe(retry.Cause)}, next try {When(untilRetry)}";
    }

    private static string When(TimeSpan left) => left > TimeSpan.Zero ? $"in {DurationText.From(left)}" : "now";

    private sealed record PendingRetry(ZohoError Cause, long Since, TimeSpan Pause);
}
