using System.Text.Json.Nodes;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration;
using ZohoLock.Configuration.Criteria;
using ZohoLock.Configuration.Wire;
using static ZohoLock.Client.Tests.Servers.ConfigurationSample;

namespace ZohoLock.Client.Tests.Configuration;

/// <summary>What the client refuses by itself is what the emulated server refuses, and nothing else is (protocol sections 2.4 and 2.5).</summary>
public sealed class ConfigurationLimitsTests : IDisposable
{
    private const string Module = EmulatedOrganization.Module;
    private const string Root = "$.record_locking_configurations[0].";

    private readonly EmulatedOrganization _crm = new();
    private readonly LockConfiguration _valid;

    public ConfigurationLimitsTests()
    {
        _crm.Leads.AddField("City");
        _crm.Emulator.AddModule("Tasks").LockingConfiguration = LockingConfiguration.None;
        _valid = new()
        {
            Module = Module,
            LockType = LockType.Both,
            LockedFor = LockedFor.AllProfilesExceptExcludedProfiles,
            ExcludedProfiles = [Profile("Valid")],
            LockingRules = [Rule("A", "Annual_Revenue > 1")],
            ExcludedFields = [new("Description")],
            RestrictedActions = ["update", "tags", "convert", "delete", "change_owner"],
            RestrictedCommunications = ["send_mail", "send_survey", "send_portal_invitation"],
            RestrictedCustomButtons = [Button("Valid")],
        };
    }

    /// <summary>What is wrong, its code, and its place, where both name the same.</summary>
    public static TheoryData<string, string, string?> Wrongs { get; } = new()
    {
        { "no lock type", "MANDATORY_NOT_FOUND", "lock_type" },
        { "a strange lock type", "INVALID_DATA", "lock_type" },
        { "a strange locked_for", "INVALID_DATA", "locked_for" },
        { "both without rules", "DEPENDENT_FIELD_MISSING", "locking_rules" },
        { "automatic without rules", "DEPENDENT_FIELD_MISSING", "locking_rules" },
        { "no profiles", "DEPENDENT_FIELD_MISSING", "lock_excluded_profiles" },
        { "another feature", "INVALID_DATA", "feature_type" },
        { "6 rules", "LIMIT_EXCEEDED", "locking_rules" },
        { "16 fields", "LIMIT_EXCEEDED", "excluded_fields" },
        { "16 profiles", "LIMIT_EXCEEDED", "lock_excluded_profiles" },
        { "31 buttons", "LIMIT_EXCEEDED", "restricted_custom_buttons" },
        { "a rule without name", "MANDATORY_NOT_FOUND", "locking_rules[0].name" },
        { "a rule without criteria", "MANDATORY_NOT_FOUND", "locking_rules[0].criteria" },
        { "a long name", "INVALID_DATA", "locking_rules[0].name" },
        { "two names", "DUPLICATE_DATA", "locking_rules[1].name" },
        { "two criteria", "DUPLICATE_DATA", "locking_rules[1].criteria" },
        { "an action", "INVALID_DATA", "restricted_actions[1]" },
        { "a communication", "INVALID_DATA", "restricted_communications[0]" },
        { "a nameless field", "EXPECTED_FIELD_MISSING", "excluded_fields[0]" },
        { "a nameless criterion", "EXPECTED_FIELD_MISSING", "locking_rules[0].criteria.group[1].field" },
        { "an empty group", "INVALID_DATA", "locking_rules[0].criteria.group" },
        { "Owner", "NOT_SUPPORTED", "excluded_fields[0].api_name" },
        { "Tag", "NOT_SUPPORTED", "excluded_fields[0].api_name" },
        { "an open task", "NOT_SUPPORTED", null },
        { "a nameless profile", "INVALID_DATA", "lock_excluded_profiles[0].id" },
        { "a nameless button", "INVALID_DATA", "restricted_custom_buttons[0].id" },
    };

    public void Dispose() => _crm.Dispose();

    [Theory]
    [MemberData(nameof(Wrongs))]
    public async Task What_the_server_would_refuse_is_refused_in_its_words_without_a_call(string what, string code, string? place)
    {
        var wrong = Wrong(what);
        var client = await _crm.OpenAsync();
        var server = await _crm.OpenUncheckedAsync();
        var asked = _crm.Emulator.Counters.Total;

        var here = await Failure.OfAsync(() => client.CreateAsync(wrong));
        Assert.Equal(asked, _crm.Emulator.Counters.Total);
        var there = await Failure.OfAsync(() => server.CreateAsync(wrong.Module, Row(what, wrong), isRepeat: false, CancellationToken.None));

        Assert.Equal(asked + 1, _crm.Emulator.Counters.Total);
        Assert.Equal((code, (int?)null), (here.Code, here.StatusCode));
        Assert.Equal((code, 400), (there.Code, there.StatusCode));
        Assert.NotEmpty(here.Advice);
        Assert.Equal((here.Kind, here.Advice), (there.Kind, there.Advice));
        Assert.Contains(Root + place, here.Message, StringComparison.Ordinal);
        Assert.Contains(Root + place, there.Message, StringComparison.Ordinal);
        Assert.Equal(Words(here), Words(there));
        Assert.Equal(LockingConfiguration.None, _crm.Emulator.GetModule(wrong.Module).LockingConfiguration);
    }

