using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using ZohoLock.Bulk;

namespace ZohoLock.Pipeline;

/// <summary>
/// Tells what a run of a cmdlet has done: at its end on the information stream, once; and if it was stopped, when nothing can be written to the
/// pipeline any more, at the console.
/// </summary>
/// <param name="cmdlet">The cmdlet.</param>
internal sealed class RunReporter(ZohoCmdlet cmdlet)
{
    private static readonly string[] Tags = ["ZohoLock"];

    private readonly long _begun = Stopwatch.GetTimestamp();
    private Connection? _connection;
    private RunSummary? _summary;
    private RunSummary? _preparation;
    private string? _journalPath;
    private long? _creditsBefore;
    private bool _hasEnded;

    /// <summary>Begins the run that is reported.</summary>
    /// <param name="connection">The connection that is used.</param>
    /// <param name="summary">The outcomes of the run.</param>
    /// <param name="journalPath">The path of its journal; null for a run without one.</param>
    /// <param name="preparation">The outcomes of what had to be found out before; null for none.</param>
    public void Begin(Connection connection, RunSummary summary, string? journalPath = null, RunSummary? preparation = null)
    {
        (_connection, _summary, _journalPath, _preparation) = (connection, summary, journalPath, preparation);
        _creditsBefore = connection.CreditsRemaining;
    }

    /// <summary>Writes the report, if a run was begun.</summary>
    /// <param name="failure">The error that ended it early; null if it has processed all of its input.</param>
    public void End(ZohoException? failure = null)
    {
        if (_hasEnded || _summary is null)
        {
            return;
        }

        _hasEnded = true;
        var creditsAfter = _connection!.CreditsRemaining;
        var report = _summary.CreateReport(cmdlet.MyInvocation.MyCommand.Name, _preparation);
        cmdlet.WriteInformation(
            report with
            {
                EndedBy = failure?.Error.Code ?? report.EndedBy,
                Duration = Stopwatch.GetElapsedTime(_begun),
                Calls = cmdlet.CallsMade,
                CreditsUsed = _creditsBefore - creditsAfter is >= 0 and var used ? used : null,
                CreditsRemaining = creditsAfter,
                JournalPath = _journalPath,
            },
            Tags);
    }

    /// <summary>Writes to the console how far a run came that was stopped, and how to go on; nothing where there is no console.</summary>
    /// <param name="advice">How to go on.</param>
    public void TellStopped(string? advice)
    {
        if (_hasEnded || _summary is null || !SessionHost.CanDraw(cmdlet.Host))
        {
            return;
        }

        _hasEnded = true;
        var failed = _summary.Failed == 0 ? null : string.Create(CultureInfo.InvariantCulture, $", {_summary.Failed:N0} failed");
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{cmdlet.MyInvocation.MyCommand.Name} was stopped: {_summary.Succeeded:N0} done{failed}. {advice}");
        try
        {
            cmdlet.Host.UI.WriteLine(DisplayText.Line(text));
        }
        catch (Exception failure) when (failure is HostException or PSInvalidOperationException or PipelineStoppedException or NotImplementedException or IOException)
        {
            // A host that shows nothing while it stops; nothing depends on it.
        }
    }
}
