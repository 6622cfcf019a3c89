using System.Management.Automation;
using ZohoLock.Bulk;
using ZohoLock.Completion;
using ZohoLock.Locking;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Shows the locks of records (protocol section 1.1); a record that isn't locked brings no output and no error.</summary>
[Cmdlet(VerbsCommon.Get, "ZohoRecordLock")]
[OutputType(typeof(RecordLock))]
public sealed class GetZohoRecordLockCommand : LockCommand
{
    /// <summary>The fields to ask for, by Zoho's names; all where none are given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LockFieldCompleter))]
    public string[]? Field { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        Field = Complete(_ => Task.FromResult(Field?.Select(LockField.Require).ToArray()));
        base.BeginProcessing();
    }

    private protected override RecordWork Prepare(string module, string recordId, string? lockId) => lockId is null
        ? RecordWork.List(module, recordId, Field)
        : RecordWork.Get(module, recordId, lockId, Field);
}
