using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace ZohoLock.Client.Tests.Servers;

/// <summary>A fake clock that records for how long code waits by it, and has short waits be over at once.</summary>
internal sealed class RecordingTimeProvider : FakeTimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    /// <summary>The longest wait that is over at once; none by default.</summary>
    public TimeSpan LongestSkipped { get; init; }

    /// <summary>The length of each wait so far, in the order in which they began.</summary>
    public IReadOnlyCollection<TimeSpan> Waits => _waits;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _waits.Enqueue(dueTime);
        if (dueTime > TimeSpan.Zero && dueTime <= LongestSkipped)
        {
            Advance(dueTime);
        }

        return timer;
    }
}
