namespace ZohoLock.Transport;

/// <summary>What a connection knows about the server from its responses.</summary>
internal sealed class ServerState(TimeProvider time)
{
    private const long Unknown = long.MinValue;

    // Parsing the Date header is expensive; every 5 s is enough.
    private static readonly TimeSpan ClockRefreshInterval = TimeSpan.FromSeconds(5);

    private long _clockOffsetTicks = Unknown;
    private long _clockReadAt = Unknown;
    private long _failingSince = Unknown;
    private volatile string? _userId;
    private volatile bool _hasAnswered;

    /// <summary>The id of the connection's user; null until a lock was created.</summary>
    public string? UserId
    {
        get => _userId;
        set => _userId = value;
    }

    /// <summary>The calls and credits used.</summary>
    public ApiUsage Usage { get; } = new(time);

    /// <summary>Whether the API host has ever responded.</summary>
    public bool HasAnswered => _hasAnswered;

    /// <summary>The difference between the server's clock and this machine's; null if the server sends no Date header.</summary>
    public TimeSpan? ClockOffset => Interlocked.Read(ref _clockOffsetTicks) is var ticks and not Unknown ? new(ticks) : null;

    /// <summary>How long no call has got a proper response; zero if the last one did.</summary>
    public TimeSpan FailingFor => Interlocked.Read(ref _failingSince) is var since and not Unknown ? time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Records the headers of a response.</summary>
    public void RecordResponse(HttpResponseMessage response)
    {
        _hasAnswered = true;
        Usage.RecordResponse(response);
        var last = Interlocked.Read(ref _clockReadAt);
        if ((last == Unknown || time.GetElapsedTime(last) > ClockRefreshInterval) && response.Headers.Date is { } date)
        {
            Interlocked.Exchange(ref _clockReadAt, time.GetTimestamp());
            Interlocked.Exchange(ref _clockOffsetTicks, (date - time.GetUtcNow()).Ticks);
        }
    }

    /// <summary>Records that a call got a proper response, even if it reports an error.</summary>
    public void RecordSuccess() => ResetFailures();

    /// <summary>Restarts the measurement of <see cref="FailingFor"/>.</summary>
    public void ResetFailures() => Interlocked.Exchange(ref _failingSince, Unknown);

    /// <summary>Records that a call got no proper response.</summary>
    public void RecordFailure() => Interlocked.CompareExchange(ref _failingSince, time.GetTimestamp(), Unknown);
}
