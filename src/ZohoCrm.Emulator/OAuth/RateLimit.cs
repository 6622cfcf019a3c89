namespace ZohoCrm.Emulator.OAuth;

/// <summary>A fixed-window rate limit: the window of ten minutes begins with the first request (protocol 4.4).</summary>
internal sealed class RateLimit
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(10);

    private DateTimeOffset _begin;
    private int _count;

    public bool TryAcquire(int? limit, DateTimeOffset now)
    {
        if (now - _begin >= Length)
        {
            _begin = now;
            _count = 0;
        }

        if (_count >= limit)
        {
            return false;
        }

        _count++;
        return true;
    }
}
