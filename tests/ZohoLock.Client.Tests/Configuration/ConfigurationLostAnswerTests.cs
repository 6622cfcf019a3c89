using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration;
using static ZohoLock.Client.Tests.Servers.ConfigurationSample;

namespace ZohoLock.Client.Tests.Configuration;

/// <summary>Changes of configurations whose answer is lost: the emulator makes each once, and the client tells what became of it.</summary>
public sealed class ConfigurationLostAnswerTests : IDisposable
{
    private const string Module = EmulatedOrganization.Module;

    private static readonly LockConfiguration Both = new()
    {
        Module = Module,
        LockType = LockType.Both,
        LockedFor = LockedFor.AllProfilesExceptExcludedProfiles,
        ExcludedProfiles = [new("Standard")],
        LockingRules = [Rule("Zylker", "Company = 'Zylker'"), Rule("Big", "Annual_Revenue > 1000")],
        ExcludedFields = [new("Description")],
        RestrictedActions = ["delete"],
    };

    private readonly EmulatedOrganization _crm = new();

    /// <summary>How an answer gets lost after the change was made.</summary>
    public static TheoryData<FaultKind, int?> Losses { get; } = new()
    {
        { FaultKind.ConnectionReset, null },
        { FaultKind.TruncatedBody, null },
        { FaultKind.HtmlBody, null },
        { FaultKind.EmptyBody, null },
        { FaultKind.FalseEncoding, null },
        { FaultKind.HtmlBody, 502 },
        { FaultKind.StatusAnswer, 500 },
    };

