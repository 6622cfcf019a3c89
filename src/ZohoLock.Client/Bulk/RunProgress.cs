using System.Globalization;

namespace ZohoLock.Bulk;

/// <summary>Tells a few times a second how far a run has got.</summary>
/// <param name="summary">Counts the run's outcomes.</param>
/// <param name="time">The clock.</param>
public sealed class RunProgress(RunSummary summary, TimeProvider time)
{
    /// <summary>The time between two updates.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    private readonly long _begun = time.GetTimestamp();
    private long _updated = time.GetTimestamp();

    /// <summary>Whether there has been an update, so that a display has to be removed at the end.</summary>
    public bool HasUpdated { get; private set; }

    /// <summary>The next update; null if it isn't time yet.</summary>
    /// <param name="left">How many records are still to be done; null if that isn't known.</param>
    /// <param name="callsInFlight">How many calls are in flight.</param>
    /// <param name="creditsRemaining">The API credits that are left; null if that isn't known.</param>
    public ProgressUpdate? Next(int? left, int callsInFlight, long? creditsRemaining)
    {
        if (time.GetElapsedTime(_updated) < Interval)
        {
            return null;
        }

        _updated = time.GetTimestamp();
        HasUpdated = true;
        var rate = (summary.Done - summary.FromJournal) / time.GetElapsedTime(_begun).TotalSeconds;
        var status = string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Done:N0} done, {summary.Failed:N0} failed, {rate:N0} a second, {callsInFlight} calls in flight");
        return new(creditsRemaining is { } credits ? string.Create(CultureInfo.InvariantCulture, $"{status}, {credits:N0} credits left") : status)
        {
            PercentComplete = left is { } toDo && summary.Done + toDo > 0 ? (int)(100 * summary.Done / (summary.Done + toDo)) : null,
            SecondsRemaining = left is { } rest && rate > 0 ? (int)Math.Min(rest / rate, int.MaxValue) : null,
        };
    }
}

/// <summary>How far a run has got.</summary>
/// <param name="Status">The counts in words.</param>
public sealed record ProgressUpdate(string Status)
{
    /// <summary>How much is done, in percent; null if that isn't known.</summary>
    public int? PercentComplete { get; init; }

    /// <summary>How long it takes yet, in seconds; null if that isn't known.</summary>
    public int? SecondsRemaining { get; init; }
}