    [Theory]
    [MemberData(nameof(Wrongs))]
    public async Task A_change_that_the_server_would_refuse_is_not_sent(string what, string code, string? place)
    {
        var wrong = Wrong(what);
        var client = await _crm.OpenAsync();
        var made = await client.CreateAsync(new() { Module = wrong.Module, LockType = LockType.Manual });
        var before = await client.GetAsync(wrong.Module);
        _crm.Emulator.ClearRequests();
        var server = await _crm.OpenUncheckedAsync();

        var here = await Failure.OfAsync(() => client.UpdateAsync(wrong));
        Assert.All(_crm.Calls, call => Assert.Equal("GET record_locking_configurations", call));
        var there = await Failure.OfAsync(() => server.UpdateAsync(wrong.Module, made.Id!, Row(what, wrong), isRepeat: false, CancellationToken.None));

        Assert.Equal((code, code), (here.Code, there.Code));
        Assert.Contains(Root + place, here.Message, StringComparison.Ordinal);
        Assert.Contains(Root + place, there.Message, StringComparison.Ordinal);
        Assert.Equal("PUT", _crm.Changes);
        Assert.Empty(before!.GetChangesFrom(await client.GetAsync(wrong.Module)));
    }

    [Fact]
    public async Task What_is_just_within_the_limits_is_made()
    {
        var client = await _crm.OpenAsync();

        var made = await client.CreateAsync(_valid with
        {
            ExcludedProfiles = Profiles(15),
            LockingRules = [Rule(new('x', 256), "Company = 'x'"), .. Rules(4)],
            ExcludedFields = Fields(15),
            RestrictedCustomButtons = Buttons(30),
        });

        var found = (await client.GetAsync(Module))!;
        Assert.Equal(
            (15, 5, 15, 30),
            (found.ExcludedProfiles.Count, found.LockingRules.Count, found.ExcludedFields.Count, found.RestrictedCustomButtons.Count));
        Assert.Empty(made.GetChangesFrom(found));
        Assert.Equal(["update", "tags", "convert", "delete", "change_owner"], found.RestrictedActions);
        Assert.Equal(["send_mail", "send_survey", "send_portal_invitation"], found.RestrictedCommunications);
    }

    [Fact]
    public async Task A_sixth_rule_is_not_sent_and_the_server_tells_how_many_are_left()
    {
        var client = await _crm.OpenAsync();
        var made = await client.CreateAsync(_valid with { LockingRules = Rules(3) });
        var server = await _crm.OpenUncheckedAsync();
        var more = ConfigurationRow.From(_valid with { LockingRules = [.. Rules(6).Skip(3)] });

        var there = await Failure.OfAsync(() => server.UpdateAsync(Module, made.Id!, more, isRepeat: false, CancellationToken.None));
        await client.UpdateAsync(Module, known => known.WithRuleAdded(Rules(4)[3]));
        await client.UpdateAsync(Module, known => known.WithRuleAdded(Rules(5)[4]));
        var here = await Failure.OfAsync(() => client.UpdateAsync(Module, known => known.WithRuleAdded(Rules(6)[5])));

        var details = JsonNode.Parse(there.Details!)!;
        Assert.Equal((5, 2), ((int)details["limit"]!, (int)details["available_limit"]!));
        Assert.Equal((ZohoErrorKind.LimitsExceeded, ZohoErrorKind.LimitsExceeded), (here.Kind, there.Kind));
        Assert.Equal(("LIMIT_EXCEEDED", there.Advice), (here.Code, here.Advice));
        Assert.Equal("POST PUT PUT PUT", _crm.Changes);
        Assert.Equal(5, (await client.GetAsync(Module))!.LockingRules.Count);
    }

    [Fact]
    public async Task A_rule_that_another_rule_is_like_is_not_sent()
    {
        var client = await _crm.OpenAsync();
        await client.CreateAsync(_valid);

        var name = await Failure.OfAsync(() => client.UpdateAsync(Module, known => known.WithRuleAdded(Rule("A", "Company = 'Zoho'"))));
        var criteria = await Failure.OfAsync(() => client.UpdateAsync(Module, known => known.WithRuleAdded(Rule("B", "Annual_Revenue > 1"))));

        Assert.Equal(("DUPLICATE_DATA", ZohoErrorKind.ResourceExists), (name.Code, name.Kind));
        Assert.Contains($"{Root}locking_rules[1].name", name.Message, StringComparison.Ordinal);
        Assert.Equal(("DUPLICATE_DATA", ZohoErrorKind.ResourceExists), (criteria.Code, criteria.Kind));
        Assert.Contains($"{Root}locking_rules[1].criteria", criteria.Message, StringComparison.Ordinal);
        Assert.Equal("POST", _crm.Changes);
    }

