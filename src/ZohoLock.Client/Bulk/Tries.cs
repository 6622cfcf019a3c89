using ZohoLock.Http;
using ZohoLock.Journal;

namespace ZohoLock.Bulk;

/// <summary>The tries at one call: what is known of them, whether there may be another, and when.</summary>
internal sealed class Tries(ApiClient api, TimeProvider time, EarlierRun? earlierRun = null)
{
    // Nothing answers yet: an address that is wrong is to be known soon.
    private static readonly TimeSpan PatienceAtFirst = TimeSpan.FromSeconds(1);

    // Zoho's times have whole seconds, and so has the clock that its answers tell.
    private static readonly TimeSpan Precision = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PrecisionWithoutClock = TimeSpan.FromMinutes(5);

    private readonly DateTimeOffset _begun = earlierRun?.Begun ?? time.GetUtcNow();
    private long? _firstFailure;
    private TimeSpan _throttledBefore;
    private int _failures;

    /// <summary>Whether there was a try before.</summary>
    public bool IsRepeat => _failures > 0;

    /// <summary>Whether the answer to a try was lost, so that it may have been carried out.</summary>
    public bool HasLostAnswer => LostAnswer is not null;

    /// <summary>The failure that the answer was lost with; the last one where there were several.</summary>
    public ZohoException? LostAnswer { get; private set; }

    /// <summary>Whether what is found may be the work of an earlier try, of this run or of one that was cut off.</summary>
    public bool MayBeDone => HasLostAnswer || earlierRun is not null;

    /// <summary>
    /// Whether a call that failed is tried again: not after a refusal, and otherwise for as long as there is patience. Whether that is safe is for the
    /// caller to see to: before a POST or DELETE whose answer was lost is repeated, what is there must be looked at.
    /// </summary>
    public bool MayRepeat(ZohoError error) => error.Fate switch
    {
        CallFate.Refused => false,
        CallFate.NotSent => Elapsed < (api.Server.HasAnswered ? api.Policy.Patience : PatienceAtFirst),
        _ => Elapsed < api.Policy.Patience && api.Server.FailingFor < api.Policy.Patience,
    };

    /// <summary>Learns from a failure, and waits until it is time for the next try.</summary>
    public Task PauseAfterAsync(ZohoException failure, CancellationToken cancellationToken)
    {
        if (_firstFailure is null)
        {
            _firstFailure = time.GetTimestamp();
            _throttledBefore = api.TimeThrottled;
        }

        if (failure.Error.Fate == CallFate.Unknown)
        {
            LostAnswer = failure;
        }

        return api.Limiter.PauseAsync(api.Policy.PauseBefore(_failures++), cancellationToken);
    }

    /// <summary>Whether something that the server dates <paramref name="at"/> was done since the first of these tries.</summary>
    public bool IsSinceBegun(DateTimeOffset at)
    {
        // In ticks, which have room for a server's clock that stands at the end of all time.
        var early = api.Server.ClockOffset is { } offset ? Precision - offset : PrecisionWithoutClock;
        return at.UtcTicks >= _begun.UtcTicks - early.Ticks;
    }

    /// <summary>Whether these tries can have been made as that user; true where that isn't known.</summary>
    public bool MayBeUser(string? userId) => userId is null
        || (api.Server.UserId is null && earlierRun?.UserId is null)
        || userId == api.Server.UserId || userId == earlierRun?.UserId;

    // While there was no access token, nothing was tried.
    private TimeSpan Elapsed =>
        _firstFailure is { } first ? time.GetElapsedTime(first) - (api.TimeThrottled - _throttledBefore) : TimeSpan.Zero;
}
