using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using ZohoLock.Bulk;

namespace ZohoLock.Pipeline;

/// <summary>Counts a run's outcomes, and says a few times a second how far it has got.</summary>
internal sealed class RunProgress(string activity)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    private readonly long _begun = Stopwatch.GetTimestamp();
    private long _shown = Stopwatch.GetTimestamp();
    private bool _isShowing;
    private long _fromJournal;

    public long Done { get; private set; }

    public long Failed { get; private set; }

    public void Count(RecordOutcome outcome)
    {
        Done++;
        Failed += outcome.Failure is null ? 0 : 1;
        _fromJournal += outcome.IsFromJournal ? 1 : 0;
    }

    /// <summary>The next update; null where it isn't time yet.</summary>
    /// <param name="connection">Tells the calls in flight and the credits left.</param>
    /// <param name="left">How many records are still to be done; null where that isn't known.</param>
    public ProgressRecord? Next(Connection connection, int? left)
    {
        if (Stopwatch.GetElapsedTime(_shown) < Interval)
        {
            return null;
        }

        _shown = Stopwatch.GetTimestamp();
        _isShowing = true;
        var rate = (Done - _fromJournal) / Stopwatch.GetElapsedTime(_begun).TotalSeconds;
        return new ProgressRecord(1, activity, Status(rate, connection))
        {
            PercentComplete = left is { } toDo && Done + toDo > 0 ? (int)(100 * Done / (Done + toDo)) : -1,
            SecondsRemaining = left is { } rest && rate > 0 ? (int)Math.Min(rest / rate, int.MaxValue) : -1,
        };
    }

    /// <summary>Takes the display away; null where there is none.</summary>
    public ProgressRecord? End() => _isShowing ? new ProgressRecord(1, activity, "done") { RecordType = ProgressRecordType.Completed } : null;

    private string Status(double rate, Connection connection)
    {
        var status = string.Create(
            CultureInfo.InvariantCulture,
            $"{Done:N0} done, {Failed:N0} failed, {rate:N0} a second, {connection.CallsInFlight} calls in flight");
        return connection.CreditsRemaining is { } credits
            ? string.Create(CultureInfo.InvariantCulture, $"{status}, {credits:N0} credits left")
            : status;
    }
}
