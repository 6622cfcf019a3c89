using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace ZohoLock.Client.Tests.Servers;

/// <summary>A fake clock that records for how long code waits by it, and has short waits be over at once.</summary>
internal sealed class RecordingTimeProvider : FakeTimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _waits = new();
    private int _activeTimers;

    /// <summary>The longest wait that is over at once; none by default.</summary>
    public TimeSpan LongestSkipped { get; init; }

    /// <summary>The length of each wait so far, in the order in which they began.</summary>
    public IReadOnlyCollection<TimeSpan> Waits => _waits;

    /// <summary>The longest wait so far.</summary>
    public TimeSpan LongestWait => _waits.IsEmpty ? TimeSpan.Zero : _waits.Max();

    /// <summary>The number of timers that have been created and not disposed.</summary>
    public int ActiveTimers => Volatile.Read(ref _activeTimers);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new CountedTimer(base.CreateTimer(callback, state, dueTime, period), this);
        _waits.Enqueue(dueTime);
        if (dueTime > TimeSpan.Zero && dueTime <= LongestSkipped)
        {
            Advance(dueTime);
        }

        return timer;
    }

    private sealed class CountedTimer : ITimer
    {
        private readonly ITimer _timer;
        private RecordingTimeProvider? _clock;

        public CountedTimer(ITimer timer, RecordingTimeProvider clock)
        {
            (_timer, _clock) = (timer, clock);
            Interlocked.Increment(ref clock._activeTimers);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => _timer.Change(dueTime, period);

        public void Dispose()
        {
            _timer.Dispose();
            if (Interlocked.Exchange(ref _clock, null) is { } clock)
            {
                Interlocked.Decrement(ref clock._activeTimers);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
