using System.Globalization;

namespace ZohoLock.Bulk;

/// <summary>Reports the progress of a run, a few times per second.</summary>
/// <param name="summary">The counts of the run's outcomes.</param>
/// <param name="time">The clock.</param>
public sealed class RunProgress(RunSummary summary, TimeProvider time)
{
    /// <summary>The time between two updates.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    private readonly long _started = time.GetTimestamp();
    private long _updated = time.GetTimestamp();

    /// <summary>Whether there has been an update, so that the display must be cleared at the end.</summary>
    public bool HasUpdated { get; private set; }

    /// <summary>Creates the next update; null if it isn't due yet.</summary>
    /// <param name="left">The number of records still to be done; null if it isn't known.</param>
    /// <param name="callsInFlight">The number of calls in flight.</param>
    /// <param name="creditsRemaining">The API credits left; null if not known.</param>
    public ProgressUpdate? Next(int? left, int callsInFlight, long? creditsRemaining)
    {
        if (time.GetElapsedTime(_updated) < Interval)
        {
            return null;
        }

        _updated = time.GetTimestamp();
        HasUpdated = true;
        var rate = (summary.Done - summary.FromJournal) / time.GetElapsedTime(_started).TotalSeconds;
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

/// <summary>The progress of a run.</summary>
/// <param name="Status">The counts as text.</param>
public sealed record ProgressUpdate(string Status)
{
    /// <summary>The percentage done; null if it isn't known.</summary>
    public int? PercentComplete { get; init; }

    /// <summary>The estimated time left, in seconds; null if it isn't known.</summary>
    public int? SecondsRemaining { get; init; }
}
