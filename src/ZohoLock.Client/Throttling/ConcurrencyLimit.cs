namespace ZohoLock.Throttling;

/// <summary>
/// The adaptive limit of concurrent calls (protocol sections 6.2 and 6.3). Zoho answers 429 when there are too many calls, without saying
/// how many are allowed, and other programs of the organisation use the same quota.
/// </summary>
/// <remarks>
/// Additive increase, multiplicative decrease, as in TCP (docs/retries.md says why that converges to equal shares). A round is as many
/// accepted calls as the limit allows, which takes one latency. A limit that stood for two rounds is proven; after some more, one more is
/// tried. A call throttled above the proven limit is a try that failed: the limit steps back. A call throttled at the proven limit means that others have
/// come: the limit gives up a quarter. Not thread-safe.
/// </remarks>
internal sealed class ConcurrencyLimit
{
    // The limits of the smallest and the largest edition (protocol section 6.2).
    private const int MinOfAllEditions = 5;
    private const int MaxOfAllEditions = 25;

    private const int RoundsToProve = 2;

    // Who has fewer slots tries more often. 24 rounds at a limit of 10 are one throttled call in 240.
    private const int RoundsPerSlot = 3;
    private const int MaxRounds = 24;

    // One slot of 8 for one round in 24 costs half a percent.
    private const int MinToLeaveOneFree = 8;

    private const int RaisesBeforeDoubling = 3;
    private const double PauseGrowth = 1.1;

    private static readonly TimeSpan MaxHold = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private bool _isHolding;
    private long _holdingSince;
    private int _proven;
    private int _accepted;
    private int _raises = RaisesBeforeDoubling;
    private int _step = 1;
    private int _sentBefore;
    private TimeSpan _nextPause = FirstPause;
    private long? _throttledSince;

    /// <summary>Creates a limit that starts at <paramref name="start"/> and never exceeds <paramref name="max"/>.</summary>
    public ConcurrencyLimit(int start, int max, TimeProvider time)
    {
        Value = start;
        Max = max;
        _time = time;
        _isHolding = start == max;
        _holdingSince = time.GetTimestamp();
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
        else if (_accepted >= Value)
        {
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
            // Sent before the limit was lowered, so it doesn't cost another quarter.
            _sentBefore--;
            _accepted = 0;
            Value = Math.Clamp(beside, 1, Value);
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
        var isOver = _accepted >= Math.Min(RoundsPerSlot * Value, MaxRounds) * Value || _time.GetElapsedTime(_holdingSince) >= MaxHold;
        if (isOver || _accepted >= RoundsToProve * Value)
        {
            _proven = Value;
        }

        if (!isOver)
        {
            return;
        }

        if (Value >= MinToLeaveOneFree)
        {
            // A program that has just come, and finds no slot free, takes this one.
            Value--;
            _accepted = 0;
            _isHolding = false;
        }
        else if (Value < Max)
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
        _isHolding = false;
        if (Value < _proven)
        {
            Value++;
            return;
        }

        Value = Math.Min(Value + _step, Max);
        if (++_raises >= RaisesBeforeDoubling)
        {
            _step *= 2;
        }
    }

    // Others have come: they need slots, and who has many can spare many.
    private void GiveWay(int beside)
    {
        Value = Math.Clamp(((3 * Value) + 2) / 4, 1, Math.Max(beside, 1));
        Hold();
    }

    private void StepBack(int beside)
    {
        Value = Math.Clamp(beside, 1, Value);
        Hold();
        _proven = Math.Min(_proven, Value);
    }

    private void Hold()
    {
        _isHolding = true;
        _holdingSince = _time.GetTimestamp();
        _accepted = 0;
        _raises = 0;
        _step = 1;
    }
}
