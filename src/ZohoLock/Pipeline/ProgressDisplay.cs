using System.Management.Automation;
using ZohoLock.Bulk;

namespace ZohoLock.Pipeline;

/// <summary>Shows the progress of a run, and warns once each time that it waits for access tokens.</summary>
/// <param name="cmdlet">The cmdlet that writes.</param>
/// <param name="connection">The connection that is used.</param>
/// <param name="summary">The counts of the run's outcomes.</param>
internal sealed class ProgressDisplay(ZohoCmdlet cmdlet, Connection connection, RunSummary summary)
{
    private readonly RunProgress _progress = new(summary, TimeProvider.System);
    private DateTimeOffset? _throttledSince;

    /// <summary>Shows the progress if an update is due.</summary>
    /// <param name="left">The number of records still to be done; null if it isn't known.</param>
    public void Show(int? left)
    {
        if (connection.TokenThrottledSince is { } since && since != _throttledSince)
        {
            _throttledSince = since;
            cmdlet.WriteWarning("Zoho gives no more access tokens for now (10 in 10 minutes are its limit). The run waits, and goes on by itself; nothing is lost.");
        }

        if (_progress.Next(left, connection.CallsInFlight, connection.CreditsRemaining) is { } update)
        {
            cmdlet.WriteProgress(new ProgressRecord(1, cmdlet.MyInvocation.MyCommand.Name, update.Status)
            {
                PercentComplete = update.PercentComplete ?? -1,
                SecondsRemaining = update.SecondsRemaining ?? -1,
            });
        }
    }

    /// <summary>Removes the display.</summary>
    public void Hide()
    {
        if (_progress.HasUpdated)
        {
            cmdlet.WriteProgress(new ProgressRecord(1, cmdlet.MyInvocation.MyCommand.Name, "done") { RecordType = ProgressRecordType.Completed });
        }
    }
}
