using System.Text.Json.Nodes;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration;
using ZohoLock.Configuration.Criteria;
using static ZohoLock.Client.Tests.Servers.ConfigurationSample;

namespace ZohoLock.Client.Tests.Configuration;

/// <summary>What is known to be wrong before any call, in the words of protocol sections 2.4 and 2.5.</summary>
public sealed class ConfigurationValidatorTests
{
    private const string Root = "$.record_locking_configurations[0].";

    private static readonly LockConfiguration Valid = new()
    {
        Module = "Leads",
        LockType = LockType.Both,
        LockedFor = LockedFor.AllProfilesExceptExcludedProfiles,
        ExcludedProfiles = [new("Administrator", "1")],
        LockingRules = [Rule("A", "Amount > 1")],
        ExcludedFields = [new("Description")],
        FeatureType = "record_locking",
        RestrictedActions = ["update", "tags", "convert", "delete", "change_owner"],
        RestrictedCommunications = ["send_mail", "send_survey", "send_portal_invitation"],
        RestrictedCustomButtons = [new("Send", "2")],
    };

    /// <summary>What is wrong, and the code, message, place and a part of the details that it has.</summary>
    public static TheoryData<string, string, string, string, string?> Rows { get; } = new()
    {
        { "no lock type", "MANDATORY_NOT_FOUND", "required field not found", "lock_type", null },
        { "a strange lock type", "INVALID_DATA", "lock_type not found", "lock_type", """supported_values":["manual","automatic","both"]""" },
        { "a strange locked_for", "INVALID_DATA", "locked_for not found", "locked_for", "all_profiles_except_excluded_profiles" },
        {
            "no rules", "DEPENDENT_FIELD_MISSING", "locking_rules should have been given when lock_type is given as automatic or both", "locking_rules",
            $$"""dependee":{"api_name":"lock_type","json_path":"{{Root}}lock_type"}"""
        },
        {
            "no rules of automatic", "DEPENDENT_FIELD_MISSING", "locking_rules should have been given when lock_type is given as automatic or both",
            "locking_rules", null
        },
        {
            "no profiles", "DEPENDENT_FIELD_MISSING",
            "lock_excluded_profiles should have been given when locked_for is given as all_profiles_except_excluded_profiles", "lock_excluded_profiles",
            $$"""dependee":{"api_name":"locked_for","json_path":"{{Root}}locked_for"}"""
        },
        { "another feature", "INVALID_DATA", "invalid data", "feature_type", null },
        { "6 rules", "LIMIT_EXCEEDED", "Maximum limit for locking rules exceeded", "locking_rules", """limit":5""" },
        { "16 fields", "LIMIT_EXCEEDED", "Maximum limit for excluded fields exceeded", "excluded_fields", """limit":15""" },
        { "16 profiles", "LIMIT_EXCEEDED", "Maximum limit for excluded profiles exceeded", "lock_excluded_profiles", """limit":15""" },
        { "31 buttons", "LIMIT_EXCEEDED", "Maximum limit for restricted custom buttons exceeded", "restricted_custom_buttons", """limit":30""" },
        { "a rule without name", "MANDATORY_NOT_FOUND", "required field not found", "locking_rules[0].name", null },
        { "a rule without criteria", "MANDATORY_NOT_FOUND", "required field not found", "locking_rules[0].criteria", null },
        { "a long name", "INVALID_DATA", "invalid data", "locking_rules[0].name", """maximum_length":256""" },
        { "two names", "DUPLICATE_DATA", "Duplicate rule name found, Enter unique rulename.", "locking_rules[1].name", null },
        { "two criteria", "DUPLICATE_DATA", "Duplicate criteria found, Enter unique criteria.", "locking_rules[1].criteria", null },
        { "an action", "INVALID_DATA", "action not found", "restricted_actions[1]", """supported_values":["update","tags","convert","delete","change_owner"]""" },
        { "a communication", "INVALID_DATA", "communications not found", "restricted_communications[0]", "send_survey" },
        { "a nameless field", "EXPECTED_FIELD_MISSING", "Field Id and apiname is missing.", "excluded_fields[0]", $"{Root}excluded_fields[0].api_name" },
        {
            "a nameless criterion", "EXPECTED_FIELD_MISSING", "Field Id and apiname is missing.", "locking_rules[0].criteria.group[1].field",
            $"{Root}locking_rules[0].criteria.group[1].field.id"
        },
        { "an empty group", "INVALID_DATA", "invalid data", "locking_rules[0].criteria.group", null },
        { "Owner", "NOT_SUPPORTED", "Field not supported", "excluded_fields[0].api_name", null },
        { "Tag", "NOT_SUPPORTED", "Field not supported", "excluded_fields[0].api_name", null },
        { "tasks", "NOT_SUPPORTED", "field not supported", "locking_rules[0].criteria", null },
        { "a nameless profile", "INVALID_DATA", "lock_excluded_profiles not found", "lock_excluded_profiles[0].id", null },
        { "a nameless button", "INVALID_DATA", "custom button not found", "restricted_custom_buttons[0].id", null },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task What_is_wrong_is_told_in_Zohos_words_and_without_a_call(string what, string code, string message, string place, string? details)
    {
        var wrong = Wrong(what);

        var problem = Assert.Single(wrong.FindProblems());

        Assert.Equal((code, message, Root + place), (problem.Code, problem.Message, problem.JsonPath));
        Assert.Contains(details ?? string.Empty, problem.Details, StringComparison.Ordinal);
        Assert.NotNull(JsonNode.Parse(problem.Details!));
        using var server = LiteralServer.Always(Reply.NoContent);
        using var connection = await Opened.WithToken(server);
        var error = (await Assert.ThrowsAsync<ZohoException>(() => new LockConfigurationClient(connection.Api).CreateAsync(wrong))).Error;
        Assert.Equal((code, problem.ToString(), (int?)null), (error.Code, error.Message, error.StatusCode));
        Assert.NotEmpty(error.Advice);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public void What_is_right_has_no_problem()
    {
        Assert.Empty(Valid.FindProblems());
        Assert.Empty(new LockConfiguration { Module = "Leads", LockType = LockType.Manual }.FindProblems());
        Assert.Empty((Valid with { Module = "Tasks", LockingRules = [Rule("A", "Status = 'Closed'")] }).FindProblems());
        Assert.Empty((Valid with { LockingRules = [.. Enumerable.Range(0, 5).Select(i => Rule($"{i}", $"Amount > {i}"))] }).FindProblems());
    }

    [Fact]
    public async Task All_problems_are_told_the_first_as_the_error()
    {
        var wrong = Valid with { LockType = null, LockingRules = [Rule("A", "X = 1"), Rule("A", "(X = 1)")], RestrictedActions = ["fax"] };

        Assert.Equal(
            ["lock_type", "locking_rules[1].name", "locking_rules[1].criteria", "restricted_actions[0]"],
            wrong.FindProblems().Select(problem => problem.JsonPath[Root.Length..]));
        using var server = LiteralServer.Always(Reply.NoContent);
        using var connection = await Opened.WithToken(server);
        var error = (await Assert.ThrowsAsync<ZohoException>(() => new LockConfigurationClient(connection.Api).CreateAsync(wrong))).Error;
        Assert.Equal("MANDATORY_NOT_FOUND", error.Code);
        Assert.All(wrong.FindProblems().Skip(1), other => Assert.Contains(other.ToString(), error.Advice, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_there_already_is_not_taken_for_wrong()
    {
        var current = Valid with { RestrictedActions = ["update", "fax"], FeatureType = "brand_new" };

        Assert.Empty(current.FindProblems(current));
        Assert.Equal(2, current.FindProblems().Count);
    }

    [Fact]
    public async Task A_change_is_checked_before_it_is_sent()
    {
        using var server = LiteralServer.Always(Reply.Json(200, ConfigurationSample.Get));
        using var connection = await Opened.WithToken(server);
        var client = new LockConfigurationClient(connection.Api);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => client.UpdateAsync("Leads", known => known.WithRuleAdded(Rule("lead conversion rule", "X = 1"))));

        Assert.Equal("DUPLICATE_DATA", failure.Error.Code);
        Assert.Equal("GET", server.Request.Method);
    }

    private static LockConfiguration Wrong(string what) => what switch
    {
        "no lock type" => Valid with { LockType = null },
        "a strange lock type" => Valid with { LockType = (LockType)7 },
        "a strange locked_for" => Valid with { LockedFor = (LockedFor)(-1) },
        "no rules" => Valid with { LockingRules = [] },
        "no rules of automatic" => Valid with { LockType = LockType.Automatic, LockingRules = [] },
        "no profiles" => Valid with { ExcludedProfiles = [] },
        "another feature" => Valid with { FeatureType = "record_hiding" },
        "6 rules" => Valid with { LockingRules = [.. Enumerable.Range(0, 6).Select(i => Rule($"{i}", $"Amount > {i}"))] },
        "16 fields" => Valid with { ExcludedFields = [.. Enumerable.Range(0, 16).Select(i => new FieldReference($"F{i}"))] },
        "16 profiles" => Valid with { ExcludedProfiles = [.. Enumerable.Range(0, 16).Select(i => new NamedReference($"P{i}", $"{i}"))] },
        "31 buttons" => Valid with { RestrictedCustomButtons = [.. Enumerable.Range(0, 31).Select(i => new NamedReference($"B{i}", $"{i}"))] },
        "a rule without name" => Valid with { LockingRules = [Rule(" ", "A = 1")] },
        "a rule without criteria" => Valid with { LockingRules = [new() { Name = "A" }] },
        "a long name" => Valid with { LockingRules = [Rule(new('x', 257), "A = 1")] },
        "two names" => Valid with { LockingRules = [Rule("A", "A = 1"), Rule("A", "A = 2")] },
        "two criteria" => Valid with { LockingRules = [Rule("A", "A = 1 and B = 2"), Rule("B", "(A = '1') and (B = 2)")] },
        "an action" => Valid with { RestrictedActions = ["update", "fax"] },
        "a communication" => Valid with { RestrictedCommunications = ["fax"] },
        "a nameless field" => Valid with { ExcludedFields = [new(null)] },
        "a nameless criterion" => Valid with { LockingRules = [new() { Name = "A", Criteria = NamelessCriterion }] },
        "an empty group" => Valid with { LockingRules = [new() { Name = "A", Criteria = new LockingCriteriaGroup(GroupOperator.And, []) }] },
        "Owner" => Valid with { ExcludedFields = [new("Owner", "1")] },
        "Tag" => Valid with { ExcludedFields = [new("Tag")] },
        "tasks" => Valid with { Module = "Tasks" },
        "a nameless profile" => Valid with { ExcludedProfiles = [new(null)] },
        "a nameless button" => Valid with { RestrictedCustomButtons = [new(null)] },
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
    };

    private static LockingCriteriaGroup NamelessCriterion => new(
        GroupOperator.Or, [CriteriaParser.Parse("A = 1"), new LockingComparison(new(null), "equal", CriterionValue.Null)]);
}
