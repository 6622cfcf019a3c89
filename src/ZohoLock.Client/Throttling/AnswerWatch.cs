namespace ZohoLock.Throttling;

/// <summary>Measures for how long calls in flight have had no answer; a <see cref="CallLimiter"/> guards this state.</summary>
internal sealed class AnswerWatch(TimeProvider time)
{
    private long _since;

    /// <summary>How long ago the last answer came, or the first call was sent after none had been in flight.</summary>
    public TimeSpan SilentFor => time.GetElapsedTime(_since);

    /// <summary>Records an answer, or that a call is sent while none is in flight.</summary>
    public void Restart() => _since = time.GetTimestamp();
}
