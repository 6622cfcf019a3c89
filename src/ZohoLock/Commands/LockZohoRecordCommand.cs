using System.Management.Automation;
using ZohoLock.Bulk;
using ZohoLock.Journal;
using ZohoLock.Locking;

namespace ZohoLock.Commands;

/// <summary>Locks records: each in one call (protocol section 1.1).</summary>
[Cmdlet(VerbsCommon.Lock, "ZohoRecord", SupportsShouldProcess = true, DefaultParameterSetName = WithReason)]
[OutputType(typeof(RecordLock))]
public sealed class LockZohoRecordCommand : RecordChangeCmdlet
{
    private const string WithReason = "Reason";
    private const string WithDefault = "DefaultReason";

    /// <summary>Why the records are locked: up to 3,000 characters.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = WithReason, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 2, ParameterSetName = WithDefault, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Reason { get; set; }

    /// <summary>The reason for records whose own is empty.</summary>
    [Parameter(Mandatory = true, ParameterSetName = WithDefault)]
    public string? DefaultReason { get; set; }

    /// <summary>What to do about a record that is locked already: an error, nothing (its lock is the output), or change the reason.</summary>
    [Parameter]
    public IfLocked IfLocked { get; set; } = IfLocked.Error;

    /// <summary>The file for the outcome of each record, written as it happens; a run that was cut off resumes with it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    private protected override string GoOnAdvice => DescribeGoingOn(JournalPath, "Run the same command again with -IfLocked Skip: it leaves what is locked already as it is.");

    private protected override string Action => "Lock record";

    // A reason that is bound before any input was given for all records.
    private protected override RecordRunOptions ReadChange() =>
        new() { Operation = RecordOperation.Lock, IfLocked = IfLocked, JournalPath = ResolveJournal(JournalPath), Reason = Reason };

    private protected override void RequireArguments()
    {
        base.RequireArguments();
        if (IsGivenForAll(nameof(Reason)))
        {
            ReadReason();
        }
        else if (DefaultReason is not null)
        {
            LockReason.Require(DefaultReason);
        }
    }

    private protected override string ReadReason() => LockReason.Require(string.IsNullOrWhiteSpace(Reason) ? DefaultReason : Reason);
}
