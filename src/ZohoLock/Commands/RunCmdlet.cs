using System.Management.Automation;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>A cmdlet that makes a call or more for each of many records.</summary>
public abstract class RunCmdlet : ConnectedCmdlet
{
    private readonly RunReporter _reporter;

    /// <summary>Creates the cmdlet.</summary>
    protected RunCmdlet() => _reporter = new(this);

    /// <summary>How many calls run at once at most; as many as the organisation allows by default.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int? ThrottleLimit { get; set; }

    /// <summary>Continues if Zoho refuses the module, or the first 50 records are all refused alike: each record has its own error then.</summary>
    [Parameter]
    public SwitchParameter ContinueOnRefusal { get; set; }

    /// <summary>Reports the run; null with -WhatIf, which does nothing.</summary>
    private protected RunReporter? Reporter => IsWhatIf() ? null : _reporter;

    /// <summary>How to go on after Ctrl+C.</summary>
    private protected abstract string GoOnAdvice { get; }

    /// <summary>How to go on after Ctrl+C with a journal.</summary>
    private protected static string DescribeGoingOn(string journalPath) =>
        $"Run the same command again: with the journal {journalPath} it goes on where it was stopped.";

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && Stopped.IsCancellationRequested)
        {
            _reporter.TellStopped(GoOnAdvice);
        }

        base.Dispose(disposing);
    }

    private protected override void BeforeEnd(ZohoException failure) => _reporter.End(failure);
}
