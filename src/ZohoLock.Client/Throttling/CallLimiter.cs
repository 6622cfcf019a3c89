namespace ZohoLock.Throttling;

/// <summary>
/// Admits a connection's calls, as many at once as its <see cref="ConcurrencyLimit"/> has them. Each pipeline has a lane of its own; lanes take turns, so
/// that a long run doesn't hold up a single look.
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

    /// <summary>How many calls are in flight.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>How many calls may be in flight now.</summary>
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

    /// <summary>The most calls that there will ever be in flight.</summary>
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

    /// <summary>For how long calls have been turned away (429) without a single one being taken.</summary>
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

    /// <summary>How many calls wait until it is time to repeat them; they are not in flight.</summary>
    public int Pausing => Volatile.Read(ref _pausing);

    /// <summary>Waits until it is time to repeat a call.</summary>
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

    /// <summary>A lane of its own for a pipeline.</summary>
    /// <param name="maxInFlight">How many calls of it may be in flight; as many as the limiter admits if it is null.</param>
    /// <remarks>What went wrong in an earlier run says nothing of this one: how long calls have been turned away is counted anew.</remarks>
    public CallLane OpenLane(int? maxInFlight)
    {
        ResetThrottledTime();
        return new(this, maxInFlight ?? int.MaxValue);
    }

    /// <summary>Counts anew for how long calls have been turned away.</summary>
    public void ResetThrottledTime()
    {
        lock (_lock)
        {
            limit.ResetThrottledTime();
        }
    }

    /// <summary>Starts from another limit: what Zoho takes has become known.</summary>
    public void Replace(ConcurrencyLimit known)
    {
        lock (_lock)
        {
            limit = known;
            AdmitWaiting();
        }
    }

    /// <summary>Lets a call in, at once or when it is its turn.</summary>
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

    /// <summary>Ends a call, and learns from how it ended.</summary>
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

    /// <summary>Turns away what waits in a lane, and whatever comes to it later.</summary>
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

    /// <summary>Lets no further call in.</summary>
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

    // A lane stands in the queue once, while it has something waiting and room for it.
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
                    // It was cancelled while it waited.
                    _inFlight--;
                    lane.InFlight--;
                }
            }

            Queue(lane);
        }
    }

    private void Pause(TimeSpan pause)
    {
        // Programs that were turned away at the same moment mustn't come back at the same moment.
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
