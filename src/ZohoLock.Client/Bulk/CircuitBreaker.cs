using System.Globalization;

namespace ZohoLock.Bulk;

/// <summary>
/// Ends a run whose first records are all refused with the same error (a missing permission, ids of another module), which would use up the
/// day's API credits for nothing. Thread-safe.
/// </summary>
internal sealed class CircuitBreaker
{
    /// <summary>The number of identical refusals that ends the run.</summary>
    public const int Limit = 50;

    private readonly object _lock = new();
    private ZohoError? _refusal;
    private int _count;
    private bool _isDecided;

    /// <summary>Whether the run has been ended, so that no further record is started.</summary>
    public bool IsOpen => Volatile.Read(ref _count) == Limit;

    /// <summary>Records the outcome of a record.</summary>
    /// <param name="failure">The error; null if it succeeded.</param>
    /// <returns>The error that ends the run; null if it continues.</returns>
    public ZohoException? Record(ZohoError? failure)
    {
        lock (_lock)
        {
            if (_isDecided)
            {
                return null;
            }

            _refusal ??= failure;
            _isDecided = failure is not { Outcome: CallOutcome.Refused } || !IsSameRefusal(failure, _refusal!) || ++_count == Limit;
            return _count == Limit ? new ZohoException(CreateError(failure!)) : null;
        }
    }

    // The messages of one kind of refusal may name different values, but its entry in the catalogue is the same.
    private static bool IsSameRefusal(ZohoError one, ZohoError other) =>
        one.Code == other.Code && one.StatusCode == other.StatusCode && one.CatalogEntry == other.CatalogEntry;

    private static ZohoError CreateError(ZohoError refusal) => refusal with
    {
        Message = string.Create(CultureInfo.InvariantCulture, $"the run was ended, because its first {Limit} records were all refused alike: {refusal.Message}"),
        Advice = $"{refusal.AdviceTemplate} Where the records after these are different, -ContinueOnRefusal goes on all the same.",
        EndsRun = true,
    };
}
