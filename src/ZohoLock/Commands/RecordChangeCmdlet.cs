using System.Management.Automation;
using ZohoLock.Binding;
using ZohoLock.Bulk;
using ZohoLock.Completion;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>A cmdlet that changes each record piped in.</summary>
public abstract class RecordChangeCmdlet : RecordCmdlet
{
    /// <summary>The API name of the records' module.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ModuleCompleter))]
    public string Module { get; set; } = string.Empty;

    /// <summary>The ids of the records: digits, with or without the <c>zcrm_</c> of Zoho's export.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "Record Id", "Record_Id")]
    [RecordIdArgument]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string?[]? RecordId { get; set; }

    /// <summary>The number of changes after which the run ends with an error. Without it, more than 1,000 are asked for at a prompt.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaximumCount { get; set; }

    /// <summary>Asks nothing, however many changes there are.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected sealed override ChangeQuestion? Question => MaximumCount is null && !Force ? ChangeQuestion.Create(this) : null;

    private protected sealed override string? GivenModule => Module;

    private protected sealed override string?[]? GivenIds => RecordId;

    // With -WhatIf nothing is changed.
    private protected sealed override RecordRunOptions ReadOptions() => ReadChange() with { MaximumCount = IsWhatIf() ? null : MaximumCount };

    /// <summary>Reads the change's options from the cmdlet's own parameters.</summary>
    private protected abstract RecordRunOptions ReadChange();
}
