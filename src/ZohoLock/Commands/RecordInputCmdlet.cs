using System.Management.Automation;
using ZohoLock.Binding;
using ZohoLock.Completion;

namespace ZohoLock.Commands;

/// <summary>A cmdlet for records of one module at a time, given by their ids.</summary>
public abstract class RecordInputCmdlet : RecordCmdlet
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

    private protected sealed override string? GivenModule => Module;

    private protected sealed override string?[]? GivenIds => RecordId;
}
