using System.Management.Automation;
using ZohoLock.Binding;
using ZohoLock.Bulk;
using ZohoLock.Completion;
using ZohoLock.Input;
using ZohoLock.Locking;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>
/// Gets the locks of records (protocol section 1.1); a record that isn't locked has no output and no error. With -All, gets every lock of
/// modules (section 9.1).
/// </summary>
[Cmdlet(VerbsCommon.Get, "ZohoRecordLock", DefaultParameterSetName = OfRecords)]
[OutputType(typeof(RecordLock), ParameterSetName = [OfRecords, OfModules])]
[OutputType(typeof(Record), ParameterSetName = [IdsOfModules])]
public sealed class GetZohoRecordLockCommand : RecordCmdlet
{
    private const string OfRecords = "Record";
    private const string OfModules = "All";
    private const string IdsOfModules = "IdOnly";

    private long _found;

    /// <summary>The API name of the records' module. With -All several, also with wildcards: * for all whose records can be locked.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = OfRecords, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = OfModules)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdsOfModules)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ModuleCompleter))]
    public string[] Module { get; set; } = [];

    /// <summary>The ids of the records: digits, with or without the <c>zcrm_</c> of Zoho's export.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = OfRecords, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "Record Id", "Record_Id")]
    [RecordIdArgument]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string?[]? RecordId { get; set; }

    /// <summary>Gets every lock of the modules.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OfModules)]
    [Parameter(Mandatory = true, ParameterSetName = IdsOfModules)]
    public SwitchParameter All { get; set; }

    /// <summary>Gets the locked records themselves, without a call for each lock.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdsOfModules)]
    public SwitchParameter IdOnly { get; set; }

    /// <summary>The lock's own id: digits. Only this lock is read then.</summary>
    [Parameter(ParameterSetName = OfRecords, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? LockId { get; set; }

    /// <summary>The fields to read, by Zoho's names; all by default.</summary>
    [Parameter(ParameterSetName = OfRecords)]
    [Parameter(ParameterSetName = OfModules)]
    [ArgumentCompleter(typeof(LockFieldCompleter))]
    public string[]? Field { get; set; }

    /// <summary>Only locks that were created like this: by hand, or by a rule.</summary>
    [Parameter(ParameterSetName = OfRecords)]
    [Parameter(ParameterSetName = OfModules)]
    public LockSource? Source { get; set; }

    /// <summary>Only the locks of a user: the name, also with wildcards, or the id.</summary>
    [Parameter(ParameterSetName = OfRecords)]
    [Parameter(ParameterSetName = OfModules)]
    [ValidateNotNullOrEmpty]
    public string? LockedBy { get; set; }

    /// <summary>Only locks that are older than that.</summary>
    [Parameter(ParameterSetName = OfRecords)]
    [Parameter(ParameterSetName = OfModules)]
    [DateArgument]
    public DateTimeOffset? LockedBefore { get; set; }

    private protected override string GoOnAdvice => "Nothing was changed.";

    private protected override string? GivenModule => Module is [var only] ? only : string.Join(", ", Module);

    private protected override string?[]? GivenIds => RecordId;

    private protected override string? GivenLockId => LockId;

    private protected override RecordRunOptions ReadOptions() => new()
    {
        Fields = Field?.Select(LockField.Require).ToArray(),
        Filter = Source is null && LockedBy is null && LockedBefore is null ? null : new LockFilter
        {
            Source = Source,
            IsUser = LockedBy is null ? null : MatchesUser(LockedBy),
            Before = LockedBefore,
        },
    };

    private protected override void RequireArguments()
    {
        if (!All)
        {
            base.RequireArguments();
        }
    }

    // The locked records themselves are no run.
    private protected override RecordPipeline CreatePipeline(RecordRunOptions options) =>
        new(this, OpenConnection, Action, options, Question, reporter: IdOnly ? null : Reporter);

    private protected override void Process()
    {
        if (!All)
        {
            base.Process();
        }
    }

    private protected override void End()
    {
        foreach (var module in All ? ExpandModules() : [])
        {
            RunOrWriteError(module, module, () => AddAll(module));
        }

        base.End();
    }

    private static Predicate<User> MatchesUser(string text)
    {
        var name = NamePattern.Parse(text);
        return user => user.Id == text || (user.Name is { } known && name.IsMatch(known));
    }

    private List<string> ExpandModules()
    {
        List<string> modules = [];
        foreach (var given in Module)
        {
            if (!WildcardPattern.ContainsWildcardCharacters(given))
            {
                modules.Add(ModuleName.Require(given));
                continue;
            }

            var pattern = NamePattern.Parse(given);
            modules.AddRange(Await(OpenConnection.GetFinder().GetLockableModulesAsync(name => pattern.IsMatch(name), Stopped)));
        }

        return [.. modules.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private void AddAll(string module)
    {
        var pages = OpenConnection.GetFinder().FindLockedAsync(module, Stopped);
        if (IdOnly)
        {
            foreach (var record in new ProgressDisplay(this, OpenConnection).ReadPages(pages))
            {
                WriteObject(record);
            }

            return;
        }

        // The run of their locks shows the progress.
        foreach (var record in Await(pages).SelectMany(page => page))
        {
            Pipeline.Add(new RecordInput(record, ++_found) { GivenId = record.RecordId, Module = module, RecordId = record.RecordId });
        }
    }
}
