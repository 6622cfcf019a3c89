using ZohoLock.Bulk;
using ZohoLock.Syncing;

namespace ZohoLock.Client.Tests.Syncing;

/// <summary>Makes and applies plans.</summary>
internal static class Plans
{
    public static LockWish Lock(string id, string reason, long number = 1) => new(Input(id, number) with { Reason = reason }, IsLocked: true);

    public static LockWish Unlock(string id, long number = 1) => new(Input(id, number), IsLocked: false);

    public static LockWish Invalid(long number = 1) =>
        new(new("x", number) { Refusal = new ZohoException(ZohoError.Input("InvalidRecordId", "no id", "x")) }, IsLocked: true);

    public static LockWishList List(params IEnumerable<LockWish> wishes)
    {
        LockWishList list = new("Deals");
        foreach (var wish in wishes)
        {
            list.Add(wish);
        }

        list.Complete();
        return list;
    }

    public static async Task<List<RecordOutcome>> MakeAsync(Connection connection, LockWishList wishes, LockPlanOptions? options = null)
    {
        List<RecordOutcome> outcomes = [];
        await foreach (var outcome in connection.CreateLockPlanner(options ?? new()).PlanAsync(wishes))
        {
            outcomes.Add(outcome);
        }

        return outcomes;
    }

    public static async Task<List<LockPlanStep>> MakeStepsAsync(Connection connection, LockWishList wishes, LockPlanOptions? options = null) =>
        [.. (await MakeAsync(connection, wishes, options)).Select(outcome => (LockPlanStep)outcome.Output!)];

    public static async Task<List<RecordOutcome>> ApplyAsync(Connection connection, IEnumerable<LockPlanStep> steps, LockPlanOptions? options = null)
    {
        List<RecordOutcome> outcomes = [];
        await foreach (var outcome in connection.CreateLockPlanRun(options ?? new()).ApplyAsync(steps))
        {
            outcomes.Add(outcome);
        }

        return outcomes;
    }

    /// <summary>What a record's locks are: <c>-</c>, <c>rule</c>, the reason, or <c>reason+rule</c>.</summary>
    public static string Describe(CrmModule module, string id)
    {
        var locks = module.GetLocks(id);
        var manual = locks.FirstOrDefault(one => one.Kind == LockKind.Manual)?.Reason;
        var rule = locks.Any(one => one.Kind == LockKind.Automatic) ? "rule" : null;
        return (manual, rule) switch
        {
            (null, null) => "-",
            (null, _) => rule,
            (_, null) => manual,
            _ => $"{manual}+{rule}",
        };
    }

    private static RecordInput Input(string id, long number) => new(id, number) { Module = "Deals", RecordId = id, GivenId = id };
}
