using System.Management.Automation;
using ZohoLock.Binding;
using ZohoLock.Completion;
using ZohoLock.Input;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Checks whether records of modules can be locked, and if not, why and what to do about it. It changes nothing.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ZohoRecordLocking")]
[OutputType(typeof(LockingCheck))]
public sealed class TestZohoRecordLockingCommand : ConnectedCmdlet
{
    // In the order in which they were given.
    private readonly List<(string Module, List<string> RecordIds)> _modules = [];

    /// <summary>The API names of the modules.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ModuleCompleter))]
    public string[] Module { get; set; } = [];

    /// <summary>The ids of records to check as well: digits, with or without the <c>zcrm_</c> of Zoho's export.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Record Id", "Record_Id")]
    [RecordIdArgument]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string?[] RecordId { get; set; } = [];

    private protected override void Begin() => Connection = RequireConnection(Connection);

    private protected override void Process()
    {
        foreach (var given in Module)
        {
            RunOrWriteError(given, given, () => Add(ModuleName.Require(given)));
        }
    }

    private protected override void End()
    {
        var checker = Connection!.CreateLockingChecker();
        foreach (var (module, recordIds) in _modules)
        {
            foreach (var check in Await(checker.CheckAsync(module, recordIds, Stopped)))
            {
                WriteObject(check with { Advice = check.GetCmdletAdvice() });
            }
        }
    }

    private void Add(string module)
    {
        if (ReferenceEquals(RecordId, RecordIdArgumentAttribute.NoIds))
        {
            throw new ZohoException(InputErrors.ObjectsForRecordId(MyInvocation.MyCommand.Name));
        }

        var known = _modules.FirstOrDefault(one => one.Module == module);
        if (known.RecordIds is null)
        {
            known = (module, []);
            _modules.Add(known);
        }

        foreach (var given in RecordId)
        {
            RunOrWriteError(module, given, () => known.RecordIds.Add(Input.RecordId.Parse(given)));
        }
    }
}
