namespace ZohoLock.Authentication;

/// <summary>Measures for how long anybody has waited for something, however many wait for it at once.</summary>
internal sealed class WaitStopwatch(TimeProvider time)
{
    private readonly object _lock = new();
    private DateTimeOffset _since;
    private TimeSpan _ended;
    private int _waiting;

    /// <summary>Since when somebody has been waiting; null if nobody is.</summary>
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

    /// <summary>For how long, all in all.</summary>
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
