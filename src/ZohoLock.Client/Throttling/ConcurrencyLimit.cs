namespace ZohoLock.Throttling;

/// <summary>
/// How many calls to have in flight: the most that Zoho takes, found out by what it answers (protocol sections 6.2 and 6.3). Zoho turns a call
/// away at once when there are too many, without saying how many there may be, and other programs of the organisation come and go.
/// </summary>
/// <remarks>
/// It rises while calls are taken and all slots are in use: by one, then by twice as much each time that goes well. A call that is throttled sets
/// it to what was in flight beside that call; then it holds, and tries one more after some time or some calls, whichever comes first. A call that is
/// turned away though nothing was in flight beside it means a pause for all of them. For one thread at a time.
/// </remarks>
internal sealed class ConcurrencyLimit
{
    // What every edition allows, and what the largest allows (protocol section 6.2).
    private const int MinOfAllEditions = 5;
    private const int MaxOfAllEditions = 25;

    // One call in 250 that is throttled is what it costs to notice that there is room again.
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

    /// <summary>Starts at <paramref name="start"/>, and never goes above <paramref name="max"/>.</summary>
    public ConcurrencyLimit(int start, int max, TimeProvider time)
    {
        Value = start;
        Max = max;
        _time = time;
    }

    /// <summary>The limit of an edition; one to be found out where the edition isn't known.</summary>
    public static ConcurrencyLimit Create(CrmEdition? edition, TimeProvider time) => edition switch
    {
        CrmEdition.Free => new(5, 5, time),
        CrmEdition.Standard => new(10, 10, time),
        CrmEdition.Professional => new(15, 15, time),
        CrmEdition.Enterprise => new(20, 20, time),
        CrmEdition.Ultimate => new(25, 25, time),
        _ => new(MinOfAllEditions, MaxOfAllEditions, time),
    };

    /// <summary>How many calls may be in flight now.</summary>
    public int Value { get; private set; }

    /// <summary>The most that it may come to.</summary>
    public int Max { get; }

    /// <summary>For how long calls have been turned away without a single one being taken; zero if the last was taken.</summary>
    public TimeSpan ThrottledFor => _throttledSince is { } since ? _time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Counts anew for how long calls have been turned away.</summary>
    public void ResetThrottledTime()
    {
        _throttledSince = null;
        _nextPause = FirstPause;
    }

    /// <summary>Learns that a call was taken, beside so many others in flight.</summary>
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

    /// <summary>Learns that a call was turned away, beside so many others in flight.</summary>
    /// <returns>The pause that all calls are to make; zero for none.</returns>
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
