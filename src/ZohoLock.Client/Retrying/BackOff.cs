namespace ZohoLock.Retrying;

/// <summary>Exponential back-off with jitter, so that clients which failed together don't come back together.</summary>
internal static class BackOff
{
    private const int MaxDoublings = 20;

    /// <summary>The pause before repeat number <paramref name="repeat"/>, counted from 0: half to one and a half times the doubled first one.</summary>
    public static TimeSpan Pause(TimeSpan first, int repeat, TimeSpan longest, Random jitter)
    {
        var pause = first * Math.Pow(2, Math.Min(repeat, MaxDoublings));
        return (pause < longest ? pause : longest) * (0.5 + jitter.NextDouble());
    }
}
