using System.Management.Automation;
using ZohoLock.Completion;
using ZohoLock.Input;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Counts the locked records of modules, in one call a module (protocol section 9.1).</summary>
[Cmdlet(VerbsDiagnostic.Measure, "ZohoRecordLock")]
[OutputType(typeof(RecordLockCount))]
public sealed class MeasureZohoRecordLockCommand : ConnectedCmdlet
{
    /// <summary>The API names of the modules.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ModuleCompleter))]
    public string[] Module { get; set; } = [];

    /// <summary>The API name of a field: a count for each of its values, the largest first.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FieldCompleter))]
    public string? By { get; set; }

    private protected override void Process()
    {
        var connection = RequireConnection(Connection);
        var display = new ProgressDisplay(this, connection);
        foreach (var given in Module)
        {
            RunOrWriteError(given, given, () =>
            {
                var counts = connection.GetFinder().CountLocksAsync(ModuleName.Require(given), By, Stopped);
                WriteObject(display.Await(counts), enumerateCollection: true);
            });
        }
    }
}
