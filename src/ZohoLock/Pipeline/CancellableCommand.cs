using System.Management.Automation;

namespace ZohoLock.Pipeline;

/// <summary>A cmdlet whose asynchronous work ends when the pipeline is stopped.</summary>
public abstract class CancellableCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Cancelled by Ctrl+C, and when the pipeline is done with the cmdlet.</summary>
    private protected CancellationToken Stopped => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Ends what still runs.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    // Names from Zoho, and paths, are in what is asked and told: none of it is obeyed by the terminal.

    /// <inheritdoc cref="Cmdlet.ShouldProcess(string, string)"/>
    private protected new bool ShouldProcess(string target, string action) => base.ShouldProcess(DisplayText.Line(target), DisplayText.Line(action));

    /// <inheritdoc cref="Cmdlet.ShouldProcess(string, string, string)"/>
    private protected new bool ShouldProcess(string verboseDescription, string verboseWarning, string caption) =>
        base.ShouldProcess(DisplayText.Lines(verboseDescription), DisplayText.Lines(verboseWarning), DisplayText.Line(caption));

    /// <inheritdoc cref="Cmdlet.WriteVerbose(string)"/>
    private protected new void WriteVerbose(string text) => base.WriteVerbose(DisplayText.Lines(text));

    /// <inheritdoc cref="Cmdlet.WriteWarning(string)"/>
    private protected new void WriteWarning(string text) => base.WriteWarning(DisplayText.Lines(text));

    /// <summary>Waits, on the pipeline thread, for work that the cmdlet can't go on without.</summary>
    private protected void Complete(Func<CancellationToken, Task> work) => Complete(async stop =>
    {
        await work(stop).ConfigureAwait(false);
        return true;
    });

    /// <summary>Waits, on the pipeline thread, for a result that the cmdlet can't go on without: a failure ends the pipeline.</summary>
    private protected T Complete<T>(Func<CancellationToken, Task<T>> work)
    {
        try
        {
            return Await(work);
        }
        catch (ZohoException failure)
        {
            ThrowTerminatingError(failure.ToErrorRecord());
            throw;
        }
    }

    /// <summary>Waits, on the pipeline thread, for a result.</summary>
    /// <exception cref="ZohoException">The work's own.</exception>
    private protected T Await<T>(Func<CancellationToken, Task<T>> work)
    {
        try
        {
            return PipelineThread.Wait(work(Stopped));
        }
        catch (OperationCanceledException) when (Stopped.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Waits, on the pipeline thread, until a task has ended, however it has, or some time has passed.</summary>
    private protected static void Wait(Task task, TimeSpan atMost) => Task.WaitAny([task], atMost);
}
