using System.Diagnostics;

namespace ZohoLock.Pipeline;

/// <summary>Queues Write* calls from background work and runs them on the pipeline thread while it waits. PowerShell allows output from that thread only.</summary>
internal sealed class PipelineQueue
{
    private readonly Queue<Action> _actions = [];

    /// <summary>Queues an action; from any thread.</summary>
    public void Enqueue(Action action)
    {
        lock (_actions)
        {
            _actions.Enqueue(action);
            Monitor.Pulse(_actions);
        }
    }

    /// <summary>Runs the actions that are queued now on this thread.</summary>
    public void RunQueued() => RunUntilCompleted(Task.CompletedTask, TimeSpan.Zero);

    /// <summary>Runs queued actions on this thread until the work has completed.</summary>
    /// <exception cref="ZohoException">The work's own, as is any other exception.</exception>
    public void RunUntilCompleted(Task work)
    {
        RunUntilCompleted(work, Timeout.InfiniteTimeSpan);
        work.GetAwaiter().GetResult();
    }

    /// <summary>Runs queued actions on this thread until the work has completed in any way, or the time is up. It throws no exception of the work.</summary>
    public void RunUntilCompleted(Task work, TimeSpan timeout)
    {
        if (!work.IsCompleted)
        {
            work.ContinueWith(_ => WakeUp(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        var begun = Stopwatch.GetTimestamp();
        while (Next(work, timeout, begun) is { } action)
        {
            action();
        }
    }

    private Action? Next(Task work, TimeSpan timeout, long begun)
    {
        lock (_actions)
        {
            while (_actions.Count == 0)
            {
                var left = timeout == Timeout.InfiniteTimeSpan ? timeout : timeout - Stopwatch.GetElapsedTime(begun);
                if (work.IsCompleted || (left <= TimeSpan.Zero && left != Timeout.InfiniteTimeSpan))
                {
                    return null;
                }

                Monitor.Wait(_actions, left);
            }

            return _actions.Dequeue();
        }
    }

    private void WakeUp()
    {
        lock (_actions)
        {
            Monitor.Pulse(_actions);
        }
    }
}
