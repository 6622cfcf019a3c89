using ZohoLock.Diagnostics;
using ZohoLock.Transport;

namespace ZohoLock.Throttling;

/// <summary>
/// Limits the concurrent calls of a connection to its <see cref="ConcurrencyLimit"/>. Each pipeline has a lane of its own, and lanes take
/// turns, so that a long run doesn't delay a single call.
/// </summary>
internal sealed class CallLimiter : IDisposable
{
    private readonly object _lock = new();
    private readonly Random _jitter;
    private readonly LimiterTrace _trace;
    private readonly AdmissionPause _pause;
    private readonly AnswerWatch _answers;
    private readonly CancellationTokenSource _closing = new();
    private readonly Queue<CallLane> _waiting = new();
    private volatile ConcurrencyLimit _limit;
    private int _inFlight;

    /// <summary>Creates the limiter of a connection.</summary>
    /// <param name="limit">The limit to begin with.</param>
    /// <param name="time">The clock.</param>
    /// <param name="jitter">The source of the jitter in pauses; null for the usual one.</param>
    /// <param name="trace">Tells of pauses and changes of the limit; null for nobody.</param>
    public CallLimiter(ConcurrencyLimit limit, TimeProvider time, Random? jitter = null, ConnectionTrace? trace = null)
    {
        _trace = new(trace);
        _limit = limit;
        _jitter = jitter ?? Random.Shared;
        _pause = new(time, Resume);
        _answers = new(time);
        Closed = _closing.Token;
        RetryDelay = new(time, Closed);
    }

    /// <summary>The number of calls in flight.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>The number of concurrent calls allowed now.</summary>
    public int Limit => _limit.Value;

    /// <summary>The highest possible number of concurrent calls.</summary>
    public int MaxLimit => _limit.Max;

    /// <summary>How long all calls have been throttled (429) without one being accepted.</summary>
    public TimeSpan ThrottledFor
    {
        get
        {
            lock (_lock)
            {
                return _limit.ThrottledFor;
            }
        }
    }

    /// <summary>The waits of single calls before a retry.</summary>
    public RetryDelay RetryDelay { get; }

    /// <summary>Whether no call may be sent now, because the server asked for a pause (Retry-After) or turned away the only call.</summary>
    public bool IsPaused => _pause.IsRunning;

    /// <summary>How long no call may be sent from now on; null if calls may be sent.</summary>
    public TimeSpan? PauseLeft
    {
        get
        {
            lock (_lock)
            {
                return _pause.Left;
            }
        }
    }

    /// <summary>For how long the calls in flight have had no answer; zero if none is in flight.</summary>
    public TimeSpan SilentFor
    {
        get
        {
            lock (_lock)
            {
                return _inFlight > 0 ? _answers.SilentFor : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Whether the server asked for the current pause (Retry-After).</summary>
    public bool IsPauseRequested => _pause.IsRequested;

    /// <summary>How long in total no call might be sent.</summary>
    public TimeSpan TimePaused
    {
        get
        {
            lock (_lock)
            {
                return _pause.Total;
            }
        }
    }

    /// <summary>Cancelled when the connection is closed.</summary>
    public CancellationToken Closed { get; }

    /// <summary>Lets no call be sent for a while, because the server asked for a pause (Retry-After).</summary>
    public void PauseAll(TimeSpan pause)
    {
        lock (_lock)
        {
            BeginPause(pause, isRequested: true);
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
            _limit.ResetThrottledTime();
        }
    }

    /// <summary>Replaces the limit, for example when the edition has become known.</summary>
    public void Replace(ConcurrencyLimit replacement)
    {
        lock (_lock)
        {
            _limit = replacement;
            AdmitWaiting();
        }
    }

    /// <summary>Waits until a call may start.</summary>
    internal ValueTask EnterAsync(CallLane lane, bool isRepeat, CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (Closed.IsCancellationRequested)
            {
                throw CreateClosedError();
            }

            if (lane.IsClosed)
            {
                throw new LaneClosedException();
            }

            // No other call can be waiting for this slot: it would have got it when the slot became free.
            if (CanAdmit() && lane.HasRoom)
            {
                Admit(lane);
                return ValueTask.CompletedTask;
            }

            turn = lane.Wait(isRepeat);
            Queue(lane);
        }

        return CallLane.WaitAsync(turn, cancellationToken);
    }

    /// <summary>Ends a call and adapts the limit to how it ended.</summary>
    internal void Exit(CallLane lane, ThrottlingSignal end)
    {
        lock (_lock)
        {
            var before = _limit.Value;
            Leave(lane);
            if (end != ThrottlingSignal.None)
            {
                _answers.Restart();
            }

            switch (end)
            {
                case ThrottlingSignal.Accepted:
                    _limit.RecordAccepted(_inFlight);
                    break;
                case ThrottlingSignal.Throttled when _limit.RecordThrottled(_inFlight) is var pause && pause > TimeSpan.Zero:
                    // With jitter, so that programs that were throttled together don't retry together.
                    BeginPause(pause * (0.5 + _jitter.NextDouble()), isRequested: false);
                    break;
            }

            if (_limit.Value != before)
            {
                // Within the lock, so that changes are told in their order.
                _trace.ChangeLimit(before, _limit);
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
            lane.Refuse(() => new LaneClosedException());
        }
    }

    /// <summary>Closes the connection's calls: those that wait or come later fail with an error.</summary>
    public void Dispose()
    {
        if (Closed.IsCancellationRequested)
        {
            return;
        }

        _closing.Cancel();
        lock (_lock)
        {
            foreach (var lane in _waiting)
            {
                lane.Refuse(CreateClosedError);
            }

            _pause.Dispose();
        }

        _closing.Dispose();
    }

    private static ZohoException CreateClosedError() => new(TransportErrors.ConnectionClosed(CallOutcome.Refused));

    private bool CanAdmit() => !_pause.IsRunning && _inFlight < _limit.Value;

    private void Admit(CallLane lane)
    {
        if (_inFlight++ == 0)
        {
            _answers.Restart();
        }

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
        if (Closed.IsCancellationRequested)
        {
            lane.Refuse(CreateClosedError);
        }
        else if (!lane.IsQueued && lane.Waiting > 0 && lane.HasRoom)
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
            if (lane.Next() is { } turn)
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

    private void BeginPause(TimeSpan pause, bool isRequested)
    {
        if (_pause.Begin(pause, isRequested))
        {
            _trace.BeginPause(pause, isRequested);
        }
    }

    private void Resume()
    {
        lock (_lock)
        {
            if (_pause.TryEnd())
            {
                _trace.EndPause();
                AdmitWaiting();
            }
        }
    }
}
