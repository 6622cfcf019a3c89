using System.Globalization;

namespace ZohoLock.Syncing;

/// <summary>Counts the steps of a plan by what they do, and estimates what applying it costs.</summary>
public sealed class LockPlanSummary
{
    // Zoho answers most calls in less; calls wait for each other at the limit.
    private static readonly TimeSpan TypicalCall = TimeSpan.FromSeconds(0.5);

    // The records to lock are looked at 50 a call; the others one by one.
    private const int LookedUpPerCall = 50;

    private readonly Dictionary<LockPlanAction, long> _counts = [];

    /// <summary>The number of steps that change something.</summary>
    public long Changes => this[LockPlanAction.Lock] + this[LockPlanAction.Unlock] + this[LockPlanAction.ChangeReason];

    /// <summary>The API credits that applying the plan costs if no call is repeated: the changes, and a look at each record first.</summary>
    public long Credits =>
        this[LockPlanAction.Lock] + ((this[LockPlanAction.Lock] + LookedUpPerCall - 1) / LookedUpPerCall)
        + (2 * (this[LockPlanAction.Unlock] + this[LockPlanAction.ChangeReason]));

    /// <summary>The number of steps with an action.</summary>
    public long this[LockPlanAction action] => _counts.GetValueOrDefault(action);

    /// <summary>Counts a step.</summary>
    public void Add(LockPlanStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        _counts[step.Action] = this[step.Action] + 1;
    }

    /// <summary>Checks that there aren't too many changes, before the first one.</summary>
    /// <exception cref="ZohoException">There are more than the maximum: code <c>MaximumCountExceeded</c>. It ends the run.</exception>
    public void RequireAtMost(int maximum)
    {
        if (Changes > maximum)
        {
            throw SyncingErrors.TooManyChanges(Changes, maximum);
        }
    }

    /// <summary>The error for changes that the user declined before the first one.</summary>
    public ZohoException CreateDeclined() => SyncingErrors.ChangesDeclined(Changes);

    /// <summary>About how long applying the plan takes.</summary>
    /// <param name="concurrency">The number of calls at once.</param>
    public TimeSpan EstimateTime(int concurrency) => Credits * TypicalCall / concurrency;

    /// <summary>The counts and the estimate in one line.</summary>
    /// <param name="concurrency">The number of calls at once.</param>
    public string Describe(int concurrency)
    {
        var minutes = (long)Math.Ceiling(EstimateTime(concurrency).TotalMinutes);
        var time = minutes <= 1 ? "about a minute at most" : string.Create(CultureInfo.InvariantCulture, $"about {minutes:N0} minutes");
        var calls = concurrency == 1 ? "one call at a time" : string.Create(CultureInfo.InvariantCulture, $"{concurrency} calls at once");
        var cost = Changes == 0
            ? "Nothing is to be done."
            : string.Create(CultureInfo.InvariantCulture, $"That costs about {Credits:N0} API credits and takes {time} with {calls}.");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{this[LockPlanAction.Lock]:N0} to lock, {this[LockPlanAction.ChangeReason]:N0} with a reason to change, {this[LockPlanAction.Unlock]:N0} to unlock, {this[LockPlanAction.Blocked]:N0} blocked, {this[LockPlanAction.Keep]:N0} to keep. {cost}");
    }
}
