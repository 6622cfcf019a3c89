using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace ZohoLock.Client.Tests.Servers;

/// <summary>A fake clock that records for how long code waits by it, and has short waits be over at once.</summary>
internal sealed class RecordingTimeProvider : FakeTimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _waits = new();
    private int _timers;

    /// <summary>The longest wait that is over at once; none by default.</summary>
    public TimeSpan LongestSkipped { get; init; }

    /// <summary>The length of each wait so far, in the order in which they began.</summary>
    public IReadOnlyCollection<TimeSpan> Waits => _waits;

    /// <summary>The number of timers that were created and not disposed.</summary>
    public int Timers => Volatile.Read(ref _timers);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _timers);
        var timer = new CountedTimer(base.CreateTimer(callback, state, dueTime, period), () => Interlocked.Decrement(ref _timers));
        _waits.Enqueue(dueTime);
        if (dueTime > TimeSpan.Zero && dueTime <= LongestSkipped)
        {
            Advance(dueTime);
        }

        return timer;
    }

    private sealed class CountedTimer(ITimer timer, Action onDispose) : ITimer
    {
        private int _isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            {
                onDispose();
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
