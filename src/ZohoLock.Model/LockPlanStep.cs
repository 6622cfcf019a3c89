namespace ZohoLock;

/// <summary>What is to be done to one record, or was done, so that it is locked as wanted.</summary>
public sealed record LockPlanStep
{
    internal LockPlanStep(LockPlanAction action, string module, string recordId)
    {
        Action = action;
        Module = module;
        RecordId = recordId;
    }

    /// <summary>What is done.</summary>
    public LockPlanAction Action { get; internal init; }

    /// <summary>The API name of the record's module.</summary>
    public string Module { get; }

    /// <summary>The record's id: digits.</summary>
    public string RecordId { get; }

    /// <summary>The record's name; null if it has none, or if it can't be read.</summary>
    public string? RecordName { get; internal init; }

    /// <summary>The state that the plan was made from.</summary>
    public required LockState From { get; init; }

    /// <summary>The state after the step; for a blocked record the wanted one.</summary>
    public required LockState To { get; init; }

    /// <summary>Why, in plain words.</summary>
    public required string Why { get; init; }

    /// <summary>Whether the change was made; false in a plan, and for a step without one.</summary>
    public bool IsDone { get; internal init; }

    /// <summary>Whether the step changes anything: locks, unlocks or changes a reason.</summary>
    public bool IsChange => Action is LockPlanAction.Lock or LockPlanAction.Unlock or LockPlanAction.ChangeReason;

    /// <summary>The step in one line: <c>Lock Deals 5843104000000425565: not locked -> locked: Quarter closed</c>.</summary>
    public override string ToString() => DisplayText.Line($"{Action} {Module} {RecordId}: {From} -> {To}");
}
