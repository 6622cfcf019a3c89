namespace ZohoCrm.Emulator.Tests.Api.Configurations;

/// <summary>The errors of rules (protocol 2.4 and 2.5), with the bodies of the examples.</summary>
public sealed class RuleErrorTests : IDisposable
{
    private const string Company = """{"comparator":"equal","field":{"api_name":"Company"},"value":"Zylker"}""";

    private readonly Configuring _crm = new();

    public void Dispose() => _crm.Dispose();

    [Theory]
    [InlineData("\"lock_type\":\"automatic\"")]
    [InlineData("\"lock_type\":\"both\",\"locking_rules\":[]")]
    public Task Automatic_locking_requires_rules(string members) => _crm.RefusedAsync(members, """
        {"code":"DEPENDENT_FIELD_MISSING","details":{"dependee":{"api_name":"lock_type","json_path":"P.lock_type"},
          "api_name":"locking_rules","json_path":"P.locking_rules"},
         "message":"locking_rules should have been given when lock_type is given as automatic or both","status":"error"}
        """);

    [Fact]
    public Task An_unknown_field_of_criteria_is_refused() =>
        _crm.RefusedAsync(Automatic("""{"comparator":"equal","field":{"api_name":"Amount"},"value":"1"}"""), """
            {"code":"INVALID_DATA","details":{"api_name":"api_name","json_path":"P.locking_rules[0].criteria.fields.api_name"},
             "message":"field not found","status":"error"}
            """);

    [Fact]
    public Task An_unsupported_field_of_criteria_is_refused() => _crm.RefusedAsync(
        Automatic("""{"group_operator":"AND","group":[{"comparator":"equal","field":{"api_name":"Tag"},"value":"x"}]}"""), """
            {"code":"NOT_SUPPORTED","details":{"api_name":"api_name","json_path":"P.locking_rules[0].criteria.group[0].field.api_name"},
             "message":"field not supported","status":"error"}
            """);

    [Fact]
    public async Task More_than_five_rules_are_refused()
    {
        await _crm.RefusedAsync(Configuring.Automatic(Rules(6)), RuleLimit(available: 5));
        await _crm.ConfiguredAsync(Configuring.Automatic(Rules(3)));

        var more = await _crm.PutAsync(Configuring.Automatic([.. Rules(6).Skip(3)]));
        more.Is(400, Configuring.Wrapped(RuleLimit(available: 2)));

        await _crm.ChangedAsync(Configuring.Automatic([.. Rules(5).Skip(3)]));
        Assert.Equal(5, (await _crm.ReadAsync())["locking_rules"]!.AsArray().Count);
    }

    [Fact]
    public async Task Duplicate_criteria_are_refused()
    {
        const string Refusal = """
            {"code":"DUPLICATE_DATA","details":{"api_name":"criteria","json_path":"P.locking_rules[1].criteria"},
             "message":"Duplicate criteria found, Enter unique criteria.","status":"error"}
            """;
        await _crm.RefusedAsync(Configuring.Automatic(Configuring.Rule(Company, "one"), Configuring.Rule(Company, "two")), Refusal);
        await _crm.ConfiguredAsync(Configuring.Automatic(Configuring.Rule(Company, "one")));

        var other = Configuring.Rule(Configuring.Compare("Company", "equal", "\"Zoho\""), "two");
        (await _crm.PutAsync(Configuring.Automatic(other, Configuring.Rule(Company, "three")))).Is(400, Configuring.Wrapped(Refusal));
    }

    [Fact]
    public Task A_duplicate_rule_name_is_refused() => _crm.RefusedAsync(
        Configuring.Automatic(
            Configuring.Rule(Company, "same"), Configuring.Rule(Configuring.Compare("Company", "equal", "\"Zoho\""), "same")),
        """
            {"code":"DUPLICATE_DATA","details":{"api_name":"name","json_path":"P.locking_rules[1].name"},
             "message":"Duplicate rule name found, Enter unique rulename.","status":"error"}
            """);

    [Theory]
    [InlineData(256, 201)]
    [InlineData(257, 400)]
    public async Task Rule_names_have_a_largest_length(int length, int status)
    {
        var answer = await _crm.PostAsync(Configuring.Automatic(Configuring.Rule(Company, new string('x', length))));

        Assert.Equal(status, answer.Status);
        if (status == 400)
        {
            Assert.Equal(
                """{"maximum_length":256,"api_name":"name","json_path":"$.record_locking_configurations[0].locking_rules[0].name"}""",
                answer.Json["record_locking_configurations"]![0]!["details"]!.ToJsonString());
        }
    }

