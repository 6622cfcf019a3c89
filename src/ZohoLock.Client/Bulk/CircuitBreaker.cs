using System.Globalization;

namespace ZohoLock.Bulk;

/// <summary>
/// Ends a run whose first records are all refused alike: what fails for every record (a missing permission, the ids of another module) would use up the
/// day's API credits for nothing. May be used from several threads at once.
/// </summary>
internal sealed class CircuitBreaker
{
    /// <summary>How many of a run's first outcomes have to be the same refusal.</summary>
    public const int Limit = 50;

    private readonly object _lock = new();
    private ZohoError? _refusal;
    private int _count;
    private bool _isDecided;

    /// <summary>Whether that many were refused alike, so that nothing more is to be begun.</summary>
    public bool IsOpen => Volatile.Read(ref _count) == Limit;

    /// <summary>Learns how a record ended.</summary>
    /// <param name="failure">Its error; null if it succeeded.</param>
    /// <returns>The error that ends the run; null if it goes on.</returns>
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

    // The messages of one refusal may name different values; what to do about it is the same.
    private static bool IsSameRefusal(ZohoError one, ZohoError other) =>
        one.Code == other.Code && one.StatusCode == other.StatusCode && (BeginsWith(one.Advice, other.Advice) || BeginsWith(other.Advice, one.Advice));

    // Behind it, there may be more for single records: for an id that looks cut.
    private static bool BeginsWith(string advice, string beginning) => advice.StartsWith(beginning, StringComparison.Ordinal);

    private static ZohoError CreateError(ZohoError refusal) => refusal with
    {
        Message = string.Create(CultureInfo.InvariantCulture, $"the run was ended, because its first {Limit} records were all refused alike: {refusal.Message}"),
        Advice = $"{refusal.AdviceTemplate} Where the records after these are different, -ContinueOnRefusal goes on all the same.",
        EndsRun = true,
    };
}
