namespace ZohoLock.Authentication;

/// <summary>
/// A period in which Zoho issues no access tokens (protocol section 4.4). Requests prolong it, so the pause before the next one doubles
/// each time.
/// </summary>
/// <param name="Pause">The pause before the next request.</param>
/// <param name="RetryAt">When the next request may be made.</param>
internal sealed record ThrottlePeriod(TimeSpan Pause, DateTimeOffset RetryAt)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    /// <summary>Creates the period after a request that was throttled.</summary>
    /// <param name="before">The period before that request; null if this is the first.</param>
    /// <param name="requestedAt">When the request was made.</param>
    public static ThrottlePeriod Create(ThrottlePeriod? before, DateTimeOffset requestedAt)
    {
        var pause = before is null ? FirstPause : before.Pause * 2 < MaxPause ? before.Pause * 2 : MaxPause;
        return new(pause, requestedAt + pause);
    }

    /// <summary>
    /// Whether a request may be made at that time; timers have a resolution of a millisecond and may fire slightly early.
    /// </summary>
    public bool MayRequestAt(DateTimeOffset time) => RetryAt - time < TimeSpan.FromMilliseconds(1);

    /// <summary>Whether it can be from before <paramref name="now"/>; it isn't if the clock was wrong when it was cached.</summary>
    public bool IsPlausible(DateTimeOffset now) => RetryAt - now <= Pause;
}
