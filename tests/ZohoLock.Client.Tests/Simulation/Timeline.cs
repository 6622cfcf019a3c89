namespace ZohoLock.Client.Tests.Simulation;

/// <summary>The time of a simulated world. It stands still while anything runs, and jumps to the next event when nothing does.</summary>
internal sealed class Timeline
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Number)> _events = new();
    private readonly PrivateWorkQueue _work = PrivateWorkQueue.Create();
    private long _number;

    /// <summary>How long the world has existed.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>How many events there have been.</summary>
    public long Events { get; private set; }

    /// <summary>Adds an event.</summary>
    public void Schedule(TimeSpan delay, Action action) => _events.Enqueue(action, (Now + delay, _number++));

    /// <summary>Moves on to the next event, and runs it and all that follows from it; false if there is none.</summary>
    public bool MoveNext()
    {
        if (!_events.TryDequeue(out var action, out var place))
        {
            return false;
        }

        Now = place.At;
        Events++;
        action();
        _work.Drain();
        return true;
    }
}

/// <summary>The clock of one process in a simulated world. When the process is killed, its timers are gone.</summary>
/// <param name="timeline">The world's time.</param>
/// <param name="start">What the clock shows when the world begins.</param>
internal sealed class ProcessClock(Timeline timeline, DateTimeOffset start) : TimeProvider
{
    public bool IsStopped { get; set; }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start + timeline.Now;

    public override long GetTimestamp() => timeline.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, timeline, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class VirtualTimer(ProcessClock clock, Timeline timeline, Action callback) : ITimer
    {
        private int _version;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan)
            {
                throw new NotSupportedException("No timer of ZohoLock repeats.");
            }

            var version = ++_version;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timeline.Schedule(dueTime, () =>
                {
                    if (version == _version && !clock.IsStopped)
                    {
                        callback();
                    }
                });
            }

            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
