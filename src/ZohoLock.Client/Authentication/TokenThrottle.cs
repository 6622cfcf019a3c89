namespace ZohoLock.Authentication;

/// <summary>
/// A period in which Zoho issues no access tokens (protocol section 4.4). Requests prolong it, so the pause before the next one doubles
/// each time.
/// </summary>
/// <param name="Error">Zoho's error.</param>
/// <param name="Pause">The pause before the next request.</param>
/// <param name="RetryAt">When the next request may be made.</param>
internal sealed record TokenThrottle(ZohoError Error, TimeSpan Pause, DateTimeOffset RetryAt)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whether a request may be made at that time; timers have a resolution of a millisecond and may fire slightly early.
    /// </summary>
    public bool MayRequestAt(DateTimeOffset time) => RetryAt - time < TimeSpan.FromMilliseconds(1);

    /// <summary>Creates the throttle for an error that Zoho has just returned.</summary>
    /// <param name="error">Zoho's error.</param>
    /// <param name="before">The previous throttle; null if this is the first.</param>
    /// <param name="now">The time.</param>
    public static TokenThrottle Create(ZohoError error, TokenThrottle? before, DateTimeOffset now)
    {
        var pause = before is null ? FirstPause : before.Pause * 2 < MaxPause ? before.Pause * 2 : MaxPause;
        return new(error, pause, now + pause);
    }

    /// <summary>Whether it can be from before <paramref name="now"/>; it isn't if the clock was wrong when it was cached.</summary>
    public bool IsPlausible(DateTimeOffset now) => RetryAt - now <= Pause;
}
