using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace ZohoLock.Client.Tests.Servers;

/// <summary>A fake clock that records for how long code waits by it, and where it skips waits has each wait be over at once.</summary>
internal sealed class RecordingTimeProvider : FakeTimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    public bool SkipsWaits { get; init; }

    /// <summary>The length of each wait so far, in the order in which they began.</summary>
    public IReadOnlyCollection<TimeSpan> Waits => _waits;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _waits.Enqueue(dueTime);
        if (SkipsWaits)
        {
            Advance(dueTime);
        }

        return timer;
    }
}
