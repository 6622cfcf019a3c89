namespace ZohoCrm.Emulator;

/// <summary>The emulator's clock. It follows the system's time until it is set; from then on only Set and Advance move it.</summary>
public sealed class EmulatorClock : TimeProvider
{
    private readonly TimeProvider _source;
    private readonly object _lock = new();
    private DateTimeOffset? _set;

    internal EmulatorClock(TimeProvider source) => _source = source;

    /// <summary>The ticks of <see cref="GetTimestamp"/> in a second.</summary>
    public override long TimestampFrequency => _source.TimestampFrequency;

    /// <summary>The current timestamp. It continues when the time is set.</summary>
    public override long GetTimestamp() => _source.GetTimestamp();

    /// <summary>Creates a timer. Timers continue when the time is set, and with them latency and slow bodies.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _source.CreateTimer(callback, state, dueTime, period);

    /// <summary>The current time in UTC.</summary>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _set ?? _source.GetUtcNow();
        }
    }

    /// <summary>Stops the clock at a time.</summary>
    public void Set(DateTimeOffset time)
    {
        lock (_lock)
        {
            _set = time.ToUniversalTime();
        }
    }

    /// <summary>Stops the clock at a time later than now. The span is not negative.</summary>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        lock (_lock)
        {
            _set = (_set ?? _source.GetUtcNow()) + time;
        }
    }
}
