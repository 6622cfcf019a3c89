namespace ZohoLock.Authentication;

/// <summary>
/// Zoho gives no more access tokens for some minutes (protocol section 4.4), and asking on makes that last longer: each time it says so, the next
/// question waits for longer.
/// </summary>
/// <param name="Error">What it said.</param>
/// <param name="Pause">How long to wait before it is asked again.</param>
/// <param name="RetryAt">When it may be asked again.</param>
internal sealed record TokenThrottle(ZohoError Error, TimeSpan Pause, DateTimeOffset RetryAt)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Whether it may be asked again by then; timers count whole milliseconds, and are over a little early.</summary>
    public bool MayRequestAt(DateTimeOffset time) => RetryAt - time < TimeSpan.FromMilliseconds(1);

    /// <summary>The throttle that Zoho told of now.</summary>
    /// <param name="error">What it said.</param>
    /// <param name="before">The throttle that it told of before; null if this is the first time.</param>
    /// <param name="now">The time.</param>
    public static TokenThrottle Create(ZohoError error, TokenThrottle? before, DateTimeOffset now)
    {
        var pause = before is null ? FirstPause : before.Pause * 2 < LongestPause ? before.Pause * 2 : LongestPause;
        return new(error, pause, now + pause);
    }

    /// <summary>Whether it can have been told before <paramref name="now"/>: it may have been kept under a clock that was wrong.</summary>
    public bool IsPlausible(DateTimeOffset now) => RetryAt - now <= Pause;
}
