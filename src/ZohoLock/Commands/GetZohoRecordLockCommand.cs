using System.Management.Automation;
using ZohoLock.Bulk;
using ZohoLock.Completion;
using ZohoLock.Locking;

namespace ZohoLock.Commands;

/// <summary>Gets the locks of records (protocol section 1.1); a record that isn't locked has no output and no error.</summary>
[Cmdlet(VerbsCommon.Get, "ZohoRecordLock")]
[OutputType(typeof(RecordLock))]
public sealed class GetZohoRecordLockCommand : RecordCmdlet
{
    /// <summary>The lock's own id: digits. Only this lock is read then.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? LockId { get; set; }

    /// <summary>The fields to read, by Zoho's names; all by default.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LockFieldCompleter))]
    public string[]? Field { get; set; }

    private protected override string? GivenLockId => LockId;

    private protected override RecordRunOptions ReadOptions() => new() { Fields = Field?.Select(LockField.Require).ToArray() };
}
