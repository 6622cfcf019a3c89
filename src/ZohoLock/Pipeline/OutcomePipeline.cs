using ZohoLock.Bulk;

namespace ZohoLock.Pipeline;

/// <summary>Takes the outcomes of a run as they are ready: writes errors, hands on the others, and shows the progress.</summary>
/// <param name="cmdlet">The cmdlet that writes.</param>
/// <param name="connection">The connection that is used.</param>
internal sealed class OutcomePipeline(ZohoCmdlet cmdlet, Connection connection)
{
    private static readonly TimeSpan LongestWait = RunProgress.Interval;

    /// <summary>Takes all outcomes.</summary>
    /// <param name="outcomes">The outcomes.</param>
    /// <param name="count">How many there are, as far as is known.</param>
    /// <param name="findTarget">The target of the error of an outcome.</param>
    /// <param name="onDone">What to do with an outcome that is no error.</param>
    /// <exception cref="ZohoException">The run has ended early.</exception>
    public void Run(IAsyncEnumerable<RecordOutcome> outcomes, int count, Func<RecordOutcome, object> findTarget, Action<RecordOutcome> onDone)
    {
        RunSummary summary = new();
        ProgressDisplay display = new(cmdlet, connection, summary);
        var each = outcomes.GetAsyncEnumerator(cmdlet.Stopped);
        Task<bool> next = Task.FromResult(true);
        try
        {
            while (true)
            {
                next = each.MoveNextAsync().AsTask();
                do
                {
                    display.Show((int)Math.Max(0, count - summary.Done));
                    cmdlet.Queue.RunUntilCompleted(next, LongestWait);
                }
                while (!next.IsCompleted);

                if (!cmdlet.Await(next))
                {
                    display.Hide();
                    return;
                }

                summary.Add(each.Current);
                if (each.Current.Failure is { } failure)
                {
                    cmdlet.WriteError(failure, findTarget(each.Current), each.Current.Input.Name);
                }
                else
                {
                    onDone(each.Current);
                }
            }
        }
        catch (ZohoException)
        {
            display.Hide();
            throw;
        }
        finally
        {
            // An iterator can't be disposed of while it runs.
            cmdlet.Queue.RunUntilCompleted(Task.WhenAny(next));
            cmdlet.Await(each.DisposeAsync().AsTask());
        }
    }
}
