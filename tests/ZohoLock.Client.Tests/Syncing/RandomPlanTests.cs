using System.Globalization;
using Xunit.Abstractions;
using ZohoCrm.Emulator;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Syncing;

namespace ZohoLock.Client.Tests.Syncing;

/// <summary>
/// Random worlds and wishes: after a run the server holds what was asked, or what the output says it could not have, and a second run changes
/// nothing. To repeat a run, set the environment variable ZOHOLOCK_PLAN_SEED to the seed that it printed.
/// </summary>
public sealed class RandomPlanTests(ITestOutputHelper log)
{
    private const int Runs = 500;
    private const string SeedVariable = "ZOHOLOCK_PLAN_SEED";

    private static readonly string[] Reasons = ["Quarter closed", "Audit", "Signed\r\nby both", "  padded "];

    [Fact]
    public async Task The_server_holds_what_was_asked_or_what_the_output_says()
    {
        var seed = Environment.GetEnvironmentVariable(SeedVariable) is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        log.WriteLine($"{SeedVariable}={seed}");
        for (var run = 0; run < Runs; run++)
        {
            try
            {
                await RunAsync(new Random(HashCode.Combine(seed, run)));
            }
            catch (Exception failure)
            {
                Assert.Fail($"Seed {seed}, run {run}: {failure}");
            }
        }
    }

    private static async Task RunAsync(Random random)
    {
        using var emulator = new CrmEmulator();
        emulator.Settings.Unknowns.LockOverAutomatic = random.Next(2) == 0;
        emulator.Settings.Unknowns.LockedFieldInCoql = random.Next(4) > 0;
        var deals = emulator.AddModule("Deals");
        var others = emulator.AddUser("Other");
        var ids = deals.AddRecords(random.Next(1, 120));
        foreach (var id in ids)
        {
            Change(random.Next(6), id);
        }

        emulator.Start();
        using var connection = await Opened.To(emulator);
        var wishes = Plans.List(ids.OrderBy(_ => random.Next()).Take(random.Next(1, ids.Count + 1)).Select(id =>
            random.Next(4) == 0 ? Plans.Unlock(id) : Plans.Lock(id, Reasons[random.Next(Reasons.Length)])));
        LockPlanOptions options = new() { KeepReason = random.Next(3) == 0, UnlockOthers = random.Next(2) == 0 && wishes.Wishes.Any(wish => wish.IsLocked) };
        var start = ids.ToDictionary(id => id, id => Plans.Describe(deals, id));
        var startLocks = ids.ToDictionary(id => id, LockIds);

        var plan = await Plans.MakeStepsAsync(connection, wishes, options);

        Assert.Equal(start, ids.ToDictionary(id => id, id => Plans.Describe(deals, id)));
        Assert.Equal(wishes.Wishes.Select(wish => wish.Input.RecordId), plan.Take(wishes.Wishes.Count).Select(step => step.RecordId));

        // Others change some of the records before the plan is applied, and the plan is a file in between.
        var isDisturbed = random.Next(2) == 0;
        foreach (var id in isDisturbed ? ids.Where(_ => random.Next(5) == 0) : [])
        {
            Change(random.Next(6), id);
        }

        var before = ids.ToDictionary(id => id, id => Plans.Describe(deals, id));
        var locks = ids.ToDictionary(id => id, LockIds);
        var outcomes = await Plans.ApplyAsync(connection, plan, new() { ThrottleLimit = 4 });

        Assert.Equal(plan.Select(step => step.RecordId), outcomes.Select(outcome => outcome.Input.RecordId));
        foreach (var outcome in outcomes)
        {
            var id = outcome.Input.RecordId!;
            var now = Plans.Describe(deals, id);
            if (outcome.Failure is { } failure)
            {
                Assert.True(isDisturbed && failure.Error.Code == "RecordChanged", failure.Message);
                Assert.Equal(before[id], now);
                Assert.NotEqual(startLocks[id], locks[id]);
                continue;
            }

            var step = (LockPlanStep)outcome.Output!;
            if (!step.IsDone)
            {
                Assert.Equal(before[id], now);
            }

            if (step.IsDone || !isDisturbed)
            {
                AssertAsAsked(wishes, options, step, start[id], now);
            }
        }

        // What nobody asked for is as it was.
        foreach (var id in ids.Except(plan.Select(step => step.RecordId)))
        {
            Assert.Equal(before[id], Plans.Describe(deals, id));
        }

        if (!isDisturbed)
        {
            Assert.DoesNotContain(await Plans.MakeStepsAsync(connection, wishes, options), step => step.IsChange);
        }
        else
        {
            // A new plan brings what the changes of others have left.
            await Plans.ApplyAsync(connection, await Plans.MakeStepsAsync(connection, wishes, options));
            Assert.DoesNotContain(await Plans.MakeStepsAsync(connection, wishes, options), step => step.IsChange);
        }

        string LockIds(string id) => string.Join(' ', deals.GetLocks(id).Select(one => one.Id));

        void Change(int kind, string id)
        {
            switch (kind)
            {
                case 0:
                    deals.RemoveLock(id);
                    break;
                case 1:
                    deals.SetLocked(id, reason: Reasons[random.Next(Reasons.Length)]);
                    break;
                case 2:
                    deals.SetLocked(id, reason: Reasons[random.Next(Reasons.Length)], user: others);
                    break;
                case 3:
                    deals.RemoveLock(id);
                    deals.SetLocked(id, LockKind.Automatic);
                    break;
                case 4 when emulator.Settings.Unknowns.LockOverAutomatic:
                    deals.SetLocked(id, LockKind.Automatic);
                    deals.SetLocked(id, reason: "theirs", user: others);
                    break;
            }
        }
    }

    private static void AssertAsAsked(LockWishList wishes, LockPlanOptions options, LockPlanStep step, string start, string now)
    {
        var wish = wishes.Wishes.FirstOrDefault(one => one.Input.RecordId == step.RecordId);
        var isRule = start.EndsWith("rule", StringComparison.Ordinal);
        if (wish is { IsLocked: true })
        {
            var expected = start == "rule" || (options.KeepReason && start != "-") ? start : isRule ? $"{wish.Input.Reason}+rule" : wish.Input.Reason;
            Assert.Equal(expected!.Replace(" ", null, StringComparison.Ordinal), now.Replace(" ", null, StringComparison.Ordinal));
        }
        else
        {
            Assert.True(wish is not null || options.UnlockOthers);
            Assert.Equal(isRule ? "rule" : "-", now);
            Assert.Equal(isRule, step.Action == LockPlanAction.Blocked || step.To.IsLocked);
        }
    }
}
