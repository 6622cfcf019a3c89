namespace ZohoLock.Http;

/// <summary>How long one call may take, and how often and how patiently one that was turned away is sent again.</summary>
internal sealed record RetryPolicy
{
    /// <summary>The time one attempt may take, its answer read whole.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Repeats after the first attempt; with the delays below about half a minute in all.</summary>
    public int MaxRetries { get; init; } = 8;

    /// <summary>The pause before the first repeat; it doubles, with jitter, unless the server names one (Retry-After).</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause of our own choosing.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest pause that a server may ask for (Retry-After); a longer one is an error rather than a silent wait.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Repeats of a call that found no connection.</summary>
    public int MaxReconnects { get; init; } = 3;
}
