using ZohoCrm.Emulator;
using ZohoLock.Bulk;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Journal;
using static ZohoLock.Client.Tests.Servers.ConfigurationSample;

namespace ZohoLock.Client.Tests.Bulk;

/// <summary>Locks by a rule, and refusals to unlock, have the rule's name and condition, which cost a run one read of the configuration a module.</summary>
public sealed class RuleExplanationTests : IDisposable
{
    private readonly CrmEmulator _emulator = new(new() { RecordRequests = true });
    private readonly CrmModule _deals;
    private readonly CrmModule _leads;

    public RuleExplanationTests()
    {
        (_deals, _leads) = (_emulator.AddModule("Deals"), _emulator.AddModule("Leads"));
        foreach (var module in _emulator.Modules)
        {
            module.LockingConfiguration = LockingConfiguration.None;
            module.AddRecords(40);
        }

        _emulator.Start();
    }

    private long ConfigurationReads => _emulator.Counters.Count(Operation.GetLockingConfiguration);

    public void Dispose()
    {
        _emulator.Dispose();
        Assert.Empty(_emulator.Failures);
    }

    [Fact]
    public async Task Every_lock_by_a_rule_has_its_name_and_criteria_and_the_configuration_is_read_once_a_module()
    {
        await ConfigureAsync("Deals", Rule("Won deals", "Amount is_empty and (Stage != 'x' or Probability = 100)"), Rule("Other", "Amount > 5"));
        await ConfigureAsync("Leads", Rule("All", "Company is_empty"));
        var ids = Lock(_deals, LockKind.Automatic).Concat(Lock(_leads, LockKind.Automatic)).ToArray();

        var locks = await ReadAsync(ids);

        Assert.Equal(80, locks.Count);
        Assert.All(locks, found => Assert.Equal(
            found.Module == "Deals" ? ("Won deals", "Amount is_empty and (Stage != 'x' or Probability = 100)") : ("All", "Company is_empty"),
            (found.RuleName, found.RuleCriteria)));
        Assert.Equal(2, ConfigurationReads);

        // Another run may find another configuration.
        Assert.Equal("Won deals", (await ReadAsync(ids[..1]))[0].RuleName);
        Assert.Equal(3, ConfigurationReads);
    }

    [Fact]
    public async Task Locks_by_hand_have_none_and_cost_no_read_of_the_configuration()
    {
        await ConfigureAsync("Deals", Rule("Won deals", "Stage = 'Closed Won'"));

        var locks = await ReadAsync(Lock(_deals, LockKind.Manual));

        Assert.All(locks, found => Assert.Equal((null, null), (found.RuleName, found.RuleCriteria)));
        Assert.Equal(0, ConfigurationReads);
    }

    [Theory]
    [InlineData("scope")]
    [InlineData("permission")]
    [InlineData("failing")]
    [InlineData("nonsense")]
    [InlineData("another rule")]
    public async Task Where_the_rule_is_not_known_the_lock_is_read_all_the_same(string why)
    {
        await ConfigureAsync("Deals", Rule("Won deals", "Stage = 'Closed Won'"));
        var ids = Lock(_deals, LockKind.Automatic);
        switch (why)
        {
            case "scope":
                _emulator.Settings.Scopes = "ZohoCRM.modules.ALL,ZohoCRM.modules.lockinginformation.ALL";
                break;
            case "permission":
                _emulator.Settings.Permissions.MayCustomize = false;
                break;
            case "failing" or "nonsense":
                _emulator.Inject(new Fault
                {
                    Kind = why == "failing" ? FaultKind.StatusAnswer : FaultKind.HtmlBody, StatusCode = why == "failing" ? 503 : 200, Operations = [Operation.GetLockingConfiguration],
                });
                break;
            default:
                using (var connection = await Opened.To(_emulator))
                {
                    await connection.CreateConfigurationClient().UpdateAsync("Deals", found => found with { LockingRules = [Rule("New", "Amount > 1")] });
                }

                break;
        }

        _emulator.Counters.Reset();
        var locks = await ReadAsync(ids);

        Assert.Equal(40, locks.Count);
        Assert.All(locks, found => Assert.Equal((true, null, null), (found.RuleId is not null, found.RuleName, found.RuleCriteria)));
        Assert.Equal(1, ConfigurationReads);
        Assert.Equal(1, _emulator.Counters.Count(Operation.Token));
    }

