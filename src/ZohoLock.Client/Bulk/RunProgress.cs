using System.Globalization;

namespace ZohoLock.Bulk;

/// <summary>
/// Tells the progress of a run at intervals. The rate and the estimates are those of this run alone: what an earlier run has done, by the
/// journal, takes no time.
/// </summary>
/// <param name="interval">The time between two updates.</param>
/// <param name="time">The clock.</param>
public sealed class RunProgress(TimeSpan interval, TimeProvider time)
{
    /// <summary>The time between two updates of a display.</summary>
    public static readonly TimeSpan DisplayInterval = TimeSpan.FromMilliseconds(300);

    /// <summary>The time between two lines in a log.</summary>
    public static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);

    // Long enough to even out calls that are answered in batches, short enough to forget a slow start.
    private static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(20);

    // The first answers tell nothing of the rate, because all calls began at once.
    private static readonly TimeSpan ShortestEstimate = TimeSpan.FromSeconds(1);

    // Shorter pauses are nothing to wonder about.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(2);

    // How many records this run has done at times of the rate window, the oldest first.
    private readonly Queue<(long Timestamp, long Done)> _samples = new();
    private long _updated;
    private long _changed;
    private long _done;

    /// <summary>Whether there has been an update, so that a display must be cleared at the end.</summary>
    public bool HasUpdated { get; private set; }

    /// <summary>Whether an update is due. The first call begins the time of the run.</summary>
    /// <param name="counts">The counts of the outcomes.</param>
    public bool IsDue(RunCounts counts)
    {
        var now = time.GetTimestamp();
        if (_samples.Count == 0)
        {
            _samples.Enqueue((now, counts.DoneByThisRun));
            (_updated, _changed, _done) = (now, now, counts.Done);
        }

        if (counts.Done != _done)
        {
            (_changed, _done) = (now, counts.Done);
        }

        return time.GetElapsedTime(_updated, now) >= interval;
    }

    /// <summary>Creates an update, when <see cref="IsDue"/> says so.</summary>
    /// <param name="counts">The counts of the outcomes.</param>
    /// <param name="expected">How many records there are; null if it isn't known.</param>
    /// <param name="callsInFlight">The number of calls in flight.</param>
    /// <param name="creditsRemaining">The API credits left; null if not known.</param>
    /// <param name="cause">Why calls get nowhere at the moment; null if that isn't known. It is told if no record has been completed for two seconds.</param>
    public ProgressUpdate Next(RunCounts counts, RunExpectation? expected, int callsInFlight, long? creditsRemaining, string? cause = null)
    {
        var now = time.GetTimestamp();
        _updated = now;
        HasUpdated = true;
        var (rate, hasRate) = MeasureRate(now, counts.DoneByThisRun);
        var toDo = expected?.FindToDo(counts);
        var total = toDo is null ? null : string.Create(CultureInfo.InvariantCulture, $" of {expected!.Value.Total:N0}");
        var status = string.Create(
            CultureInfo.InvariantCulture,
            $"{counts.Done:N0}{total} done, {counts.Failed:N0} failed, {FormatRate(rate)} a second, {callsInFlight} calls in flight");
        if (creditsRemaining is { } credits)
        {
            status = string.Create(CultureInfo.InvariantCulture, $"{status}, {credits:N0} credits left");
        }

        if (cause is not null && time.GetElapsedTime(_changed, now) >= LongestSilence)
        {
            status = $"{cause}. {status}";
        }

        return new(status)
        {
            PercentComplete = toDo is { } all && all > 0 ? (int)(100 * counts.DoneByThisRun / all) : null,
            SecondsRemaining = toDo is { } whole && hasRate && rate > 0 ? (int)Math.Min((whole - counts.DoneByThisRun) / rate, int.MaxValue) : null,
        };
    }

    private static string FormatRate(double rate) => rate.ToString(rate is > 0 and < 10 ? "0.#" : "N0", CultureInfo.InvariantCulture);

    private (double Rate, bool IsKnown) MeasureRate(long now, long done)
    {
        // The first sample is the last one from before the window.
        while (_samples.Count > 1 && time.GetElapsedTime(_samples.ElementAt(1).Timestamp, now) >= RateWindow)
        {
            _samples.Dequeue();
        }

        var (timestamp, doneBefore) = _samples.Peek();
        _samples.Enqueue((now, done));
        var elapsed = time.GetElapsedTime(timestamp, now);
        return elapsed > TimeSpan.Zero ? ((done - doneBefore) / elapsed.TotalSeconds, elapsed >= ShortestEstimate) : (0, false);
    }
}

/// <summary>The outcomes of a run so far.</summary>
/// <param name="Done">The number of records with a final outcome.</param>
/// <param name="Failed">How many of them failed.</param>
/// <param name="FromJournal">How many of them an earlier run had done.</param>
public readonly record struct RunCounts(long Done, long Failed = 0, long FromJournal = 0)
{
    /// <summary>The number of records that this run has completed itself.</summary>
    public long DoneByThisRun => Done - FromJournal;
}

/// <summary>How many records a run has, where that is known before its end.</summary>
/// <param name="Total">The number of all of them.</param>
/// <param name="FromJournal">How many of them an earlier run has done; at least, if not all of the input is known.</param>
public readonly record struct RunExpectation(long Total, long FromJournal = 0)
{
    /// <summary>The number of records that this run has to do itself; null if there turn out to be more.</summary>
    internal long? FindToDo(RunCounts counts) =>
        Total - Math.Max(FromJournal, counts.FromJournal) is var own && counts.DoneByThisRun <= own ? own : null;
}

/// <summary>The progress of a run.</summary>
/// <param name="Status">The counts as text.</param>
public sealed record ProgressUpdate(string Status)
{
    /// <summary>The percentage done of what this run has to do; null if it isn't known.</summary>
    public int? PercentComplete { get; init; }

    /// <summary>The estimated time left, in seconds; null if it isn't known.</summary>
    public int? SecondsRemaining { get; init; }

    /// <summary>The progress in one line, for a log.</summary>
    /// <param name="activity">What is going on.</param>
    public string ToLine(string activity)
    {
        var percent = PercentComplete is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known}%, ") : null;
        var left = SecondsRemaining switch
        {
            null => null,
            < 120 and var seconds => string.Create(CultureInfo.InvariantCulture, $", about {seconds} s left"),
            < 7200 and var seconds => string.Create(CultureInfo.InvariantCulture, $", about {seconds / 60} min left"),
            var seconds => string.Create(CultureInfo.InvariantCulture, $", about {seconds / 3600.0:0.#} h left"),
        };
        return $"{activity}: {percent}{Status}{left}";
    }
}