    [Theory]
    [InlineData("""{"criteria":CRITERIA}""", "MANDATORY_NOT_FOUND", "P.locking_rules[0].name")]
    [InlineData("""{"name":"x"}""", "MANDATORY_NOT_FOUND", "P.locking_rules[0].criteria")]
    [InlineData("""{"name":5,"criteria":CRITERIA}""", "INVALID_DATA", "P.locking_rules[0].name")]
    [InlineData("5", "INVALID_DATA", "P.locking_rules[0]")]
    [InlineData("""{"name":"x","criteria":[]}""", "INVALID_DATA", "P.locking_rules[0].criteria")]
    [InlineData("""{"name":"x","criteria":{"group":[CRITERIA]}}""", "MANDATORY_NOT_FOUND", "P.locking_rules[0].criteria.group_operator")]
    [InlineData("""{"name":"x","criteria":{"group_operator":"XOR","group":[CRITERIA]}}""", "INVALID_DATA", "P.locking_rules[0].criteria.group_operator")]
    [InlineData("""{"name":"x","criteria":{"group_operator":"OR","group":[]}}""", "INVALID_DATA", "P.locking_rules[0].criteria.group")]
    [InlineData("""{"name":"x","criteria":{"field":{"api_name":"Company"},"value":"1"}}""", "MANDATORY_NOT_FOUND", "P.locking_rules[0].criteria.comparator")]
    [InlineData("""{"name":"x","criteria":{"comparator":"equal","value":"1"}}""", "MANDATORY_NOT_FOUND", "P.locking_rules[0].criteria.field")]
    [InlineData("""{"name":"x","criteria":{"comparator":"equal","field":{"api_name":"Company"}}}""", "MANDATORY_NOT_FOUND", "P.locking_rules[0].criteria.value")]
    [InlineData("""{"name":"x","criteria":{"comparator":"between","field":{"api_name":"Company"},"value":["1"]}}""", "INVALID_DATA", "P.locking_rules[0].criteria.value")]
    public async Task An_invalid_rule_is_refused(string rule, string code, string path)
    {
        var answer = await _crm.PostAsync(Configuring.Automatic(rule.Replace("CRITERIA", Company, StringComparison.Ordinal)));

        Assert.Equal((400, code), (answer.Status, answer.Code));
        Assert.Equal(
            path.Replace("P.", "$.record_locking_configurations[0].", StringComparison.Ordinal),
            (string?)answer.Json["record_locking_configurations"]![0]!["details"]!["json_path"]);
        Assert.Equal(LockingConfiguration.None, _crm.Module.LockingConfiguration);
    }

    [Theory]
    [InlineData("""{"id":"1","name":"x"}""", "INVALID_DATA", "id")]
    [InlineData("""{"_delete":true}""", "MANDATORY_NOT_FOUND", "id")]
    public async Task Changing_an_unknown_rule_is_refused(string rule, string code, string key)
    {
        await _crm.ConfiguredAsync(Configuring.Automatic(Configuring.Rule(Company)));

        var answer = await _crm.PutAsync(Configuring.Automatic(rule));

        Assert.Equal((400, code), (answer.Status, answer.Code));
        Assert.Equal(key, (string?)answer.Json["record_locking_configurations"]![0]!["details"]!["api_name"]);
        Assert.Single((await _crm.ReadAsync())["locking_rules"]!.AsArray());
    }

    [Fact]
    public async Task Tasks_support_only_the_status_closed()
    {
        _crm.Emulation.Emulator.AddModule("Tasks").LockingConfiguration = LockingConfiguration.None;
        Task<Answer> PostAsync(string criteria) => _crm.Emulation.SendAsync(
            "POST", $"{Configuring.Path}?module=Tasks", Configuring.Body(Configuring.Automatic(Configuring.Rule(criteria))));

        foreach (var criteria in new[]
        {
            Configuring.Compare("Status", "equal", "\"deferred\""),
            Configuring.Compare("Status", "not_equal", "\"closed\""),
            Configuring.Compare("Priority", "equal", "\"closed\""),
        })
        {
            (await PostAsync(criteria)).Is(400, Configuring.Wrapped("""
                {"code":"NOT_SUPPORTED","details":{"api_name":"api_name","json_path":"P.locking_rules[0].criteria.field.api_name"},
                 "message":"field not supported","status":"error"}
                """));
        }

        Assert.Equal(201, (await PostAsync(Configuring.Compare("Status", "equal", "\"closed\""))).Status);
    }

    private static string Automatic(string criteria) => Configuring.Automatic(Configuring.Rule(criteria));

    private static string[] Rules(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Configuring.Rule(Configuring.Compare("Company", "equal", $"\"{i}\""), $"rule {i}"))];

    private static string RuleLimit(int available) => $$"""
        {"code":"LIMIT_EXCEEDED","details":{"limit":5,"available_limit":{{available}},"api_name":"locking_rules","json_path":"P.locking_rules"},
         "message":"Maximum limit for locking rules exceeded","status":"error"}
        """;
}
