using ZohoLock.Authentication;
using ZohoLock.Diagnostics;
using ZohoLock.Throttling;

namespace ZohoLock.Api;

/// <summary>Why the calls of a connection get nowhere at the moment: no access tokens, a pause for all calls, or a failure that is retried. Thread-safe.</summary>
internal sealed class Standstill(IAccessTokenSource tokens, CallLimiter limiter, TimeProvider time)
{
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

    /// <summary>The cause in words, without a full stop; null if calls succeed, or none has ended yet.</summary>
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

        return _retry is { } retry ? $"{FailureCause.Describe(retry.Cause)}, next try {When(retry.Pause - time.GetElapsedTime(retry.Since))}" : null;
    }

    private static string When(TimeSpan left) => left > TimeSpan.Zero ? $"in {DurationText.From(left)}" : "now";

    private sealed record PendingRetry(ZohoError Cause, long Since, TimeSpan Pause);
}
