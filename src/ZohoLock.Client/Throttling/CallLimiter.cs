namespace ZohoLock.Throttling;

/// <summary>
/// Limits the concurrent calls of a connection to its <see cref="ConcurrencyLimit"/>. Each pipeline has a lane of its own, and lanes take
/// turns, so that a long run doesn't delay a single call.
/// </summary>
internal sealed class CallLimiter(ConcurrencyLimit limit, TimeProvider time) : IDisposable
{
    private readonly object _lock = new();
    private readonly Queue<CallLane> _waiting = new();
    private ITimer? _pause;
    private bool _isPausing;
    private bool _isDisposed;
    private int _inFlight;
    private int _pausing;

    /// <summary>The number of calls in flight.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>The number of concurrent calls allowed now.</summary>
    public int Limit
    {
        get
        {
            lock (_lock)
            {
                return limit.Value;
            }
        }
    }

    /// <summary>The highest possible number of concurrent calls.</summary>
    public int MaxLimit
    {
        get
        {
            lock (_lock)
            {
                return limit.Max;
            }
        }
    }

    /// <summary>How long all calls have been throttled (429) without one being accepted.</summary>
    public TimeSpan ThrottledFor
    {
        get
        {
            lock (_lock)
            {
                return limit.ThrottledFor;
            }
        }
    }

    /// <summary>The number of calls that wait before a retry; they aren't in flight.</summary>
    public int Pausing => Volatile.Read(ref _pausing);

    /// <summary>Waits before a retry.</summary>
    public async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _pausing);
        try
        {
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _pausing);
        }
    }

    /// <summary>Opens a lane for a pipeline.</summary>
    /// <param name="maxInFlight">The maximum number of its calls in flight; null for no limit of its own.</param>
    /// <remarks>Resets the throttled time, because failures of an earlier run say nothing about this one.</remarks>
    public CallLane OpenLane(int? maxInFlight)
    {
        ResetThrottledTime();
        return new(this, maxInFlight ?? int.MaxValue);
    }

    /// <summary>Restarts the measurement of <see cref="ThrottledFor"/>.</summary>
    public void ResetThrottledTime()
    {
        lock (_lock)
        {
            limit.ResetThrottledTime();
        }
    }

    /// <summary>Replaces the limit, for example when the edition has become known.</summary>
    public void Replace(ConcurrencyLimit replacement)
    {
        lock (_lock)
        {
            limit = replacement;
            AdmitWaiting();
        }
    }

    /// <summary>Waits until a call may start.</summary>
    internal ValueTask EnterAsync(CallLane lane, bool isRepeat, CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (lane.IsClosed)
            {
                throw new LaneClosedException();
            }

            if (CanAdmit() && !lane.HasWaiting && lane.HasRoom)
            {
                Admit(lane);
                return ValueTask.CompletedTask;
            }

            turn = lane.Wait(isRepeat);
            Queue(lane);
        }

        return WaitAsync(turn, cancellationToken);
    }

    /// <summary>Ends a call and adapts the limit to how it ended.</summary>
    internal void Exit(CallLane lane, ThrottlingSignal end)
    {
        lock (_lock)
        {
            Leave(lane);
            switch (end)
            {
                case ThrottlingSignal.Accepted:
                    limit.RecordAccepted(_inFlight);
                    break;
                case ThrottlingSignal.Throttled when limit.RecordThrottled(_inFlight) is var pause && pause > TimeSpan.Zero:
                    Pause(pause);
                    break;
            }

            AdmitWaiting();
        }
    }

    /// <summary>Cancels the waiting and later calls of a lane.</summary>
    internal void Close(CallLane lane)
    {
        lock (_lock)
        {
            lane.IsClosed = true;
            while (lane.Next() is { } turn)
            {
                turn.TrySetException(new LaneClosedException());
            }
        }
    }

    /// <summary>Refuses further calls.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _pause?.Dispose();
        }
    }

    private static async ValueTask WaitAsync(TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        var registration = cancellationToken.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), turn);
        await using (registration.ConfigureAwait(false))
        {
            await turn.Task.ConfigureAwait(false);
        }
    }

    private bool CanAdmit() => !_isPausing && _inFlight < limit.Value;

    private void Admit(CallLane lane)
    {
        _inFlight++;
        lane.InFlight++;
    }

    private void Leave(CallLane lane)
    {
        _inFlight--;
        lane.InFlight--;
        Queue(lane);
    }

    // A lane is queued at most once, while it has a waiting call and room for it.
    private void Queue(CallLane lane)
    {
        if (!lane.IsQueued && lane.HasWaiting && lane.HasRoom)
        {
            lane.IsQueued = true;
            _waiting.Enqueue(lane);
        }
    }

    private void AdmitWaiting()
    {
        while (CanAdmit() && _waiting.TryDequeue(out var lane))
        {
            lane.IsQueued = false;
            if (lane.HasRoom && lane.Next() is { } turn)
            {
                Admit(lane);
                if (!turn.TrySetResult())
                {
                    // The call was cancelled while it waited.
                    _inFlight--;
                    lane.InFlight--;
                }
            }

            Queue(lane);
        }
    }

    private void Pause(TimeSpan pause)
    {
        // With jitter, so that programs that were throttled together don't retry together.
        var withJitter = pause * (0.5 + Random.Shared.NextDouble());
        _isPausing = true;
        _pause ??= time.CreateTimer(static limiter => ((CallLimiter)limiter!).Resume(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _pause.Change(withJitter, Timeout.InfiniteTimeSpan);
    }

    private void Resume()
    {
        lock (_lock)
        {
            _isPausing = false;
            AdmitWaiting();
        }
    }
}
