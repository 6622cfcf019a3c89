namespace ZohoLock.Transport;

/// <summary>What a connection has learned of the server from its responses.</summary>
internal sealed class ServerState(TimeProvider time)
{
    private const long Unknown = long.MinValue;

    // Clocks don't drift much in that time, and a date is dear to read.
    private static readonly TimeSpan ClockRefreshInterval = TimeSpan.FromSeconds(5);

    private long _clockOffsetTicks = Unknown;
    private long _clockReadAt = Unknown;
    private long _failingSince = Unknown;
    private volatile string? _userId;
    private volatile bool _hasAnswered;

    /// <summary>The id of the user that the connection acts as; null until a lock was made.</summary>
    public string? UserId
    {
        get => _userId;
        set => _userId = value;
    }

    /// <summary>Whether the API host has ever answered.</summary>
    public bool HasAnswered => _hasAnswered;

    /// <summary>By how much the server's clock is ahead of this machine's; null if it doesn't tell the time.</summary>
    public TimeSpan? ClockOffset => Interlocked.Read(ref _clockOffsetTicks) is var ticks and not Unknown ? new(ticks) : null;

    /// <summary>For how long no call has brought a proper response; zero if the last one did.</summary>
    public TimeSpan FailingFor => Interlocked.Read(ref _failingSince) is var since and not Unknown ? time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Learns from the head of a response.</summary>
    public void RecordResponse(HttpResponseMessage response)
    {
        _hasAnswered = true;
        var last = Interlocked.Read(ref _clockReadAt);
        if ((last == Unknown || time.GetElapsedTime(last) > ClockRefreshInterval) && response.Headers.Date is { } date)
        {
            Interlocked.Exchange(ref _clockReadAt, time.GetTimestamp());
            Interlocked.Exchange(ref _clockOffsetTicks, (date - time.GetUtcNow()).Ticks);
        }
    }

    /// <summary>Learns that a call brought a proper response, whatever it says.</summary>
    public void RecordSuccess() => ResetFailures();

    /// <summary>Counts anew for how long no call has brought a proper response.</summary>
    public void ResetFailures() => Interlocked.Exchange(ref _failingSince, Unknown);

    /// <summary>Learns that a call brought none.</summary>
    public void RecordFailure() => Interlocked.CompareExchange(ref _failingSince, time.GetTimestamp(), Unknown);
}
