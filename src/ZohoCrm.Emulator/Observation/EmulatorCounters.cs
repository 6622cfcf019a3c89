namespace ZohoCrm.Emulator;

/// <summary>What the emulator was asked, counted just before each answer leaves.</summary>
public sealed class EmulatorCounters
{
    private readonly object _lock = new();
    private readonly Dictionary<(string Method, Operation Operation, int Status), long> _counts = [];
    private long _total;
    private long _repeatedLocks;
    private long _tokensIssued;
    private int _peakConcurrency;

    internal EmulatorCounters()
    {
    }

    /// <summary>All requests answered, or left without an answer on purpose.</summary>
    public long Total
    {
        get
        {
            lock (_lock)
            {
                return _total;
            }
        }
    }

    /// <summary>The most API requests that were in process at one moment, those refused with 429 included (protocol 6.2).</summary>
    public int PeakConcurrency
    {
        get
        {
            lock (_lock)
            {
                return _peakConcurrency;
            }
        }
    }

    /// <summary>Attempts to lock a record that the same user had already locked (protocol 1.6).</summary>
    public long RepeatedLocks
    {
        get
        {
            lock (_lock)
            {
                return _repeatedLocks;
            }
        }
    }

    /// <summary>Access tokens issued (protocol 4.4).</summary>
    public long TokensIssued
    {
        get
        {
            lock (_lock)
            {
                return _tokensIssued;
            }
        }
    }

    /// <summary>The counts by method, operation and status, as they are now.</summary>
    public IReadOnlyList<CallCount> Rows
    {
        get
        {
            lock (_lock)
            {
                return [.. _counts
                    .Select(row => new CallCount(row.Key.Method, row.Key.Operation, row.Key.Status, row.Value))
                    .OrderBy(row => row.Operation).ThenBy(row => row.Method, StringComparer.Ordinal).ThenBy(row => row.Status)];
            }
        }
    }

    /// <summary>The requests of one method.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <returns>Their number.</returns>
    public long Count(string method) => Sum(row => row.Method == method);

    /// <summary>The requests of one method that were answered with one status.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="status">The status; 0 for no answer.</param>
    /// <returns>Their number.</returns>
    public long Count(string method, int status) => Sum(row => row.Method == method && row.Status == status);

    /// <summary>The requests of one operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>Their number.</returns>
    public long Count(Operation operation) => Sum(row => row.Operation == operation);

    /// <summary>The requests of one operation that were answered with one status.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="status">The status; 0 for no answer.</param>
    /// <returns>Their number.</returns>
    public long Count(Operation operation, int status) => Sum(row => row.Operation == operation && row.Status == status);

    /// <summary>Starts to count again from zero.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _counts.Clear();
            _total = 0;
            _repeatedLocks = 0;
            _tokensIssued = 0;
            _peakConcurrency = 0;
        }
    }

    internal void Answered(string method, Operation operation, int status)
    {
        lock (_lock)
        {
            _total++;
            var key = (method, operation, status);
            _counts[key] = _counts.GetValueOrDefault(key) + 1;
        }
    }

    internal void InProcess(int concurrency)
    {
        lock (_lock)
        {
            _peakConcurrency = Math.Max(_peakConcurrency, concurrency);
        }
    }

    internal void RepeatedLock()
    {
        lock (_lock)
        {
            _repeatedLocks++;
        }
    }

    internal void TokenIssued()
    {
        lock (_lock)
        {
            _tokensIssued++;
        }
    }

    private long Sum(Func<(string Method, Operation Operation, int Status), bool> matches)
    {
        lock (_lock)
        {
            return _counts.Where(row => matches(row.Key)).Sum(row => row.Value);
        }
    }
}
