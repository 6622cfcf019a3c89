using System.Globalization;
using ZohoLock.Bulk;
using ZohoLock.Input;

namespace ZohoLock.Syncing;

/// <summary>The errors of wishes and plans.</summary>
internal static class SyncingErrors
{
    /// <summary>Two inputs want different things of a record.</summary>
    public static ZohoException Contradiction(LockWish first, LockWish second) => new(ZohoError.Input(
        "ContradictingRows",
        string.Create(
            CultureInfo.InvariantCulture,
            $"record {second.Input.RecordId} is in the input twice and is to be {Describe(first)} by input {first.Input.Number}, but {Describe(second)} by input {second.Input.Number}. Nothing was changed"),
        "Leave one of the two rows out.") with { EndsRun = true });

    /// <summary>A record is wanted to be locked without a reason.</summary>
    public static ZohoException MissingReason() => new(ZohoError.Input(
        "MissingReason", "the record is wanted to be locked, and the reason is empty", "Give -Reason, or fill in the Reason column; a record that is not to be locked has no in the Locked column."));

    /// <summary>What is given for whether a record is wanted to be locked is neither yes nor no.</summary>
    public static ZohoException InvalidLocked(string text) => new(ZohoError.Input(
        "InvalidLocked", $"{(text.Length == 0 ? "Locked is empty" : $"Locked is {QuotedText.From(text)}")}, and not yes or no", "Write yes, no, true or false in the Locked column, or leave the column out for yes."));

    /// <summary>There is no wish, so that every lock would be one that nobody wants.</summary>
    public static ZohoException NothingWanted(string module) => new(ZohoError.Input(
        "NothingWanted",
        $"no record of {module} is wanted to be locked, so -UnlockOthers would remove all manual locks of the module. Nothing was changed",
        "Check the file, the condition or the view. To unlock all records, pipe their locks into an unlock.") with { EndsRun = true });

    /// <summary>Inputs are invalid, and their records could be among those that would be unlocked.</summary>
    public static ZohoException InvalidRows(int count) => new(ZohoError.Input(
        "InvalidRows",
        string.Create(
            CultureInfo.InvariantCulture,
            $"{count} of the inputs are invalid, so that it isn't known which locks nobody wants: -UnlockOthers could remove theirs. Nothing was changed"),
        "Correct the rows whose errors are shown above, or leave -UnlockOthers out.") with { EndsRun = true });

    /// <summary>There are more changes than allowed.</summary>
    public static ZohoException TooManyChanges(long changes, int maximum) => TooMany(
        ChangeLimit.ExceededCode,
        string.Create(CultureInfo.InvariantCulture, $"{changes:N0} records would be changed, and -MaximumCount allows {maximum:N0}: nothing was done"),
        "Look at the plan with -WhatIf. Where that many are meant, give a larger -MaximumCount.");

    /// <summary>The user has declined the changes.</summary>
    public static ZohoException ChangesDeclined(long changes) => TooMany(
        ChangeLimit.DeclinedCode,
        string.Create(CultureInfo.InvariantCulture, $"{changes:N0} records would be changed, and that was declined: nothing was done"),
        "Look at the plan with -WhatIf. -Force and -MaximumCount ask nothing.");

    /// <summary>A record isn't as it was when the plan was made.</summary>
    public static ZohoException RecordChanged(LockPlanStep step, LockState now) => new(new ZohoError
    {
        Code = "RecordChanged",
        Message = $"the record isn't as it was when the plan was made: it was {Quote(step.From)} and is {Quote(now)}{(step.From.ToString() == now.ToString() ? ", by another lock" : null)}. Nothing was done to it",
        Advice = "Make a new plan.",
        Kind = ZohoErrorKind.ResourceExists,
        Outcome = CallOutcome.NotSent,
    });

    /// <summary>The plan is of another organisation.</summary>
    public static ZohoException OtherOrganization(LockPlan plan, string connected) => new(ZohoError.Input(
        "PlanOfAnotherOrganization",
        $"the plan is for organisation {Describe(plan)}, and the connection is to {DisplayText.Line(connected, 100)}. Nothing was changed",
        "Connect to the organisation of the plan, or make a plan for this one.") with { EndsRun = true });

    /// <summary>The plan is of another module.</summary>
    public static ZohoException OtherModule(LockPlan plan, string module) => new(ZohoError.Input(
        "PlanOfAnotherModule",
        $"the plan is for module {plan.Module}, and not for {module}. Nothing was changed",
        "Leave -Module out, or give the plan of this module.") with { EndsRun = true });

    /// <summary>The text of a plan is invalid.</summary>
    public static ZohoException InvalidPlan(string where, string why, Exception? cause = null) => new(
        ZohoError.Input("InvalidPlan", $"{where}: {why}. Nothing was changed", "Make the plan again. Steps may be deleted from a plan; docs/plan.md describes the format.") with { EndsRun = true },
        cause);

    /// <summary>The file of a plan can't be read.</summary>
    public static ZohoException NotRead(string path, Exception failure) => new(
        ZohoError.Input("FileNotRead", $"{path} can't be read: {failure.Message}", "Give the path of a plan that can be read.") with { Subject = path, EndsRun = true },
        failure);

    /// <summary>The file of a plan can't be written.</summary>
    public static ZohoException NotWritten(string path, Exception failure) => new(
        ZohoError.Input("FileNotWritten", $"{path} can't be written: {failure.Message}", "Give a path that can be written to. Nothing was changed.") with { Subject = path, EndsRun = true },
        failure);

    private static ZohoException TooMany(string code, string message, string advice) => new(
        new ZohoError { Code = code, Message = message, Advice = advice, Kind = ZohoErrorKind.LimitsExceeded, EndsRun = true });

    private static string Describe(LockWish wish) => wish.IsLocked ? $"locked with the reason {QuotedText.From(wish.Input.Reason!)}" : "not locked";

    private static string Describe(LockPlan plan) => DisplayText.Line(plan.OrganizationName is { } name ? $"{name} ({plan.OrganizationId})" : plan.OrganizationId, 100);

    private static string Quote(LockState state) => $"'{DisplayText.Line(state.ToString(), 100)}'";
}
