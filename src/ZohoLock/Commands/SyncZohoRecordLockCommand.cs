using System.Management.Automation;
using ZohoLock.Binding;
using ZohoLock.Bulk;
using ZohoLock.Completion;
using ZohoLock.Configuration.Criteria;
using ZohoLock.Finding;
using ZohoLock.Input;
using ZohoLock.Pipeline;
using ZohoLock.Syncing;

namespace ZohoLock.Commands;

/// <summary>
/// Brings the locks of a module to what is wanted: by rows, by a condition or a view, or by a plan that was made before. With -WhatIf or -PlanPath it only
/// makes the plan.
/// </summary>
[Cmdlet(VerbsData.Sync, "ZohoRecordLock", SupportsShouldProcess = true, DefaultParameterSetName = ByRow)]
[OutputType(typeof(LockPlanStep))]
public sealed class SyncZohoRecordLockCommand : RunCmdlet
{
    private const string ByRow = "Row";
    private const string ByCondition = "Where";
    private const string ByView = "View";
    private const string ByPlan = "Plan";

    private readonly Dictionary<string, object> _targets = [];
    private readonly RunSummary _planning = new();
    private Connection _connection = null!;
    private RecordIdReader? _reader;
    private LockWishList? _wishes;
    private bool _isLockedGiven;
    private long _inputs;

