using ZohoLock.Diagnostics;
using ZohoLock.Journal;

namespace ZohoLock.Bulk;

/// <summary>Counts the records of runs for those who measure them (docs/tracing.md).</summary>
internal static class RecordTelemetry
{
    /// <summary>Counts a record that was finished; nothing if it wasn't attempted.</summary>
    /// <param name="options">The run's options.</param>
    /// <param name="outcome">The outcome of the record.</param>
    public static void Count(RecordRunOptions options, RecordOutcome outcome)
    {
        if (!Telemetry.IsCountingRecords || outcome is { IsDone: false, Failure: null })
        {
            return;
        }

        var operation = options.Operation switch
        {
            RecordOperation.Lock => CallSubject.Lock,
            RecordOperation.UpdateReason => CallSubject.UpdateReason,
            RecordOperation.Unlock => CallSubject.Unlock,
            RecordOperation.Suspend => "suspend",
            _ => options.Work is null ? CallSubject.GetLocks : "other",
        };
        var end = outcome.Failure is not null ? "failed" : outcome.IsFromJournal ? "from_journal" : "done";
        Telemetry.CountRecord(operation, outcome.Input.Module, end, outcome.Failure?.Error.Code);
    }
}
