using System.Management.Automation;
using ZohoLock.Bulk;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>A cmdlet that changes each record piped in, with a limit of how many.</summary>
public abstract class RecordChangeCmdlet : RecordInputCmdlet
{
    /// <summary>The number of changes after which the run ends with an error. Without it, more than 1,000 are asked for at a prompt.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaximumCount { get; set; }

    /// <summary>Asks nothing, however many changes there are.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected sealed override ChangeQuestion? Question => MaximumCount is null && !Force ? ChangeQuestion.Create(this) : null;

    // With -WhatIf nothing is changed.
    private protected sealed override RecordRunOptions ReadOptions() => ReadChange() with { MaximumCount = IsWhatIf() ? null : MaximumCount };

    /// <summary>How to go on after Ctrl+C: with the journal, or else in another way.</summary>
    private protected static string DescribeGoingOn(string? journalPath, string otherwise) => journalPath is null ? otherwise : DescribeGoingOn(journalPath);

    /// <summary>Reads the change's options from the cmdlet's own parameters.</summary>
    private protected abstract RecordRunOptions ReadChange();
}