    /// <summary>The API name of the module.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByRow)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByCondition)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByView)]
    [Parameter(Position = 0, ParameterSetName = ByPlan)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ModuleCompleter))]
    public string Module { get; set; } = string.Empty;

    /// <summary>The ids of the records: digits, with or without the <c>zcrm_</c> of Zoho's export.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ByRow, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "Record Id", "Record_Id")]
    [RecordIdArgument]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string?[]? RecordId { get; set; }

    /// <summary>Why the records are locked: up to 3,000 characters.</summary>
    [Parameter(ParameterSetName = ByRow, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, ParameterSetName = ByCondition)]
    [Parameter(Mandatory = true, ParameterSetName = ByView)]
    [AllowNull]
    [AllowEmptyString]
    public string? Reason { get; set; }

    /// <summary>Whether the record is wanted to be locked: yes or no, true or false; yes if it isn't given.</summary>
    [Parameter(ParameterSetName = ByRow, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Locked { get; set; }

    /// <summary>The object that was piped in, whole: an error's target.</summary>
    [Parameter(ParameterSetName = ByRow, ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The condition that the records to be locked meet.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByCondition)]
    [ValidateNotNull]
    [ConditionArgument]
    [ArgumentCompleter(typeof(ConditionCompleter))]
    public ParsedCriteria? Where { get; set; }

    /// <summary>The view that the records to be locked are in: its name as Zoho shows it, or its id.</summary>
    [Parameter(ParameterSetName = ByCondition)]
    [Parameter(Mandatory = true, ParameterSetName = ByView)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ViewCompleter))]
    public string? View { get; set; }

    /// <summary>Leaves the reasons of locks that are there as they are.</summary>
    [Parameter(ParameterSetName = ByRow)]
    [Parameter(ParameterSetName = ByCondition)]
    [Parameter(ParameterSetName = ByView)]
    public SwitchParameter KeepReason { get; set; }

    /// <summary>Removes the manual locks of all other records of the module.</summary>
    [Parameter(ParameterSetName = ByRow)]
    [Parameter(ParameterSetName = ByCondition)]
    [Parameter(ParameterSetName = ByView)]
    public SwitchParameter UnlockOthers { get; set; }

    /// <summary>Writes the plan to a file, and changes nothing.</summary>
    [Parameter(ParameterSetName = ByRow)]
    [Parameter(ParameterSetName = ByCondition)]
    [Parameter(ParameterSetName = ByView)]
    [ValidateNotNullOrEmpty]
    public string? PlanPath { get; set; }

    /// <summary>The file of a plan to apply.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByPlan)]
    [ValidateNotNullOrEmpty]
    public string? Plan { get; set; }

    /// <summary>The number of changes that are made at most: with more, none is. Without it, more than 1,000 are asked for at a prompt.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaximumCount { get; set; }

    /// <summary>Asks nothing, however many changes there are.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string GoOnAdvice => "Run the same command again: what is done already needs nothing more.";

    private protected override object? ErrorTarget => InputObject;

    private bool IsPreview => PlanPath is not null || IsWhatIf();

    private LockPlanOptions Options => new()
    {
        KeepReason = KeepReason, UnlockOthers = UnlockOthers, ThrottleLimit = ThrottleLimit, ContinueOnRefusal = ContinueOnRefusal,
    };

    private protected override void Begin()
    {
        _connection = RequireConnection(Connection);
        if (ParameterSetName == ByPlan)
        {
            return;
        }

        _wishes = new LockWishList(ModuleName.Require(Module));
        _isLockedGiven = MyInvocation.BoundParameters.ContainsKey(nameof(Locked));
        _reader = new RecordIdReader(MyInvocation.MyCommand.Name, MyInvocation.BoundParameters.ContainsKey(nameof(RecordId)));
        if (RecordId is { } typed)
        {
            _reader.RequireIds(typed, MyInvocation.ExpectingInput);
        }
    }

    private protected override void Process()
    {
        if (ParameterSetName != ByRow)
        {
            return;
        }

        // A column that is there and empty isn't taken for yes.
        var locked = _isLockedGiven || InputObject?.Properties[nameof(Locked)] is not null ? Locked ?? string.Empty : null;
        foreach (var given in _reader!.ReadEach(InputObject, RecordId ?? []))
        {
            _wishes!.Add(LockWish.From(given.ToInput(InputObject, ++_inputs, Module), locked, Reason));
        }
    }

    private protected override void End()
    {
        if (ParameterSetName == ByPlan)
        {
            var plan = LockPlanFile.Read(FilePath.GetPath(this, Plan!));
            plan.Require(Await(_connection.GetOrganizationIdAsync(Stopped)), _connection.ToString(), Module.Length == 0 ? null : ModuleName.Require(Module));
            Finish(plan.Steps);
            return;
        }

        if (ParameterSetName != ByRow)
        {
            FindWishes();
        }
        else if (_inputs == 0 && InputObject is { } refused)
        {
            // If PowerShell refused all input because another mandatory parameter is missing, it may be no rows at all.
            _reader!.RequireRow(refused, RecordId ?? []);
        }

        _wishes!.Complete();
        Finish(MakePlan());
    }

    private void FindWishes()
    {
        var query = new RecordQuery(_wishes!.Module) { Where = Where, View = View };
        foreach (var record in new ProgressDisplay(this, _connection).ReadPages(_connection.GetFinder().FindAsync(query, Stopped)))
        {
            var input = new RecordInput(record, ++_inputs) { GivenId = record.RecordId, Module = _wishes.Module, RecordId = record.RecordId };
            var wish = LockWish.From(input, locked: null, Reason);
            _wishes.Add(wish.Input.Refusal is null ? wish with { Found = record } : throw wish.Input.Refusal);
        }
    }

    private List<LockPlanStep> MakePlan()
    {
        List<LockPlanStep> steps = [];
        var outcomes = _connection.CreateLockPlanner(Options).PlanAsync(_wishes!, Stopped);
        RunExpectation? expected = UnlockOthers ? null : new(_wishes!.Wishes.Count);
        new OutcomePipeline(this, _connection).Run(outcomes, _planning, expected, outcome => outcome.Input.Target, outcome =>
        {
            steps.Add((LockPlanStep)outcome.Output!);
            _targets[outcome.Input.RecordId!] = outcome.Input.Target;
        });
        if (PlanPath is not null)
        {
            var organization = Await(_connection.GetOrganizationIdAsync(Stopped));
            LockPlanFile.Write(
                FilePath.GetPath(this, PlanPath),
                new LockPlan(organization, _wishes!.Module, DateTimeOffset.Now, steps) { OrganizationName = _connection.Organization?.Name });
        }

        return steps;
    }

    private void Finish(IReadOnlyList<LockPlanStep> steps)
    {
        LockPlanSummary plan = new();
        foreach (var step in steps)
        {
            plan.Add(step);
        }

        if (IsPreview)
        {
            WriteObject(steps, enumerateCollection: true);
            WriteHostLine(plan.Describe(Math.Min(_connection.ConcurrencyLimit, ThrottleLimit ?? int.MaxValue)));
            return;
        }

        RequireFewChanges(plan);
        Apply([.. steps.Where(step => !step.IsChange || ShouldProcess($"{step.Module} {step.RecordId} ({_connection})", Describe(step)))]);
        if (plan[LockPlanAction.Blocked] is var blocked and > 0)
        {
            WriteWarning($"Rules have locked {blocked} of the records that should not be locked, and no call can undo that: see Action Blocked in the output, and Get-ZohoRecordLockConfiguration.");
        }
    }

    // The number of changes is known, so the question comes before the first one.
    private void RequireFewChanges(LockPlanSummary plan)
    {
        plan.RequireAtMost(MaximumCount ?? int.MaxValue);
        if (MaximumCount is null && !Force && plan.Changes > ChangeQuestion.Threshold
            && ChangeQuestion.Create(this) is { } question && !question.AskBefore(plan.Changes, _connection))
        {
            throw plan.CreateDeclined();
        }
    }

    private void Apply(LockPlanStep[] confirmed)
    {
        RunSummary summary = new();
        Reporter?.Begin(_connection, summary, preparation: _planning);
        new OutcomePipeline(this, _connection).Run(
            _connection.CreateLockPlanRun(Options).ApplyAsync(confirmed, Stopped),
            summary,
            new RunExpectation(confirmed.Length),
            outcome => _targets.GetValueOrDefault(outcome.Input.RecordId!, outcome.Input.Target),
            outcome => WriteObject(outcome.Output));
        Reporter?.End();
    }

    private static string Describe(LockPlanStep step) => step.Action switch
    {
        LockPlanAction.Lock => "Lock record",
        LockPlanAction.Unlock => "Unlock record",
        _ => "Change the reason of the record's lock",
    };
}
