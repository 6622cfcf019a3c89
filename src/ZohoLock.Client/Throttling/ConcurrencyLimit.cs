namespace ZohoLock.Throttling;

/// <summary>
/// The adaptive limit of concurrent calls (protocol sections 6.2 and 6.3). Zoho answers 429 when there are too many calls, without saying
/// how many are allowed, and other programs of the organisation use the same quota.
/// </summary>
/// <remarks>
/// Congestion control: everybody tries for more, and makes room for others (docs/retries.md says why that converges to equal shares). A
/// round is as many accepted calls as the limit allows, which takes one latency. A limit that stood for two rounds is proven; after some
/// more, one more is tried. If that stands for a round, there is room, and the limit rises by one each quarter of a round. A call throttled
/// above the proven limit is a try that failed: the limit steps back. A call throttled at the proven limit means that others have come: the
/// limit gives way by its square, so that who has many slots gives up many. Not thread-safe.
/// </remarks>
internal sealed class ConcurrencyLimit
{
    // The limits of the smallest and the largest edition (protocol section 6.2).
    private const int MinOfAllEditions = 5;
    private const int MaxOfAllEditions = 25;

    private const int RoundsToProve = 2;

    // Who has fewer slots tries more often, and so do all while others come and go: whoever tries first takes the slots of one who has
    // left. 28 rounds at a limit of 10 are one throttled call in 280.
    private const int MaxRounds = 28;
    private const int MaxRoundsBesideOthers = 16;

    private const int RaisesPerRound = 4;

    // 1 of 10 slots, 8 of 20, 12 of 25.
    private const int SquareToGiveUpOne = 50;

    private const double PauseGrowth = 1.1;

    private static readonly TimeSpan MaxHold = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TimeBesideOthers = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private bool _isHolding;
    private long _holdingSince;
    private int _proven;
    private int _accepted;
    private bool _hasRoom = true;
    private long? _gaveWayAt;
    private int _sentBefore;
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

    /// <summary>Why the value was last changed.</summary>
    public LimitChange LastChange { get; private set; }

    /// <summary>The highest possible value.</summary>
    public int Max { get; }

    /// <summary>How long all calls have been throttled without one being accepted; zero if the last one was accepted.</summary>
    public TimeSpan ThrottledFor => _throttledSince is { } since ? _time.GetElapsedTime(since) : TimeSpan.Zero;

    private bool IsBesideOthers => _gaveWayAt is { } then && _time.GetElapsedTime(then) < TimeBesideOthers;

    /// <summary>Restarts the measurement of <see cref="ThrottledFor"/>.</summary>
    public void ResetThrottledTime()
    {
        _throttledSince = null;
        _nextPause = FirstPause;
    }

    /// <summary>Records an accepted call and the number of other calls in flight.</summary>
    public void RecordAccepted(int beside)
    {
        _sentBefore = Math.Max(_sentBefore - 1, 0);
        ResetThrottledTime();
        if (beside + 1 < Value)
        {
            // Free slots prove nothing.
            return;
        }

        _accepted++;
        if (_isHolding)
        {
            ContinueHold();
        }
        else if (_accepted >= (_hasRoom ? Math.Max(Value / RaisesPerRound, 1) : Value))
        {
            _hasRoom = true;
            Raise();
        }
    }

    /// <summary>Records a throttled call and the number of other calls in flight.</summary>
    /// <returns>The pause for all calls; zero for none.</returns>
    public TimeSpan RecordThrottled(int beside)
    {
        _throttledSince ??= _time.GetTimestamp();
        if (_sentBefore > 0)
        {
            // Sent before the limit was lowered, so the limit doesn't give way again.
            _sentBefore--;
            _accepted = 0;
            Value = Math.Clamp(beside, 1, Value);
            LastChange = LimitChange.Lowered;
        }
        else
        {
            _sentBefore = beside;
            if (Value <= _proven)
            {
                GiveWay(beside);
            }
            else
            {
                StepBack(beside);
            }
        }

        if (beside > 0)
        {
            return TimeSpan.Zero;
        }

        var pause = _nextPause;
        _nextPause = pause * PauseGrowth < MaxPause ? pause * PauseGrowth : MaxPause;
        return pause;
    }

    private void ContinueHold()
    {
        var rounds = Math.Clamp(Value * Value / 2, 1, IsBesideOthers ? MaxRoundsBesideOthers : MaxRounds);
        var isOver = _accepted >= rounds * Value || _time.GetElapsedTime(_holdingSince) >= MaxHold;
        if (isOver || _accepted >= RoundsToProve * Value)
        {
            _proven = Value;
        }

        if (isOver)
        {
            Raise();
        }
    }

    private void Raise()
    {
        if (Value == Max)
        {
            Hold();
            return;
        }

        _accepted = 0;
        LastChange = _isHolding ? LimitChange.Probed : LimitChange.Raised;
        _isHolding = false;
        Value++;
    }

    private void GiveWay(int beside)
    {
        var slots = Math.Max(Value * Value / SquareToGiveUpOne, 1);
        Value = Math.Clamp(Value - slots, 1, Math.Max(beside, 1));
        LastChange = LimitChange.GaveWay;
        _gaveWayAt = _time.GetTimestamp();
        Hold();
    }

    private void StepBack(int beside)
    {
        Value = Math.Clamp(beside, 1, Value);
        LastChange = LimitChange.SteppedBack;
        Hold();
    }

    private void Hold()
    {
        _isHolding = true;
        _holdingSince = _time.GetTimestamp();
        _accepted = 0;
        _hasRoom = false;
    }
}
