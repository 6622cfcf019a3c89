namespace ZohoLock.Client.Tests.Servers;

/// <summary>A clock for several threads that stands still until it is moved; where it skips waits, each wait moves it and is over at once.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private readonly object _lock = new();
    private readonly List<Alarm> _pending = [];
    private readonly List<TimeSpan> _waits = [];
    private DateTimeOffset _now = new(2026, 9, 30, 23, 59, 0, TimeSpan.Zero);

    public bool SkipsWaits { get; init; }

    public DateTimeOffset Now => GetUtcNow();

    /// <summary>For how long each was that waited, in their order.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_lock)
            {
                return [.. _waits];
            }
        }
    }

    /// <summary>How many wait now.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _pending.Count;
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    public void Advance(TimeSpan time)
    {
        List<Alarm> due;
        lock (_lock)
        {
            _now += time;
            due = _pending.FindAll(alarm => alarm.Due <= _now);
            _pending.RemoveAll(due.Contains);
        }

        due.ForEach(alarm => alarm.GoOff());
    }

    private sealed class Alarm(SteppedClock clock, Action callback) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._pending.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    return true;
                }

                clock._waits.Add(dueTime);
                if (!clock.SkipsWaits)
                {
                    Due = clock._now + dueTime;
                    clock._pending.Add(this);
                    return true;
                }

                clock._now += dueTime;
            }

            GoOff();
            return true;
        }

        // Not on this thread: whoever makes a timer hasn't got hold of it yet.
        public void GoOff() => ThreadPool.QueueUserWorkItem(_ => callback());

        public void Dispose()
        {
            lock (clock._lock)
            {
                clock._pending.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
