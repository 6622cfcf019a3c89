namespace ZohoCrm.Emulator.Limits;

/// <summary>Counts the API credits of the last 24 hours, by the minute (protocol 6.1).</summary>
internal sealed class CreditMeter(TimeProvider time)
{
    private const long Window = 24 * 60;

    private readonly object _lock = new();
    private readonly Queue<(long Minute, long Spent)> _earlier = new();
    private long _minute;
    private long _spentInMinute;
    private long _spentEarlier;

    /// <summary>Spends credits; returns the credits spent in the last 24 hours, or null, and spends none, if fewer are left.</summary>
    public long? Spend(int credits, long? daily)
    {
        lock (_lock)
        {
            Advance(time.GetUtcNow().Ticks / TimeSpan.TicksPerMinute);
            if (_spentEarlier + _spentInMinute + credits > daily)
            {
                return null;
            }

            _spentInMinute += credits;
            return _spentEarlier + _spentInMinute;
        }
    }

    private void Advance(long minute)
    {
        if (minute == _minute)
        {
            return;
        }

        if (_spentInMinute > 0)
        {
            _earlier.Enqueue((_minute, _spentInMinute));
            _spentEarlier += _spentInMinute;
            _spentInMinute = 0;
        }

        _minute = minute;
        while (_earlier.TryPeek(out var oldest) && oldest.Minute <= minute - Window)
        {
            _spentEarlier -= _earlier.Dequeue().Spent;
        }
    }
}
