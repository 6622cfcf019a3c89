namespace ZohoLock.Throttling;

/// <summary>A time in which no call is admitted, for all lanes of a <see cref="CallLimiter"/>, which guards this state.</summary>
internal sealed class AdmissionPause : IDisposable
{
    private static readonly TimeSpan TimerResolution = TimeSpan.FromMilliseconds(1);

    // Concurrent calls are asked for the same pause within less than that.
    private static readonly TimeSpan SamePause = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _begun;
    private TimeSpan _length;
    private TimeSpan _ended;

    /// <summary>Creates a pause that isn't running.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="over">Called when the time is up; it calls <see cref="TryEnd"/>.</param>
    public AdmissionPause(TimeProvider time, Action over)
    {
        _time = time;
        _timer = time.CreateTimer(static over => ((Action)over!)(), over, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether no call is admitted now.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Whether the server asked for it (Retry-After); else it had turned away the only call.</summary>
    public bool IsRequested { get; private set; }

    /// <summary>The time that is left of the pause; null if it isn't running.</summary>
    public TimeSpan? Left => IsRunning ? _length - _time.GetElapsedTime(_begun) : null;

    /// <summary>The time of all pauses so far.</summary>
    public TimeSpan Total => IsRunning ? _ended + _time.GetElapsedTime(_begun) : _ended;

    /// <summary>Begins a pause, or makes the current one last that long from now if it would end earlier.</summary>
    /// <param name="pause">How long.</param>
    /// <param name="isRequested">Whether the server asked for it.</param>
    /// <returns>Whether it is another pause than was known: it has begun, or lasts noticeably longer.</returns>
    public bool Begin(TimeSpan pause, bool isRequested)
    {
        var isNew = !IsRunning;
        if (isNew)
        {
            IsRunning = true;
            _begun = _time.GetTimestamp();
            _length = TimeSpan.Zero;
        }

        var length = _time.GetElapsedTime(_begun) + pause;
        if (length <= _length)
        {
            return false;
        }

        var isLonger = length >= _length + SamePause;
        _length = length;
        IsRequested = isRequested;
        _timer.Change(pause, Timeout.InfiniteTimeSpan);
        return isNew || isLonger;
    }

    /// <summary>Ends the pause if its time is up.</summary>
    public bool TryEnd()
    {
        if (!IsRunning)
        {
            return false;
        }

        var left = _length - _time.GetElapsedTime(_begun);
        if (left > TimeSpan.Zero)
        {
            // It was made longer, or the timer was early.
            _timer.Change(left > TimerResolution ? left : TimerResolution, Timeout.InfiniteTimeSpan);
            return false;
        }

        _ended = Total;
        IsRunning = false;
        return true;
    }

    public void Dispose() => _timer.Dispose();
}
