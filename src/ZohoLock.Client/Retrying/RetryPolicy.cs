namespace ZohoLock.Retrying;

/// <summary>How long one call may take, and how patiently one that failed is repeated where that is safe.</summary>
internal sealed record RetryPolicy
{
    // Without retries, one failed call beside others is no outage yet.
    private static readonly TimeSpan ShortestOutage = TimeSpan.FromSeconds(1);

    /// <summary>The clock that the time of an attempt is taken by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The source of the jitter in pauses.</summary>
    public Random Jitter { get; init; } = Random.Shared;

    /// <summary>The time one attempt may take, its answer read whole.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// For how long after its first failure a call is repeated; then its error is reported. Where no call at all has brought a proper answer for that
    /// long, none is repeated any more; and where every call finds no connection for that long, the run ends.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For how long no call at all may get a proper response; then the run ends.</summary>
    public TimeSpan OutagePatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For how long calls may be turned away (429) without one being taken; then the run ends.</summary>
    public TimeSpan RunPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// For how long calls wait where Zoho gives no more access tokens (protocol section 4.4: for the rest of ten minutes, or longer as users report);
    /// then the run ends.
    /// </summary>
    public TimeSpan TokenPatience { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The pause before the first repeat; it doubles, with jitter, unless the server names one (Retry-After).</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The pause before a token endpoint that failed is asked again; it doubles, with jitter.</summary>
    public TimeSpan FirstTokenPause { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The longest pause of our own choosing.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause that a server may ask for (Retry-After); a longer one ends the run rather than being waited out in silence.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The policy that a connection's options ask for.</summary>
    public static RetryPolicy From(ConnectionOptions options)
    {
        var policy = new RetryPolicy
        {
            CallTimeout = options.CallTimeout,
            Patience = options.RetryTimeout,
            OutagePatience = options.RetryTimeout > ShortestOutage ? options.RetryTimeout : ShortestOutage,
        };
        return options.RetryTimeout > TimeSpan.Zero ? policy : policy with { TokenPatience = TimeSpan.Zero };
    }

    /// <summary>The pause before repeat number <paramref name="repeat"/>, counted from 0.</summary>
    public TimeSpan PauseBefore(int repeat) => BackOff.Pause(FirstPause, repeat, LongestPause, Jitter);
}
