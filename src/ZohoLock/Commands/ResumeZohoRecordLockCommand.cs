using System.Management.Automation;
using ZohoLock.Binding;
using ZohoLock.Bulk;
using ZohoLock.Completion;
using ZohoLock.Lending;
using ZohoLock.Pipeline;
using ZohoLock.Sessions;

namespace ZohoLock.Commands;

/// <summary>Makes the locks again that Suspend-ZohoRecordLock has removed, each with its reason.</summary>
[Cmdlet(VerbsLifecycle.Resume, "ZohoRecordLock", SupportsShouldProcess = true)]
[OutputType(typeof(RecordLock))]
public sealed class ResumeZohoRecordLockCommand : ZohoCmdlet
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

    /// <summary>The connection to use instead of the session's: the object, or its name.</summary>
    [Parameter]
    [ValidateNotNull]
    [ConnectionArgument]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Connection? Connection { get; set; }

    /// <summary>How many calls run at once at most; as many as the organisation allows by default.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int? ThrottleLimit { get; set; }

    /// <summary>Continues if Zoho refuses the module, or the first 50 records are all refused alike: each record has its own error then.</summary>
    [Parameter]
    public SwitchParameter ContinueOnRefusal { get; set; }

    private protected override object? ErrorTarget => _pipeline?.EndedAt?.Target ?? JournalPath;

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
        _pipeline = new RecordPipeline(this, connection, "Lock record again", options, write: Write);
        foreach (var input in resumption.Inputs)
        {
            _pipeline.Add(input);
        }

        _pipeline.Complete();
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