    public void Dispose() => _crm.Dispose();

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_configuration_is_made_once_and_its_id_is_told(FaultKind kind, int? status)
    {
        Fail(kind, FaultTiming.AfterChange, status, Operation.CreateLockingConfiguration);
        var client = await _crm.OpenAsync(policy: Opened.Repeating);

        var made = await client.CreateAsync(Both);

        Assert.Equal("POST", _crm.Changes);
        Assert.Equal(_crm.Leads.ConfigurationId, made.Id);
        Assert.Empty(Both.GetChangesFrom(made));
        Assert.Empty(Both.GetChangesFrom(await client.GetAsync(Module)));
        Assert.Empty(_crm.Settings.Faults);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_configuration_is_changed_once(FaultKind kind, int? status)
    {
        var client = await _crm.OpenAsync(policy: Opened.Repeating);
        var made = await client.CreateAsync(Both);
        Fail(kind, FaultTiming.AfterChange, status, Operation.UpdateLockingConfiguration);

        var wanted = Both with { LockType = LockType.Automatic, RestrictedActions = [], LockingRules = [Both.LockingRules[1]] };
        var changed = await client.UpdateAsync(wanted);

        Assert.Equal("POST PUT", _crm.Changes);
        Assert.Equal(made.Id, changed.Id);
        Assert.Empty(wanted.GetChangesFrom(changed));
        Assert.Empty(wanted.GetChangesFrom(await client.GetAsync(Module)));
        Assert.Empty(_crm.Settings.Faults);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_configuration_is_deleted_once(FaultKind kind, int? status)
    {
        var client = await _crm.OpenAsync(policy: Opened.Repeating);
        await client.CreateAsync(Both);
        Fail(kind, FaultTiming.AfterChange, status, Operation.DeleteLockingConfiguration);

        await client.DeleteAsync(Module);

        Assert.Equal("POST DELETE", _crm.Changes);
        Assert.Null(await client.GetAsync(Module));
        Assert.Empty(_crm.Settings.Faults);
    }

    [Fact]
    public async Task Rules_are_added_changed_and_removed_once()
    {
        var client = await _crm.OpenAsync(policy: Opened.Repeating);
        await client.CreateAsync(Both);

        LoseAnswer(Operation.UpdateLockingConfiguration);
        await client.UpdateAsync(Module, known => known.WithRuleAdded(Rule("Oslo", "Company = 'Oslo'")));
        LoseAnswer(Operation.UpdateLockingConfiguration);
        await client.UpdateAsync(Module, known => known.WithRuleChanged(Rule("Zylker", "Company = 'Zylker Inc'")));
        LoseAnswer(Operation.UpdateLockingConfiguration);
        await client.UpdateAsync(Module, known => known.WithRuleRemoved("Big"));

        Assert.Equal("POST PUT PUT PUT", _crm.Changes);
        Assert.Equal(
            ["Zylker: Company = 'Zylker Inc'", "Oslo: Company = 'Oslo'"],
            (await client.GetAsync(Module))!.LockingRules.Select(rule => rule.ToString()));
        Assert.Empty(_crm.Settings.Faults);
    }

    [Fact]
    public async Task What_was_not_carried_out_is_repeated_and_made_once()
    {
        var client = await _crm.OpenAsync(policy: Opened.Repeating);
        LoseCall(Operation.CreateLockingConfiguration);
        LoseCall(Operation.UpdateLockingConfiguration);
        LoseCall(Operation.DeleteLockingConfiguration);

        var made = await client.CreateAsync(Both);
        await client.UpdateAsync(Module, known => known.WithRuleAdded(Rule("Oslo", "Company = 'Oslo'")));
        var found = (await client.GetAsync(Module))!;
        await client.DeleteAsync(Module);

        Assert.Equal("POST POST PUT PUT DELETE DELETE", _crm.Changes);
        Assert.Equal((made.Id, 3), (found.Id, found.LockingRules.Count));
        Assert.Null(await client.GetAsync(Module));
    }

    [Fact]
    public async Task A_call_and_then_an_answer_lost_are_one_configuration()
    {
        var client = await _crm.OpenAsync(policy: Opened.Repeating);
        LoseCall(Operation.CreateLockingConfiguration);
        LoseAnswer(Operation.CreateLockingConfiguration);

        var made = await client.PrepareAndApplyAsync(Both);

        Assert.Equal("POST POST", _crm.Changes);
        Assert.Equal((_crm.Leads.ConfigurationId, 2), (made.Id, made.LockingRules.Count));
        Assert.All(made.LockingRules, rule => Assert.NotNull(rule.Id));
    }

    [Fact]
    public async Task Without_patience_what_was_made_is_told_as_not_known()
    {
        var client = await _crm.OpenAsync();

        LoseAnswer(Operation.CreateLockingConfiguration);
        var create = await Failure.OfAsync(() => client.CreateAsync(Both));
        Assert.NotNull(await client.GetAsync(Module));
        LoseAnswer(Operation.UpdateLockingConfiguration);
        var update = await Failure.OfAsync(() => client.UpdateAsync(Module, known => known.WithRuleRemoved("Big")));
        Assert.Single((await client.GetAsync(Module))!.LockingRules);
        LoseAnswer(Operation.DeleteLockingConfiguration);
        var delete = await Failure.OfAsync(() => client.DeleteAsync(Module));
        Assert.Null(await client.GetAsync(Module));

        Assert.All([create, update, delete], error =>
        {
            Assert.Equal((CallOutcome.Unknown, ZohoErrorKind.ConnectionError), (error.Outcome, error.Kind));
            Assert.EndsWith(", so the outcome is not known", error.Message, StringComparison.Ordinal);
            Assert.StartsWith("Look at the configuration with LockConfigurationClient.GetAsync", error.Advice, StringComparison.Ordinal);
        });
        Assert.Equal("POST PUT DELETE", _crm.Changes);
    }

    [Fact]
    public async Task A_configuration_that_was_there_before_is_not_taken_for_the_one_that_was_lost()
    {
        var client = await _crm.OpenAsync(policy: Opened.Repeating);
        await _crm.MakeAsync("""{"lock_type":"manual"}""");
        LoseAnswer(Operation.CreateLockingConfiguration);

        var error = await Failure.OfAsync(() => client.CreateAsync(Both));

        Assert.Equal(("LIMIT_EXCEEDED", ZohoErrorKind.ResourceExists, CallOutcome.Refused), (error.Code, error.Kind, error.Outcome));
        Assert.DoesNotContain("not known", error.Message, StringComparison.Ordinal);
        Assert.Equal("POST", _crm.Changes);
        Assert.Equal(LockType.Manual, (await client.GetAsync(Module))!.LockType);
    }

    [Fact]
    public async Task A_refusal_whose_answer_is_lost_is_told_in_the_end()
    {
        var client = await _crm.OpenAsync(policy: Opened.Repeating);
        await client.CreateAsync(Both);
        _crm.Leads.IsConfigurationSystemDefined = true;
        LoseAnswer(Operation.UpdateLockingConfiguration);
        LoseAnswer(Operation.DeleteLockingConfiguration);

        var update = await Failure.OfAsync(() => client.UpdateAsync(Module, known => known.WithRuleRemoved("Big")));
        var delete = await Failure.OfAsync(() => client.DeleteAsync(Module));

        Assert.Equal("Configuration created by system cannot be updated", update.Message);
        Assert.Equal("Configuration created by system cannot be deleted", delete.Message);
        Assert.Equal("POST PUT PUT DELETE DELETE", _crm.Changes);
        Assert.Equal(2, (await client.GetAsync(Module))!.LockingRules.Count);
    }

    [Fact]
    public async Task Looks_are_repeated_until_they_are_answered()
    {
        var client = await _crm.OpenAsync(policy: Opened.Repeating);
        await client.CreateAsync(Both);
        LoseAnswer(Operation.GetLockingConfiguration);
        LoseAnswer(Operation.ListFields);
        var unnamed = Both with { ExcludedFields = [new(null, _crm.FieldId("Description"))] };

        Assert.NotNull(await client.GetAsync(Module));
        Assert.Equal("Description", (await client.AddNamesAsync(unnamed)).ExcludedFields[0].ApiName);
        Assert.Empty(_crm.Settings.Faults);
    }

    [Fact]
    public async Task What_failed_before_is_not_held_against_a_new_client()
    {
        var connection = await _crm.ConnectAsync(policy: FaultyCrm.Hasty);
        _crm.Emulator.Inject(new Fault { Kind = FaultKind.StatusAnswer, StatusCode = 500, Operations = [Operation.GetLockingConfiguration] });
        Assert.True((await Failure.OfAsync(() => new LockConfigurationClient(connection.Api).GetAsync(Module))).EndsRun);
        _crm.Settings.Faults.Clear();
        LoseCall(Operation.GetLockingConfiguration);

        Assert.Null(await new LockConfigurationClient(connection.Api).GetAsync(Module));
        Assert.Empty(_crm.Settings.Faults);
    }

    private void LoseAnswer(Operation operation) => Fail(FaultKind.ConnectionReset, FaultTiming.AfterChange, null, operation);

    private void LoseCall(Operation operation) => Fail(FaultKind.ConnectionReset, FaultTiming.BeforeChange, null, operation);

    private void Fail(FaultKind kind, FaultTiming timing, int? status, Operation operation) => _crm.Emulator.Inject(
        new Fault { Kind = kind, Timing = timing, StatusCode = status, Count = 1, Operations = [operation] });
}
