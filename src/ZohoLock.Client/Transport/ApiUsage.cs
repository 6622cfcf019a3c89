using System.Globalization;

namespace ZohoLock.Transport;

/// <summary>The calls and credits (protocol section 6.4) that a connection has used.</summary>
internal sealed class ApiUsage(TimeProvider time)
{
    private static readonly TimeSpan ReorderWindow = TimeSpan.FromMinutes(1);

    private const long Unknown = -1;
    private long _calls;
    private long _credits = Unknown;
    private long _creditsKnownAt;

    public long Calls => Interlocked.Read(ref _calls);

    public long? CreditsRemaining => Interlocked.Read(ref _credits) is var credits and not Unknown ? credits : null;

    public void CountCall()
    {
        Interlocked.Increment(ref _calls);
        CallCounter.CountCall();
    }

    /// <summary>
    /// Records the remaining credits from a response's headers. Responses can arrive out of order, so within a minute the lowest value counts.
    /// </summary>
    public void RecordResponse(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("X-API-CREDITS-REMAINING", out var values)
            || !long.TryParse(string.Concat(values), NumberStyles.None, CultureInfo.InvariantCulture, out var remaining))
        {
            return;
        }

        var now = time.GetTimestamp();
        var isStale = time.GetElapsedTime(Interlocked.Read(ref _creditsKnownAt), now) > ReorderWindow;
        if (isStale || CreditsRemaining is not { } known || remaining < known)
        {
            Interlocked.Exchange(ref _credits, remaining);
            Interlocked.Exchange(ref _creditsKnownAt, now);
        }
    }
}
