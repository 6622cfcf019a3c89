using System.Management.Automation;
using ZohoLock.Bulk;

namespace ZohoLock.Pipeline;

/// <summary>
/// Shows the progress of a run, or writes a line of it now and then where there is only a log, and warns once each time that it waits for access
/// tokens.
/// </summary>
/// <param name="cmdlet">The cmdlet that writes.</param>
/// <param name="connection">The connection that is used.</param>
internal sealed class ProgressDisplay(ZohoCmdlet cmdlet, Connection connection)
{
    private readonly bool _isWanted = IsWanted(cmdlet);
    private readonly bool _isLog = !SessionHost.CanDraw(cmdlet.Host);
    private readonly RunProgress _progress = new(SessionHost.CanDraw(cmdlet.Host) ? RunProgress.DisplayInterval : RunProgress.LogInterval, TimeProvider.System);
    private DateTimeOffset? _throttledSince;

    private string Activity => cmdlet.MyInvocation.MyCommand.Name;

    /// <summary>Shows the progress if an update is due.</summary>
    /// <param name="counts">The counts of the outcomes.</param>
    /// <param name="expected">How many records there are; null if it isn't known.</param>
    public void Show(RunCounts counts, RunExpectation? expected)
    {
        if (connection.TokenThrottledSince is { } since && since != _throttledSince)
        {
            _throttledSince = since;
            cmdlet.WriteWarning("Zoho gives no more access tokens for now (10 in 10 minutes are its limit). The run waits, and goes on by itself; nothing is lost.");
        }

        if (_isWanted && _progress.IsDue(counts))
        {
            Write(_progress.Next(counts, expected, connection.CallsInFlight, connection.CreditsRemaining, connection.DescribeStandstill()));
        }
    }

    /// <summary>Shows the progress until work has completed in any way; it throws no exception of the work.</summary>
    /// <param name="work">The work.</param>
    /// <param name="counts">The counts of the outcomes.</param>
    /// <param name="expected">How many records there are; null if it isn't known.</param>
    public void ShowUntilCompleted(Task work, RunCounts counts, RunExpectation? expected)
    {
        do
        {
            Show(counts, expected);
            cmdlet.Queue.RunUntilCompleted(work, RunProgress.DisplayInterval);
        }
        while (!work.IsCompleted);
    }

    /// <summary>Waits on the pipeline thread for a result, and shows the progress meanwhile.</summary>
    /// <param name="work">The work.</param>
    /// <param name="counts">The counts of the outcomes so far.</param>
    /// <param name="expected">How many there are; null if it isn't known.</param>
    /// <exception cref="ZohoException">The work's own.</exception>
    public T Await<T>(Task<T> work, RunCounts counts = default, RunExpectation? expected = null)
    {
        ShowUntilCompleted(work, counts, expected);
        if (!cmdlet.Stopped.IsCancellationRequested)
        {
            Hide();
        }

        return cmdlet.Await(work);
    }

    /// <summary>Waits on the pipeline thread for one item after the other, and shows the progress meanwhile; no more are asked for when the loop over them ends.</summary>
    /// <param name="items">The items.</param>
    /// <param name="getCounts">Returns the counts of the outcomes.</param>
    /// <param name="expected">How many records there are; null if it isn't known.</param>
    /// <exception cref="ZohoException">The items' own.</exception>
    public IEnumerable<T> ReadAll<T>(IAsyncEnumerable<T> items, Func<RunCounts> getCounts, RunExpectation? expected)
    {
        var each = items.GetAsyncEnumerator(cmdlet.Stopped);
        Task<bool> next = Task.FromResult(true);
        try
        {
            while (true)
            {
                next = each.MoveNextAsync().AsTask();
                ShowUntilCompleted(next, getCounts(), expected);
                if (next is not { IsCompletedSuccessfully: true, Result: true } && !cmdlet.Stopped.IsCancellationRequested)
                {
                    Hide();
                }

                if (!cmdlet.Await(next))
                {
                    yield break;
                }

                yield return each.Current;
            }
        }
        finally
        {
            // An iterator can't be disposed of while it runs.
            cmdlet.Queue.RunUntilCompleted(Task.WhenAny(next));
            cmdlet.Await(each.DisposeAsync().AsTask());
        }
    }

    /// <summary>Reads pages of records, and shows meanwhile how many there were.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="maximum">How many records are wanted at most; null for all.</param>
    /// <exception cref="ZohoException">A page can't be read.</exception>
    public IEnumerable<Record> ReadPages(IAsyncEnumerable<IReadOnlyList<Record>> pages, long? maximum = null)
    {
        var count = 0L;
        foreach (var page in ReadAll(pages, () => new(count), maximum is { } most ? new(most) : null))
        {
            count += page.Count;
            foreach (var record in page)
            {
                yield return record;
            }
        }
    }

    /// <summary>Removes the display.</summary>
    public void Hide()
    {
        if (_progress.HasUpdated && !_isLog)
        {
            cmdlet.WriteProgress(new ProgressRecord(1, Activity, "done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private static bool IsWanted(ZohoCmdlet cmdlet) =>
        !LanguagePrimitives.TryConvertTo<ActionPreference>(
            cmdlet.MyInvocation.BoundParameters.TryGetValue("ProgressAction", out var given) ? given : cmdlet.GetVariableValue("ProgressPreference"), out var preference)
        || preference is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    private void Write(ProgressUpdate update)
    {
        if (_isLog)
        {
            cmdlet.WriteHostLine(update.ToLine(Activity));
            return;
        }

        cmdlet.WriteProgress(new ProgressRecord(1, Activity, DisplayText.Line(update.Status))
        {
            PercentComplete = update.PercentComplete ?? -1,
            SecondsRemaining = update.SecondsRemaining ?? -1,
        });
    }
}
