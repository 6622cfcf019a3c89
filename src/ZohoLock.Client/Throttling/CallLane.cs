namespace ZohoLock.Throttling;

/// <summary>The calls of one pipeline in a <see cref="CallLimiter"/>, which guards this state. Retries go before new calls.</summary>
internal sealed class CallLane(CallLimiter limiter, int maxInFlight)
{
    private readonly Queue<TaskCompletionSource> _repeats = new();
    private readonly Queue<TaskCompletionSource> _new = new();

    internal int InFlight { get; set; }

    internal bool IsQueued { get; set; }

    internal bool IsClosed { get; set; }

    /// <summary>The number of calls that wait.</summary>
    internal int Waiting => _repeats.Count + _new.Count;

    internal bool HasRoom => InFlight < maxInFlight;

    /// <summary>Waits until a call may start.</summary>
    /// <exception cref="LaneClosedException">The lane was closed before that.</exception>
    public ValueTask EnterAsync(bool isRepeat, CancellationToken cancellationToken) => limiter.EnterAsync(this, isRepeat, cancellationToken);

    /// <summary>Ends a call and reports how it ended.</summary>
    public void Exit(ThrottlingSignal end) => limiter.Exit(this, end);

    /// <summary>Cancels waiting and later calls; calls in flight continue.</summary>
    public void Close() => limiter.Close(this);

    internal TaskCompletionSource Wait(bool isRepeat)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (isRepeat ? _repeats : _new).Enqueue(turn);
        return turn;
    }

    /// <summary>Waits for a turn that <see cref="Wait"/> has created.</summary>
    internal static async ValueTask WaitAsync(TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        var registration = cancellationToken.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), turn);
        await using (registration.ConfigureAwait(false))
        {
            await turn.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Fails the calls that wait.</summary>
    internal void Refuse(Func<Exception> create)
    {
        while (Next() is { } turn)
        {
            turn.TrySetException(create());
        }
    }

    internal TaskCompletionSource? Next() => _repeats.TryDequeue(out var turn) || _new.TryDequeue(out turn) ? turn : null;
}

/// <summary>A call was not made because its lane was closed.</summary>
internal sealed class LaneClosedException : OperationCanceledException;

/// <summary>A call was not sent because a pause for all calls began after it had been admitted; it is to be admitted again.</summary>
internal sealed class CallsPausedException : Exception;
