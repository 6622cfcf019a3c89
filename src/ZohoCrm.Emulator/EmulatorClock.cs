namespace ZohoCrm.Emulator;

/// <summary>The emulator's time: the system's until it is set, from then on only what it is moved to.</summary>
public sealed class EmulatorClock : TimeProvider
{
    private readonly TimeProvider _running;
    private readonly object _lock = new();
    private DateTimeOffset? _set;

    internal EmulatorClock(TimeProvider running) => _running = running;

    /// <summary>How many ticks of <see cref="GetTimestamp"/> a second has.</summary>
    public override long TimestampFrequency => _running.TimestampFrequency;

    /// <summary>A count of ticks, which runs on where the time is set.</summary>
    /// <returns>The count.</returns>
    public override long GetTimestamp() => _running.GetTimestamp();

    /// <summary>A timer, which runs on where the time is set: so do the waits of latencies and slow bodies.</summary>
    /// <param name="callback">What it calls.</param>
    /// <param name="state">What it calls it with.</param>
    /// <param name="dueTime">The time to the first call.</param>
    /// <param name="period">The time between calls.</param>
    /// <returns>The timer.</returns>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _running.CreateTimer(callback, state, dueTime, period);

    /// <summary>The time now, in UTC.</summary>
    /// <returns>The time.</returns>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _set ?? _running.GetUtcNow();
        }
    }

    /// <summary>Stops the clock at a time.</summary>
    /// <param name="time">The time.</param>
    public void Set(DateTimeOffset time)
    {
        lock (_lock)
        {
            _set = time.ToUniversalTime();
        }
    }

    /// <summary>Stops the clock at a time later than now.</summary>
    /// <param name="time">How much later; not negative.</param>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        lock (_lock)
        {
            _set = (_set ?? _running.GetUtcNow()) + time;
        }
    }
}
