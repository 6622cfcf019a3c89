using System.Management.Automation;
using ZohoLock.Bulk;
using ZohoLock.Lending;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>
/// Removes locks and remembers them in a journal, with which Resume-ZohoRecordLock makes them again. No lock is removed before all input is
/// there and each of its locks is known.
/// </summary>
[Cmdlet(VerbsLifecycle.Suspend, "ZohoRecordLock", SupportsShouldProcess = true)]
[OutputType(typeof(RecordUnlock))]
public sealed class SuspendZohoRecordLockCommand : RecordInputCmdlet
{
    private readonly LockSuspension _suspension = new();
    private RecordPipeline? _removing;

    /// <summary>The lock's own id: digits. A lock that is piped in whole needn't be looked up.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? LockId { get; set; }

    /// <summary>The file that remembers the locks. A run that was cut off goes on with it.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string JournalPath { get; set; } = string.Empty;

    /// <summary>Goes on without records that a rule has locked, which stay locked; without it they end the cmdlet before the first lock is removed.</summary>
    [Parameter]
    public SwitchParameter SkipAutomatic { get; set; }

    private protected override string? GivenLockId => LockId;

    private protected override string GoOnAdvice => DescribeGoingOn(JournalPath);

    private protected override RecordRunOptions ReadOptions() => _suspension.Reading;

    private protected override RecordPipeline CreatePipeline(RecordRunOptions options) =>
        new(this, OpenConnection, action: null, options, write: _suspension.Collect);

    private protected override void End()
    {
        base.End();
        var inputs = _suspension.GetInputs(SkipAutomatic, out var warning);
        if (warning is not null)
        {
            WriteWarning(warning);
        }

        if (ResolveJournal(JournalPath) is { } path)
        {
            OpenJournal(path);
        }

        var options = _suspension.Removing with { ThrottleLimit = ThrottleLimit, ContinueOnRefusal = ContinueOnRefusal, JournalPath = JournalPath };
        _removing = new RecordPipeline(this, OpenConnection, "Suspend lock of record", options, reporter: Reporter);
        _removing.RunAll(inputs);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _removing?.Dispose();
            _removing = null;
            _suspension.Journal?.Dispose();
            _suspension.Journal = null;
        }

        base.Dispose(disposing);
    }

    // Without a lock to remove no file is made, but an earlier run's says what that has removed.
    private void OpenJournal(string path)
    {
        if ((_suspension.Module ?? (File.Exists(path) ? Module : null)) is not { Length: > 0 } module)
        {
            return;
        }

        var organization = Await(OpenConnection.GetOrganizationIdAsync(Stopped));
        _suspension.Journal = SuspensionJournal.OpenOrCreate(path, module, organization, TimeProvider.System);
        if (_suspension.Journal.Damage is { } damage)
        {
            WriteWarning(damage);
        }
    }
}
