namespace ZohoLock.Throttling;

/// <summary>
/// The adaptive limit of concurrent calls (protocol sections 6.2 and 6.3). Zoho answers 429 when there are too many calls, without saying
/// how many are allowed, and other programs of the organisation use the same quota.
/// </summary>
/// <remarks>
/// The limit rises while calls are accepted and all slots are in use: by one, then by twice as much each time. A throttled call lowers it
/// to the number of other calls in flight; then it holds, and probes one higher after some time or a number of calls. A call that is
/// throttled alone pauses all calls. Not thread-safe.
/// </remarks>
internal sealed class ConcurrencyLimit
{
    // The limits of the smallest and the largest edition (protocol section 6.2).
    private const int MinOfAllEditions = 5;
    private const int MaxOfAllEditions = 25;

    // Probing costs at most one throttled call in 250.
    private const int CallsBetweenProbes = 250;

    private static readonly TimeSpan TimeBetweenProbes = TimeSpan.FromSeconds(1.2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private int _step = 1;
    private int _taken;
    private bool _isHolding;
    private long _holdingSince;
    private TimeSpan _nextPause = FirstPause;
    private long? _throttledSince;

    /// <summary>Creates a limit that starts at <paramref name="start"/> and never exceeds <paramref name="max"/>.</summary>
    public ConcurrencyLimit(int start, int max, TimeProvider time)
    {
        Value = start;
        Max = max;
        _time = time;
    }

    /// <summary>Creates the limit of an edition; an adaptive one if the edition isn't known.</summary>
    public static ConcurrencyLimit Create(CrmEdition? edition, TimeProvider time) => edition switch
    {
        CrmEdition.Free => new(5, 5, time),
        CrmEdition.Standard => new(10, 10, time),
        CrmEdition.Professional => new(15, 15, time),
        CrmEdition.Enterprise => new(20, 20, time),
        CrmEdition.Ultimate => new(25, 25, time),
        _ => new(MinOfAllEditions, MaxOfAllEditions, time),
    };

    /// <summary>The number of concurrent calls allowed now.</summary>
    public int Value { get; private set; }

    /// <summary>The highest possible value.</summary>
    public int Max { get; }

    /// <summary>How long all calls have been throttled without one being accepted; zero if the last one was accepted.</summary>
    public TimeSpan ThrottledFor => _throttledSince is { } since ? _time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Restarts the measurement of <see cref="ThrottledFor"/>.</summary>
    public void ResetThrottledTime()
    {
        _throttledSince = null;
        _nextPause = FirstPause;
    }

    /// <summary>Records an accepted call and the number of other calls in flight.</summary>
    public void RecordAccepted(int beside)
    {
        _taken++;
        ResetThrottledTime();
        if (beside + 1 >= Value && Value < Max && MayRaise())
        {
            Value = Math.Min(Value + _step, Max);
            _step *= 2;
            _taken = 0;
            _isHolding = false;
        }
    }

    /// <summary>Records a throttled call and the number of other calls in flight.</summary>
    /// <returns>The pause for all calls; zero for none.</returns>
    public TimeSpan RecordThrottled(int beside)
    {
        Value = Math.Clamp(beside, 1, Value);
        _step = 1;
        _taken = 0;
        _isHolding = true;
        _holdingSince = _time.GetTimestamp();
        _throttledSince ??= _holdingSince;
        if (beside > 0)
        {
            return TimeSpan.Zero;
        }

        var pause = _nextPause;
        _nextPause = pause * 2 < MaxPause ? pause * 2 : MaxPause;
        return pause;
    }

    private bool MayRaise() => _isHolding
        ? _taken >= CallsBetweenProbes || _time.GetElapsedTime(_holdingSince) >= TimeBetweenProbes
        : _taken >= Value;
}