    [Fact]
    public async Task Tasks_are_locked_once_they_are_closed()
    {
        var client = await _crm.OpenAsync();

        await client.CreateAsync(new()
        {
            Module = "Tasks",
            LockType = LockType.Automatic,
            LockingRules = [Rule("Done", "Status = 'closed'")],
        });

        Assert.Equal("Done: Status = 'closed'", Assert.Single((await client.GetAsync("Tasks"))!.LockingRules).ToString());
    }

    private static LockingRule[] Rules(int count) => [.. Enumerable.Range(0, count).Select(i => Rule($"{i}", $"Annual_Revenue > {i}"))];

    // The message without its place.
    private static string Words(ZohoError error) => error.Message[..error.Message.IndexOf(" (", StringComparison.Ordinal)];

    private static ConfigurationRow Row(string what, LockConfiguration wrong) => what switch
    {
        "a strange lock type" => ConfigurationRow.From(wrong) with { LockType = "auto" },
        "a strange locked_for" => ConfigurationRow.From(wrong) with { LockedFor = "nobody" },
        _ => ConfigurationRow.From(wrong),
    };

    private LockConfiguration Wrong(string what) => what switch
    {
        "no lock type" => _valid with { LockType = null },
        "a strange lock type" => _valid with { LockType = (LockType)7 },
        "a strange locked_for" => _valid with { LockedFor = (LockedFor)(-1) },
        "both without rules" => _valid with { LockingRules = [] },
        "automatic without rules" => _valid with { LockType = LockType.Automatic, LockingRules = [] },
        "no profiles" => _valid with { ExcludedProfiles = [] },
        "another feature" => _valid with { FeatureType = "record_hiding" },
        "6 rules" => _valid with { LockingRules = Rules(6) },
        "16 fields" => _valid with { ExcludedFields = Fields(16) },
        "16 profiles" => _valid with { ExcludedProfiles = Profiles(16) },
        "31 buttons" => _valid with { RestrictedCustomButtons = Buttons(31) },
        "a rule without name" => _valid with { LockingRules = [Rule(null, "Company = 'x'")] },
        "a rule without criteria" => _valid with { LockingRules = [new() { Name = "A" }] },
        "a long name" => _valid with { LockingRules = [Rule(new('x', 257), "Company = 'x'")] },
        "two names" => _valid with { LockingRules = [Rule("A", "Company = 'x'"), Rule("A", "Company = 'y'")] },
        "two criteria" => _valid with { LockingRules = [Rule("A", "Company = 'x' and City = 'y'"), Rule("B", "(Company = 'x') and (City = 'y')")] },
        "an action" => _valid with { RestrictedActions = ["update", "fax"] },
        "a communication" => _valid with { RestrictedCommunications = ["fax"] },
        "a nameless field" => _valid with { ExcludedFields = [new(null)] },
        "a nameless criterion" => _valid with { LockingRules = [new() { Name = "A", Criteria = NamelessCriterion }] },
        "an empty group" => _valid with { LockingRules = [new() { Name = "A", Criteria = new LockingCriteriaGroup(GroupOperator.And, []) }] },
        "Owner" => _valid with { ExcludedFields = [new("Owner", _crm.FieldId("Owner"))] },
        "Tag" => _valid with { ExcludedFields = [new("Tag")] },
        "an open task" => _valid with { Module = "Tasks", LockingRules = [Rule("A", "Status = 'open'")], RestrictedCustomButtons = [] },
        "a nameless profile" => _valid with { ExcludedProfiles = [new(null)] },
        "a nameless button" => _valid with { RestrictedCustomButtons = [new(null)] },
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
    };

    private static LockingCriteriaGroup NamelessCriterion => new(
        GroupOperator.Or, [CriteriaParser.Parse("Company = 'x'"), new LockingComparison(new(null), "equal", CriterionValue.Null)]);

    private NamedReference Profile(string name) => new(name, _crm.Emulator.AddProfile(name).Id);

    private NamedReference Button(string name) => new(name, _crm.Leads.AddCustomButton(name).Id);

    private NamedReference[] Profiles(int count) => [.. Enumerable.Range(0, count).Select(i => Profile($"Profile {i}"))];

    private NamedReference[] Buttons(int count) => [.. Enumerable.Range(0, count).Select(i => Button($"Button {i}"))];

    private FieldReference[] Fields(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new FieldReference(_crm.Leads.AddField($"Field_{i}").ApiName))];
}
