namespace ZohoLock.Authentication;

/// <summary>Measures how long at least one caller has been waiting; concurrent waits count once.</summary>
internal sealed class WaitStopwatch(TimeProvider time)
{
    private readonly object _lock = new();
    private DateTimeOffset _since;
    private TimeSpan _ended;
    private int _waiting;

    /// <summary>When the current wait began; null if nobody is waiting.</summary>
    public DateTimeOffset? Since
    {
        get
        {
            lock (_lock)
            {
                return _waiting > 0 ? _since : null;
            }
        }
    }

    /// <summary>The total waiting time.</summary>
    public TimeSpan Total
    {
        get
        {
            lock (_lock)
            {
                return _waiting > 0 ? _ended + (time.GetUtcNow() - _since) : _ended;
            }
        }
    }

    public void Begin()
    {
        lock (_lock)
        {
            if (_waiting++ == 0)
            {
                _since = time.GetUtcNow();
            }
        }
    }

    public void End()
    {
        lock (_lock)
        {
            if (--_waiting == 0)
            {
                _ended += time.GetUtcNow() - _since;
            }
        }
    }
}
