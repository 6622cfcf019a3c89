using System.Management.Automation;
using ZohoLock.Binding;
using ZohoLock.Bulk;
using ZohoLock.Lending;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Makes the locks again that Suspend-ZohoRecordLock has removed, each with its reason.</summary>
[Cmdlet(VerbsLifecycle.Resume, "ZohoRecordLock", SupportsShouldProcess = true)]
[OutputType(typeof(RecordLock))]
public sealed class ResumeZohoRecordLockCommand : RunCmdlet
{
    private SuspensionJournal? _journal;
    private RecordPipeline? _pipeline;

    /// <summary>The file that Suspend-ZohoRecordLock has written.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    public string JournalPath { get; set; } = string.Empty;

    /// <summary>Appends to each reason who had locked the record, and when.</summary>
    [Parameter]
    public SwitchParameter Note { get; set; }

    private protected override object? ErrorTarget => _pipeline?.EndedAt?.Target ?? JournalPath;

    private protected override string GoOnAdvice => DescribeGoingOn(JournalPath);

    private protected override void End()
    {
        var connection = RequireConnection(Connection);
        var organization = Await(connection.GetOrganizationIdAsync(Stopped));
        _journal = SuspensionJournal.Open(FilePath.GetPath(this, JournalPath), organization, TimeProvider.System);
        if (_journal.Damage is { } damage)
        {
            WriteWarning(damage);
        }

        var resumption = new LockResumption(_journal, Note);
        if (resumption.Inputs is [])
        {
            resumption.Complete();
            WriteWarning(resumption.DescribeNothing());
            return;
        }

        var options = resumption.Locking with { ThrottleLimit = ThrottleLimit, ContinueOnRefusal = ContinueOnRefusal };
        _pipeline = new RecordPipeline(this, connection, "Lock record again", options, write: Write, reporter: Reporter);
        _pipeline.RunAll(resumption.Inputs);
        resumption.Complete();

        void Write(RecordOutcome outcome)
        {
            if (resumption.FindProblem(outcome) is { } problem)
            {
                WriteWarning(problem);
            }

            _pipeline!.Write(outcome);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pipeline?.Dispose();
            _pipeline = null;
            _journal?.Dispose();
            _journal = null;
        }

        base.Dispose(disposing);
    }
}
