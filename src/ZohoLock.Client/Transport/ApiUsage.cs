namespace ZohoLock.Transport;

/// <summary>What a connection has used so far.</summary>
internal sealed class ApiUsage(TimeProvider time)
{
    private static readonly TimeSpan ReorderWindow = TimeSpan.FromMinutes(1);

    private const long Unknown = -1;
    private long _calls;
    private long _credits = Unknown;
    private long _creditsKnownAt;

    public long Calls => Interlocked.Read(ref _calls);

    public long? CreditsRemaining => Interlocked.Read(ref _credits) is var credits and not Unknown ? credits : null;

    public void CountCall() => Interlocked.Increment(ref _calls);

    /// <summary>Learns how many credits a response says are left. Answers overtake each other, so that the least of a short while is the latest.</summary>
    public void RecordCredits(long remaining)
    {
        var now = time.GetTimestamp();
        var isStale = time.GetElapsedTime(Interlocked.Read(ref _creditsKnownAt), now) > ReorderWindow;
        if (isStale || CreditsRemaining is not { } known || remaining < known)
        {
            Interlocked.Exchange(ref _credits, remaining);
            Interlocked.Exchange(ref _creditsKnownAt, now);
        }
    }
}
