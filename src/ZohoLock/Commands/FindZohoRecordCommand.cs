using System.Management.Automation;
using ZohoLock.Binding;
using ZohoLock.Completion;
using ZohoLock.Configuration.Criteria;
using ZohoLock.Finding;
using ZohoLock.Formatting;
using ZohoLock.Input;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Finds records: by a condition or a view, by a query in COQL, or those whose ids are piped in (protocol sections 9 and 9.1).</summary>
[Cmdlet(VerbsCommon.Find, "ZohoRecord", DefaultParameterSetName = ByCondition)]
[OutputType(typeof(Record))]
[OutputType(typeof(long))]
public sealed class FindZohoRecordCommand : ConnectedCmdlet
{
    private const string ByCondition = "Where";
    private const string ById = "Id";
    private const string ByQuery = "Query";

    private Connection _connection = null!;
    private RecordIdReader? _reader;
    private RecordLookupPipeline? _lookup;
    private long _inputs;

    /// <summary>The API name of the module.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByCondition)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ById, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ModuleCompleter))]
    public string Module { get; set; } = string.Empty;

    /// <summary>The condition that the records meet, such as "Stage = 'Closed Won' and Closing_Date &lt; 2026-10-01".</summary>
    [Parameter(Position = 1, ParameterSetName = ByCondition)]
    [ValidateNotNull]
    [ConditionArgument]
    [ArgumentCompleter(typeof(ConditionCompleter))]
    public ParsedCriteria? Where { get; set; }

    /// <summary>The rule of the module's locking configuration whose condition the records meet: its name, or its id.</summary>
    [Parameter(ParameterSetName = ByCondition)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RuleCompleter))]
    public string? MatchingRule { get; set; }

    /// <summary>The view that the records are in: its name as Zoho shows it, or its id.</summary>
    [Parameter(ParameterSetName = ByCondition)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ViewCompleter))]
    public string? View { get; set; }

    /// <summary>Only records that are locked.</summary>
    [Parameter(ParameterSetName = ByCondition)]
    public SwitchParameter Locked { get; set; }

    /// <summary>Only records that aren't locked.</summary>
    [Parameter(ParameterSetName = ByCondition)]
    public SwitchParameter NotLocked { get; set; }

    /// <summary>The ids of the records: digits, with or without the <c>zcrm_</c> of Zoho's export.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ById, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "Record Id", "Record_Id")]
    [RecordIdArgument]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string?[]? RecordId { get; set; }

    /// <summary>The object that was piped in, whole: an error's target.</summary>
    [Parameter(ParameterSetName = ById, ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>A query in COQL, sent as it is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByQuery)]
    [ValidateNotNullOrEmpty]
    public string? Query { get; set; }

    /// <summary>The API names of fields to read, in addition to the name, the owner and the lock state.</summary>
    [Parameter(ParameterSetName = ByCondition)]
    [Parameter(ParameterSetName = ById)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FieldCompleter))]
    public string[] Property { get; set; } = [];

    /// <summary>How many records are wanted at most.</summary>
    [Parameter(ParameterSetName = ByCondition)]
    [ValidateRange(1, long.MaxValue)]
    public long? First { get; set; }

    /// <summary>Counts the records instead of returning them.</summary>
    [Parameter(ParameterSetName = ByCondition)]
    public SwitchParameter Count { get; set; }

    private protected override object? ErrorTarget => InputObject;

    private protected override void Begin()
    {
        _connection = RequireConnection(Connection);
        if (IsGivenForAll(nameof(Module)))
        {
            EndRunIfInvalid(() => ModuleName.Require(Module));
        }

        _reader = new RecordIdReader(MyInvocation.MyCommand.Name, MyInvocation.BoundParameters.ContainsKey(nameof(RecordId)));
        if (RecordId is { } typed)
        {
            _reader.RequireIds(typed, MyInvocation.ExpectingInput);
        }
    }

    private protected override void Process()
    {
        switch (ParameterSetName)
        {
            case ById:
                LookUp();
                break;
            case ByQuery:
                RunQuery();
                break;
            default:
                Find();
                break;
        }
    }

    private protected override void End() => _lookup?.Complete();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _lookup?.Dispose();
            _lookup = null;
        }

        base.Dispose(disposing);
    }

    private void Find()
    {
        if (Locked && NotLocked)
        {
            throw new ZohoException(ZohoError.Input("LockedAndNotLocked", "-Locked and -NotLocked exclude each other", "Leave one of them out, or both for all records."));
        }

        var query = new RecordQuery(ModuleName.Require(Module))
        {
            Where = Where,
            MatchingRule = MatchingRule,
            View = View,
            IsLocked = Locked ? true : NotLocked ? false : null,
            Fields = Property,
            First = First,
        };
        if (Count)
        {
            WriteObject(new ProgressDisplay(this, _connection).Await(_connection.GetFinder().CountAsync(query, Stopped)));
            return;
        }

        foreach (var record in new ProgressDisplay(this, _connection).ReadPages(_connection.GetFinder().FindAsync(query, Stopped), First))
        {
            WriteObject(RecordOutput.From(record));
        }
    }

    private void RunQuery()
    {
        var result = Await(_connection.GetFinder().QueryAsync(Query!, Stopped));
        foreach (var record in result.Records)
        {
            WriteObject(RecordOutput.From(record));
        }

        foreach (var row in result.Rows)
        {
            WriteObject(RecordOutput.FromRow(row));
        }

        if (result.HasMore)
        {
            WriteWarning("Zoho has more rows than this query returned: give it a limit of up to 2000 and, for the next rows, id > the last id; or use -Where, which reads them all.");
        }
    }

    private void LookUp()
    {
        _lookup ??= new RecordLookupPipeline(this, _connection, _connection.GetFinder().LookUp(Property, Stopped));
        var ids = _reader!.ReadEach(InputObject, RecordId ?? []);
        _lookup.Expected = MyInvocation.ExpectingInput ? null : new(ids.Length);
        foreach (var given in ids)
        {
            _lookup.Add(given.ToInput(InputObject, ++_inputs, Module));
        }
    }
}
