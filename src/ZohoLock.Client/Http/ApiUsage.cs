namespace ZohoLock.Http;

/// <summary>What a connection has used so far.</summary>
internal sealed class ApiUsage
{
    private const long Unknown = -1;
    private long _calls;
    private long _credits = Unknown;

    public long Calls => Interlocked.Read(ref _calls);

    public long? CreditsRemaining
    {
        get => Interlocked.Read(ref _credits) is var credits and not Unknown ? credits : null;
        set => Interlocked.Exchange(ref _credits, value ?? Unknown);
    }

    public void CountCall() => Interlocked.Increment(ref _calls);
}
