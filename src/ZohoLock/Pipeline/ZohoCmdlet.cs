using System.Management.Automation;
using ZohoLock.Binding;
using ZohoLock.Diagnostics;
using ZohoLock.Sessions;
using ZohoLock.Transport;

namespace ZohoLock.Pipeline;

/// <summary>
/// A cmdlet of ZohoLock: asynchronous work is awaited on the pipeline thread and cancelled when the pipeline is stopped; a <see cref="ZohoException"/>
/// becomes an error record; no text that is written can control the terminal.
/// </summary>
public abstract class ZohoCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CallCounter _calls = new();
    private CmdletTrace? _trace;

    /// <summary>Runs what background work has to write.</summary>
    internal PipelineQueue Queue { get; } = new();

    /// <summary>Cancelled by Ctrl+C, and when the pipeline is done with the cmdlet.</summary>
    internal CancellationToken Stopped => _stop.Token;

    /// <summary>The number of API calls that were made for this cmdlet, retries included.</summary>
    internal long CallsMade => _calls.Count;

    /// <summary>The target of errors that end the cmdlet.</summary>
    private protected virtual object? ErrorTarget => null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _trace?.Close();
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        _trace = CmdletTrace.Create(this);
        Run(Begin);
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Run(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Run(End);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <summary>Cancels the work that is still running.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    /// <summary>What the cmdlet does before any input. A <see cref="ZohoException"/> ends it, here and in the two below.</summary>
    private protected virtual void Begin()
    {
    }

    /// <summary>What it does for each input.</summary>
    private protected virtual void Process()
    {
    }

    /// <summary>What it does after all input.</summary>
    private protected virtual void End()
    {
    }

    /// <summary>What it does before an error ends it.</summary>
    private protected virtual void BeforeEnd(ZohoException failure)
    {
    }

    /// <summary>Whether -WhatIf or its preference variable is set.</summary>
    private protected bool IsWhatIf() => LanguagePrimitives.IsTrue(
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given) ? given : GetVariableValue("WhatIfPreference"));

    /// <summary>Before any input: whether a parameter that takes text was given, with one value for all input.</summary>
    private protected bool IsGivenForAll(string parameter) =>
        // A script block, which returns a value for each input, is an object of PowerShell's own type here.
        MyInvocation.BoundParameters.TryGetValue(parameter, out var value) && value is null or string or string[];

    /// <summary>Checks arguments that are the same for all input.</summary>
    /// <exception cref="ZohoException">The check's own, which ends the run before any call.</exception>
    private protected static void EndRunIfInvalid(Action check)
    {
        try
        {
            check();
        }
        catch (ZohoException invalid)
        {
            throw InputErrors.EndRun(invalid.Error);
        }
    }

    /// <summary>The given connection, or the session's current one.</summary>
    /// <exception cref="PipelineStoppedException">There is none, or it is closed: the cmdlet ends with an error.</exception>
    private protected Connection RequireConnection(Connection? given)
    {
        if ((given ?? SessionConnections.Current) is { IsClosed: false } open)
        {
            return open;
        }

        var failure = new ZohoException(new ZohoError
        {
            Code = "NotConnected",
            Message = given is null ? "There is no connection to Zoho CRM." : "The connection given is closed.",
            Advice = "Run Connect-ZohoCrm first. A parallel block or a thread job starts without the session's connection: give it one with -Connection. "
                + "Another process, such as a job, has to connect itself.",
            Kind = ZohoErrorKind.ConnectionError,
            EndsRun = true,
        });
        WriteError(failure, given);
        throw failure;
    }

    /// <summary>Waits on the pipeline thread for work without a result.</summary>
    /// <exception cref="ZohoException">The work's own.</exception>
    internal void Await(Task work)
    {
        try
        {
            Queue.RunUntilCompleted(work);
        }
        catch (OperationCanceledException) when (Stopped.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Waits on the pipeline thread for a result.</summary>
    /// <inheritdoc cref="Await(Task)" path="/exception"/>
    internal T Await<T>(Task<T> work)
    {
        Await((Task)work);
        return work.GetAwaiter().GetResult();
    }

    /// <summary>Waits on the pipeline thread for one item after the other; no more are asked for when the loop over them ends.</summary>
    internal IEnumerable<T> Await<T>(IAsyncEnumerable<T> items)
    {
        var each = items.GetAsyncEnumerator(Stopped);
        try
        {
            while (Await(each.MoveNextAsync().AsTask()))
            {
                yield return each.Current;
            }
        }
        finally
        {
            Await(each.DisposeAsync().AsTask());
        }
    }

    /// <summary>Writes an error; one that ends the run ends the cmdlet.</summary>
    /// <param name="failure">The error.</param>
    /// <param name="target">The input that it is about.</param>
    /// <param name="subject">The input in words, for the beginning of the message.</param>
    internal void WriteError(ZohoException failure, object? target, string? subject = null)
    {
        var record = ErrorRecordFactory.Create(failure, target, subject);
        if (failure.Error.EndsRun)
        {
            EndWith(failure, record);
        }

        WriteError(record);
    }

    /// <summary>Runs an action; a <see cref="ZohoException"/> becomes a non-terminating error, or a terminating one if it ends the run.</summary>
    /// <param name="subject">The input in words; the message begins with it unless it names it anyway.</param>
    /// <param name="target">The error's target.</param>
    /// <param name="action">The action.</param>
    internal void RunOrWriteError(string subject, object? target, Action action)
    {
        try
        {
            action();
        }
        catch (ZohoException failure)
        {
            var isNamed = subject.Length == 0 || failure.Error.Subject is { } named && (named == subject || named.Equals(target));
            WriteError(failure, target, isNamed ? null : subject);
        }
    }

    // Names from Zoho, and paths, are part of prompts and messages: their control characters must not reach the terminal.

    /// <inheritdoc cref="Cmdlet.ShouldProcess(string, string)"/>
    internal new bool ShouldProcess(string target, string action) => base.ShouldProcess(DisplayText.Line(target), DisplayText.Line(action));

    /// <inheritdoc cref="Cmdlet.ShouldProcess(string, string, string)"/>
    internal new bool ShouldProcess(string verboseDescription, string verboseWarning, string caption) =>
        base.ShouldProcess(DisplayText.Lines(verboseDescription), DisplayText.Lines(verboseWarning), DisplayText.Line(caption));

    /// <inheritdoc cref="Cmdlet.ShouldContinue(string, string)"/>
    internal new bool ShouldContinue(string query, string caption) => base.ShouldContinue(DisplayText.Lines(query), DisplayText.Line(caption));

    /// <inheritdoc cref="Cmdlet.WriteVerbose(string)"/>
    internal new void WriteVerbose(string text) => base.WriteVerbose(DisplayText.Lines(text));

    /// <inheritdoc cref="Cmdlet.WriteDebug(string)"/>
    internal new void WriteDebug(string text) => base.WriteDebug(DisplayText.Lines(text));

    /// <summary>Writes text for the user that is no output, as Write-Host does: it is read even if the output is redirected.</summary>
    internal void WriteHost(string text) => WriteInformation(new HostInformationMessage { Message = DisplayText.Lines(text) }, ["PSHOST"]);

    /// <summary>Writes such text in one line.</summary>
    internal void WriteHostLine(string text) => WriteHost(DisplayText.Line(text));

    /// <inheritdoc cref="Cmdlet.WriteWarning(string)"/>
    internal new void WriteWarning(string text) => base.WriteWarning(DisplayText.Lines(text));

    private void Run(Action step)
    {
        using var scope = TraceContext.Begin(_trace?.Command);
        using var counting = _calls.Begin();
        try
        {
            step();
            Queue.RunQueued();
        }
        catch (ZohoException failure)
        {
            EndWith(failure, ErrorRecordFactory.Create(failure, ErrorTarget, subject: null));
        }
    }

    // What led to the error is written before it.
    private void EndWith(ZohoException failure, ErrorRecord record)
    {
        Queue.RunQueued();
        BeforeEnd(failure);
        ThrowTerminatingError(record);
    }
}
