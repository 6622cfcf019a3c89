using ZohoLock.Bulk;

namespace ZohoLock.Pipeline;

/// <summary>Takes the outcomes of a run as they are ready: writes errors, hands on the others, and shows the progress.</summary>
/// <param name="cmdlet">The cmdlet that writes.</param>
/// <param name="connection">The connection that is used.</param>
internal sealed class OutcomePipeline(ZohoCmdlet cmdlet, Connection connection)
{
    /// <summary>Takes all outcomes.</summary>
    /// <param name="outcomes">The outcomes.</param>
    /// <param name="summary">Counts them.</param>
    /// <param name="expected">How many there are; null if it isn't known.</param>
    /// <param name="findTarget">The target of the error of an outcome.</param>
    /// <param name="onDone">What to do with an outcome that is no error.</param>
    /// <exception cref="ZohoException">The run has ended early.</exception>
    public void Run(
        IAsyncEnumerable<RecordOutcome> outcomes,
        RunSummary summary,
        RunExpectation? expected,
        Func<RecordOutcome, object> findTarget,
        Action<RecordOutcome> onDone)
    {
        foreach (var outcome in new ProgressDisplay(cmdlet, connection).ReadAll(outcomes, () => summary.Counts, expected))
        {
            summary.Add(outcome);
            if (outcome.Failure is { } failure)
            {
                cmdlet.WriteError(failure, findTarget(outcome), outcome.Input.Name);
            }
            else
            {
                onDone(outcome);
            }
        }
    }
}