    [Fact]
    public async Task The_refusal_to_unlock_says_which_rule_and_condition_hold_the_record()
    {
        await ConfigureAsync("Deals", Rule("Won deals", "Stage = 'Closed Won'"));
        var ids = Lock(_deals, LockKind.Automatic)[..3];
        var known = (await ReadAsync(ids[2..]))[0];
        _emulator.Counters.Reset();

        var outcomes = await RunAsync(
            new() { Operation = RecordOperation.Unlock, ContinueOnRefusal = true },
            [Input(ids[0]), Input(ids[1]) with { Lock = new("Deals", ids[1].Id, _deals.GetLocks(ids[1].Id)[0].Id) }, Input(ids[2]) with { Lock = known }]);

        foreach (var outcome in outcomes.Where(outcome => outcome.Input.RecordId != ids[1].Id))
        {
            var error = outcome.Failure!.Error;
            Assert.Equal(("NOT_ALLOWED", ZohoErrorKind.PermissionDenied, 403), (error.Code, error.Kind, error.StatusCode));
            Assert.Equal("Automatically locked records can not be unlocked manually: the rule 'Won deals' holds it, because of Stage = 'Closed Won'", error.Message);
            Assert.StartsWith("Change the record so that this is no longer true: Stage = 'Closed Won'. Or change the rule 'Won deals'", error.Advice, StringComparison.Ordinal);
        }

        // Of a lock of which only the id is given, the rule isn't known.
        Assert.Equal("Automatically locked records can not be unlocked manually", outcomes[1].Failure!.Message);
        Assert.Equal(1, ConfigurationReads);
        Assert.Equal(3, _emulator.Counters.Count(Operation.UnlockRecord));
    }

    [Fact]
    public async Task A_lock_of_a_rule_that_is_found_in_the_place_of_a_removed_one_is_explained_too()
    {
        await ConfigureAsync("Deals", Rule("Won deals", "Stage = 'Closed Won'"));
        var record = Lock(_deals, LockKind.Manual)[0];
        var former = _deals.GetLocks(record.Id)[0].Id;
        _deals.RemoveLock(record.Id);
        _deals.SetLocked(record.Id, LockKind.Automatic, null);

        var outcomes = await RunAsync(
            new() { Operation = RecordOperation.Unlock, IfUnlocked = IfUnlocked.Skip }, [Input(record) with { Lock = new("Deals", record.Id, former) }]);

        Assert.EndsWith("the rule 'Won deals' holds it, because of Stage = 'Closed Won'", outcomes[0].Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_without_the_configuration_is_that_of_Zoho()
    {
        await ConfigureAsync("Deals", Rule("Won deals", "Stage = 'Closed Won'"));
        var record = Lock(_deals, LockKind.Automatic)[0];
        _emulator.Settings.Permissions.MayCustomize = false;

        var outcomes = await RunAsync(new() { Operation = RecordOperation.Unlock }, [Input(record)]);

        Assert.Equal("Automatically locked records can not be unlocked manually", outcomes[0].Failure!.Message);
        Assert.StartsWith("A rule of the locking configuration locked it", outcomes[0].Failure!.Error.Advice, StringComparison.Ordinal);
    }

    private static RecordInput Input((string Module, string Id) record) => new(record, 1) { Module = record.Module, RecordId = record.Id };

    private static (string Module, string Id)[] Lock(CrmModule module, LockKind kind) =>
    [
        .. module.Records.Select(record =>
        {
            module.SetLocked(record.Id, kind, kind == LockKind.Manual ? "x" : null);
            return (module.ApiName, record.Id);
        }),
    ];

    private async Task ConfigureAsync(string module, params LockingRule[] rules)
    {
        using var connection = await Opened.To(_emulator);
        await connection.CreateConfigurationClient().CreateAsync(new() { Module = module, LockType = LockType.Both, LockingRules = rules });
        _emulator.Counters.Reset();
    }

    private async Task<List<RecordLock>> ReadAsync((string Module, string Id)[] records) =>
        [.. (await RunAsync(new(), [.. records.Select(Input)])).SelectMany(outcome => (IReadOnlyList<RecordLock>)outcome.Output!)];

    private async Task<List<RecordOutcome>> RunAsync(RecordRunOptions options, RecordInput[] inputs)
    {
        using var connection = await Opened.To(_emulator);
        await using var run = new RecordRun(connection.Api, options, CancellationToken.None);
        Array.ForEach(inputs, run.Add);
        List<RecordOutcome> outcomes = [];
        while (!run.IsEmpty)
        {
            outcomes.Add(await run.TakeAsync());
        }

        return outcomes;
    }
}
