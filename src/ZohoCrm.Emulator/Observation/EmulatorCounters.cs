namespace ZohoCrm.Emulator.Observation;

/// <summary>Counts the requests, just before each response is sent.</summary>
public sealed class EmulatorCounters
{
    private readonly object _lock = new();
    private readonly Dictionary<(string Method, Operation Operation, int Status), long> _counts = [];
    private long _total;
    private long _repeatedLocks;
    private long _tokensIssued;
    private long _creditsSpent;
    private int _peakConcurrency;
    private int _peakQueryConcurrency;

    internal EmulatorCounters()
    {
    }

    /// <summary>All requests, including those that a fault left without a response.</summary>
    public long Total => Volatile.Read(ref _total);

    /// <summary>The largest number of concurrent API requests, including those answered 429 (protocol 6.2).</summary>
    public int PeakConcurrency => Volatile.Read(ref _peakConcurrency);

    /// <summary>The largest number of concurrent COQL queries, including those answered 429 (protocol 9.1).</summary>
    public int PeakQueryConcurrency => Volatile.Read(ref _peakQueryConcurrency);

    /// <summary>Attempts to lock a record that the same user had already locked (protocol 1.6).</summary>
    public long RepeatedLocks => Volatile.Read(ref _repeatedLocks);

    /// <summary>Access tokens issued (protocol 4.4).</summary>
    public long TokensIssued => Volatile.Read(ref _tokensIssued);

    /// <summary>The API credits spent (protocol 6.1).</summary>
    public long CreditsSpent => Volatile.Read(ref _creditsSpent);

    /// <summary>The counts by method, operation and status.</summary>
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

    /// <summary>Counts the requests of a method.</summary>
    public long Count(string method) => Sum(row => row.Method == method);

    /// <summary>Counts the requests of a method with a status; 0 is no response.</summary>
    public long Count(string method, int status) => Sum(row => row.Method == method && row.Status == status);

    /// <summary>Counts the requests of an operation.</summary>
    public long Count(Operation operation) => Sum(row => row.Operation == operation);

    /// <summary>Counts the requests of an operation with a status; 0 is no response.</summary>
    public long Count(Operation operation, int status) => Sum(row => row.Operation == operation && row.Status == status);

    /// <summary>Resets all counters to zero.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _counts.Clear();
            _total = 0;
            _repeatedLocks = 0;
            _tokensIssued = 0;
            _creditsSpent = 0;
            _peakConcurrency = 0;
            _peakQueryConcurrency = 0;
        }
    }

    internal void CountRequest(string method, Operation operation, int status)
    {
        lock (_lock)
        {
            _total++;
            var key = (method, operation, status);
            _counts[key] = _counts.GetValueOrDefault(key) + 1;
        }
    }

    internal void RecordConcurrency(int concurrency)
    {
        lock (_lock)
        {
            _peakConcurrency = Math.Max(_peakConcurrency, concurrency);
        }
    }

    internal void RecordQueryConcurrency(int concurrency)
    {
        lock (_lock)
        {
            _peakQueryConcurrency = Math.Max(_peakQueryConcurrency, concurrency);
        }
    }

    internal void CountRepeatedLock()
    {
        lock (_lock)
        {
            _repeatedLocks++;
        }
    }

    internal void CountCredits(int credits)
    {
        lock (_lock)
        {
            _creditsSpent += credits;
        }
    }

    internal void CountTokenIssued()
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

/// <summary>The number of requests with the same method, operation and status.</summary>
/// <param name="Method">The HTTP method; empty for a request that could not be parsed.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Status">The status of the response; 0 if none was sent.</param>
/// <param name="Count">The number.</param>
public sealed record CallCount(string Method, Operation Operation, int Status, long Count);
