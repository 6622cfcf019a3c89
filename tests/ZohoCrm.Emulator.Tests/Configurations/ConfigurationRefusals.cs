namespace ZohoCrm.Emulator.Tests.Configurations;

/// <summary>Each limit of 2.4 and each row of the tables 2.5 of the protocol notes, with the bodies of the examples.</summary>
public sealed class ConfigurationRefusals : IDisposable
{
    private const string Company = """{"comparator":"equal","field":{"api_name":"Company"},"value":"Zylker"}""";

    private readonly Configuring _crm = new();

    public static TheoryData<string, string> Methods => new()
    {
        { "GET", "" },
        { "POST", "" },
        { "PUT", "" },
        { "PUT", "/1" },
        { "DELETE", "/1" },
    };

    public void Dispose() => _crm.Dispose();

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Module_missing(string method, string path)
    {
        (await SendAsync(method, path, query: "")).Is(400, """
            {"code":"REQUIRED_PARAM_MISSING","details":{"param_name":"module"},"message":"One of the expected parameter is missing","status":"error"}
            """);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Module_unknown(string method, string path)
    {
        (await SendAsync(method, path, query: "?module=Leeds")).Is(400, """
            {"code":"INVALID_MODULE","details":{},"message":"the module name given seems to be invalid","status":"error"}
            """);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Module_not_supported(string method, string path)
    {
        _crm.Emulation.Emulator.AddModule("Campaigns");

        (await SendAsync(method, path, query: "?module=Campaigns")).Is(400, """
            {"code":"NOT_SUPPORTED","details":{"param_name":"module"},
             "message":"the module name given is not supported for the  feature","status":"error"}
            """);
    }

    [Fact]
    public async Task Products_are_supported_from_version_8_on()
    {
        _crm.Emulation.Emulator.AddModule("Products");

        Assert.Equal("NOT_SUPPORTED", (await SendAsync("GET", "", "?module=Products")).Code);
        Assert.Equal(200, (await _crm.Emulation.GetAsync("/crm/v8/settings/record_locking_configurations?module=Products")).Status);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Edition_not_supported(string method, string path)
    {
        _crm.Settings.Permissions.EditionSupported = false;

        (await SendAsync(method, path)).Is(400, """
            {"code":"FEATURE_NOT_SUPPORTED","details":{},"message":"Record Locking Configuration is not supported in your edition","status":"error"}
            """);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task No_permission(string method, string path)
    {
        _crm.Settings.Permissions.MayCustomize = false;

        (await SendAsync(method, path)).Is(403, """
            {"code":"NO_PERMISSION","details":{"permissions":["Crm_Implied_Customize_Zoho_CRM"]},"message":"permission denied","status":"error"}
            """);
    }

    [Fact]
    public async Task One_configuration_for_each_module()
    {
        await _crm.ConfiguredAsync(Configuring.Manual);

        (await _crm.PostAsync(Configuring.Manual)).Is(400, """
            {"code":"LIMIT_EXCEEDED","details":{"param_name":"module","limit":1},
             "message":"Configuration already created for this module","status":"error"}
            """);
        var deals = _crm.Emulation.Emulator.AddModule("Deals");
        deals.LockingConfiguration = LockingConfiguration.None;
        Assert.Equal(201, (await SendAsync("POST", "", "?module=Deals")).Status);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Configuration_id_unknown(string method)
    {
        const string Refusal = """
            {"code":"INVALID_DATA","details":{"resource_path_index":2},"message":"the id given seems to be invalid","status":"error"}
            """;
        (await SendAsync(method, "/1")).Is(400, Refusal);
        await _crm.ConfiguredAsync(Configuring.Manual);
        (await SendAsync(method, "/1")).Is(400, Refusal);
        Assert.Equal(LockingConfiguration.Manual, _crm.Module.LockingConfiguration);
    }

    [Theory]
    [InlineData("PUT", "updated")]
    [InlineData("DELETE", "deleted")]
    public async Task Configuration_of_the_system(string method, string done)
    {
        await _crm.ConfiguredAsync(Configuring.Manual);
        _crm.Module.IsConfigurationSystemDefined = true;

        (await SendAsync(method, $"/{_crm.Module.ConfigurationId}")).Is(403, $$"""
            {"code":"NOT_ALLOWED","details":{"resource_path_index":1},"message":"Configuration created by system cannot be {{done}}","status":"error"}
            """);
        Assert.True((bool)(await _crm.ReadAsync())["system_defined"]!);
        _crm.Module.IsConfigurationSystemDefined = false;
        Assert.Equal(200, (await SendAsync(method, $"/{_crm.Module.ConfigurationId}")).Status);
    }

    [Theory]
    [InlineData("PATCH", "", WrongMethodStatus.Forbidden)]
    [InlineData("POST", "/1", WrongMethodStatus.Forbidden)]
    [InlineData("PATCH", "/1", WrongMethodStatus.BadRequest)]
    public async Task Wrong_method(string method, string path, WrongMethodStatus status)
    {
        _crm.Settings.Contradictions.WrongMethodStatus = status;

        (await SendAsync(method, path)).Is((int)status, """
            {"code":"INVALID_REQUEST_METHOD","details":{},"message":"The http request method type is not a valid one","status":"error"}
            """);
    }

    [Fact]
    public Task Lock_type_missing() => RefusedAsync("\"locked_for\":\"all_profiles\"", """
        {"code":"MANDATORY_NOT_FOUND","details":{"api_name":"lock_type","json_path":"P.lock_type"},"message":"required field not found","status":"error"}
        """);

    [Theory]
    [InlineData("\"lock_type\":\"automatic\"")]
    [InlineData("\"lock_type\":\"both\",\"locking_rules\":[]")]
    public Task Rules_missing(string members) => RefusedAsync(members, """
        {"code":"DEPENDENT_FIELD_MISSING","details":{"dependee":{"api_name":"lock_type","json_path":"P.lock_type"},
          "api_name":"locking_rules","json_path":"P.locking_rules"},
         "message":"locking_rules should have been given when lock_type is given as automatic or both","status":"error"}
        """);

    [Fact]
    public Task Excluded_profiles_missing() =>
        RefusedAsync($"{Configuring.Manual},\"locked_for\":\"all_profiles_except_excluded_profiles\"", """
            {"code":"DEPENDENT_FIELD_MISSING","details":{"dependee":{"api_name":"locked_for","json_path":"P.locked_for"},
              "api_name":"lock_excluded_profiles","json_path":"P.lock_excluded_profiles"},
             "message":"lock_excluded_profiles should have been given when locked_for is given as all_profiles_except_excluded_profiles ",
             "status":"error"}
            """);

    [Fact]
    public Task Lock_type_unknown() => RefusedAsync("\"lock_type\":\"auto\"", """
        {"code":"INVALID_DATA","details":{"supported_values":["manual","automatic","both"],"api_name":"lock_type","json_path":"P.lock_type"},
         "message":"lock_type not found","status":"error"}
        """);

    [Fact]
    public Task Locked_for_unknown() => RefusedAsync($"{Configuring.Manual},\"locked_for\":\"all\"", """
        {"code":"INVALID_DATA","details":{"supported_values":["all_profiles","all_profiles_except_excluded_profiles"],
          "api_name":"locked_for","json_path":"P.locked_for"},"message":"locked_for not found","status":"error"}
        """);

    [Fact]
    public Task Action_unknown() => RefusedAsync($"{Configuring.Manual},\"restricted_actions\":[\"update\",\"merge\"]", """
        {"code":"INVALID_DATA","details":{"supported_values":["convert","update","delete","change_owner","tags"],
          "api_name":"restricted_actions","json_path":"P.restricted_actions[1]"},"message":"action not found","status":"error"}
        """);

    [Fact]
    public Task Communication_unknown() =>
        RefusedAsync($"{Configuring.Manual},\"restricted_communications\":[\"send_mail\",\"call\"]", """
            {"code":"INVALID_DATA","details":{"supported_values":["send_mail","send_survey","send_portal_invitation"],
              "api_name":"restricted_communications","json_path":"P.restricted_communications[1]"},
             "message":"communications not found","status":"error"}
            """);

    [Fact]
    public Task Feature_type_unknown() => RefusedAsync($"{Configuring.Manual},\"feature_type\":\"review\"", """
        {"code":"INVALID_DATA","details":{"api_name":"feature_type","json_path":"P.feature_type"},"message":"invalid data","status":"error"}
        """);

    [Fact]
    public Task Field_of_criteria_not_found() =>
        RefusedAsync(Automatic("""{"comparator":"equal","field":{"api_name":"Amount"},"value":"1"}"""), """
            {"code":"INVALID_DATA","details":{"api_name":"api_name","json_path":"P.locking_rules[0].criteria.fields.api_name"},
             "message":"field not found","status":"error"}
            """);

    [Fact]
    public Task Excluded_field_not_found() =>
        RefusedAsync($$"""{{Configuring.Manual}},"excluded_fields":[{"api_name":"Company"},{"id":"1"}]""", """
            {"code":"INVALID_DATA","details":{"api_name":"id","json_path":"P.excluded_fields[1].id"},"message":"field not found","status":"error"}
            """);

    [Fact]
    public Task Custom_button_not_found() => RefusedAsync($$"""{{Configuring.Manual}},"restricted_custom_buttons":[{"id":"1"}]""", """
        {"code":"INVALID_DATA","details":{"api_name":"id","json_path":"P.restricted_custom_buttons[0].id"},
         "message":"custom button not found","status":"error"}
        """);

    [Fact]
    public Task Excluded_profile_not_found() => RefusedAsync($$"""{{Configuring.Manual}},"lock_excluded_profiles":[{"id":"1"}]""", """
        {"code":"INVALID_DATA","details":{"api_name":"id","json_path":"P.lock_excluded_profiles[0].id"},
         "message":"lock_excluded_profiles not found","status":"error"}
        """);

    [Fact]
    public Task Field_of_criteria_not_supported() => RefusedAsync(
        Automatic("""{"group_operator":"AND","group":[{"comparator":"equal","field":{"api_name":"Tag"},"value":"x"}]}"""), """
            {"code":"NOT_SUPPORTED","details":{"api_name":"api_name","json_path":"P.locking_rules[0].criteria.group[0].field.api_name"},
             "message":"field not supported","status":"error"}
            """);

    [Theory]
    [InlineData("Tag")]
    [InlineData("Owner")]
    [InlineData("Created_Time")]
    public Task Excluded_field_not_supported(string field) =>
        RefusedAsync($$"""{{Configuring.Manual}},"excluded_fields":[{"api_name":"{{field}}"}]""", """
            {"code":"NOT_SUPPORTED","details":{"api_name":"api_name","json_path":"P.excluded_fields[0].api_name"},
             "message":"Field not supported","status":"error"}
            """);

    [Fact]
    public Task Field_without_name_and_id() => RefusedAsync($$"""{{Configuring.Manual}},"excluded_fields":[{}]""", """
        {"code":"EXPECTED_FIELD_MISSING","details":{"expected_fields":[
          {"json_path":"P.excluded_fields[0].api_name","api_name":"api_name"},{"json_path":"P.excluded_fields[0].id","api_name":"id"}]},
         "message":"Field Id and apiname is missing.","status":"error"}
        """);

    [Fact]
    public Task Name_and_id_of_two_fields() => RefusedAsync(
        $$"""{{Configuring.Manual}},"excluded_fields":[{"api_name":"Company","id":"{{FieldId("Email")}}"}]""", """
            {"code":"AMBIGUITY_DURING_PROCESSING","details":{"ambiguity_due_to":[
              {"json_path":"P.excluded_fields[0].api_name","api_name":"api_name"},{"json_path":"P.excluded_fields[0].id","api_name":"id"}]},
             "message":"Field Id and apiname are ambiguous","status":"error"}
            """);

    [Fact]
    public async Task Five_rules_at_most()
    {
        await RefusedAsync(Configuring.Automatic(Rules(6)), RuleLimit(available: 5));
        await _crm.ConfiguredAsync(Configuring.Automatic(Rules(3)));

        var more = await _crm.PutAsync(Configuring.Automatic([.. Rules(6).Skip(3)]));
        more.Is(400, Wrapped(RuleLimit(available: 2)));

        await _crm.ChangedAsync(Configuring.Automatic([.. Rules(5).Skip(3)]));
        Assert.Equal(5, (await _crm.ReadAsync())["locking_rules"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("restricted_custom_buttons", "restricted custom buttons", 30)]
    [InlineData("excluded_fields", "excluded fields", 15)]
    [InlineData("lock_excluded_profiles", "excluded profiles", 15)]
    public async Task Limits_of_lists(string name, string words, int limit)
    {
        string[] ids = name switch
        {
            "excluded_fields" => [.. Enumerable.Range(0, limit + 1).Select(i => _crm.Module.AddField($"F{i}").Id)],
            "lock_excluded_profiles" => [.. Enumerable.Range(0, limit + 1).Select(i => _crm.Emulation.Emulator.AddProfile($"P{i}").Id)],
            _ => [.. Enumerable.Range(0, limit + 1).Select(i => _crm.Module.AddCustomButton($"B{i}").Id)],
        };
        string Members(int count) =>
            $"{Configuring.Manual},\"{name}\":[{string.Join(',', ids.Take(count).Select(id => $$"""{"id":"{{id}}"}"""))}]";

        await RefusedAsync(Members(limit + 1), $$"""
            {"code":"LIMIT_EXCEEDED","details":{"limit":{{limit}},"available_limit":{{limit}},"api_name":"{{name}}","json_path":"P.{{name}}"},
             "message":"Maximum limit for {{words}} exceeded","status":"error"}
            """);

        await _crm.ConfiguredAsync(Members(limit));
        Assert.Equal(limit, (await _crm.ReadAsync())[name]!.AsArray().Count);
    }

    [Fact]
    public async Task Duplicate_criteria()
    {
        const string Refusal = """
            {"code":"DUPLICATE_DATA","details":{"api_name":"criteria","json_path":"P.locking_rules[1].criteria"},
             "message":"Duplicate criteria found, Enter unique criteria.","status":"error"}
            """;
        await RefusedAsync(Configuring.Automatic(Configuring.Rule(Company, "one"), Configuring.Rule(Company, "two")), Refusal);
        await _crm.ConfiguredAsync(Configuring.Automatic(Configuring.Rule(Company, "one")));

        var other = Configuring.Rule(Configuring.Compare("Company", "equal", "\"Zoho\""), "two");
        (await _crm.PutAsync(Configuring.Automatic(other, Configuring.Rule(Company, "three")))).Is(400, Wrapped(Refusal));
    }

    [Fact]
    public Task Duplicate_rule_name() => RefusedAsync(
        Configuring.Automatic(
            Configuring.Rule(Company, "same"), Configuring.Rule(Configuring.Compare("Company", "equal", "\"Zoho\""), "same")),
        """
            {"code":"DUPLICATE_DATA","details":{"api_name":"name","json_path":"P.locking_rules[1].name"},
             "message":"Duplicate rule name found, Enter unique rulename.","status":"error"}
            """);

    [Theory]
    [InlineData(256, 201)]
    [InlineData(257, 400)]
    public async Task Length_of_rule_names(int length, int status)
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
    [InlineData(10, 201)]
    [InlineData(11, 400)]
    public async Task Ten_actions_at_most(int count, int status)
    {
        var actions = string.Join(',', Enumerable.Repeat("\"delete\"", count));

        Assert.Equal(status, (await _crm.PostAsync($"{Configuring.Manual},\"restricted_actions\":[{actions}]")).Status);
        if (status == 201)
        {
            Assert.Equal("""["update","delete"]""", (await _crm.ReadAsync())["restricted_actions"]!.ToJsonString());
        }
    }

    [Fact]
    public async Task Feature_type_of_the_query_unknown()
    {
        Assert.Equal(204, (await _crm.GetAsync("&feature_type=record_locking")).Status);
        (await _crm.GetAsync("&feature_type=review")).Is(400, """
            {"code":"INVALID_DATA","details":{"param_name":"feature_type"},"message":"invalid data","status":"error"}
            """);
    }

    [Fact]
    public async Task Reading_one_that_is_not_there()
    {
        await _crm.ConfiguredAsync(Configuring.Manual);
        var path = $"/crm/v8/settings/record_locking_configurations/{_crm.Module.ConfigurationId}";

        Assert.Equal(200, (await _crm.Emulation.GetAsync($"{path}?module=Leads")).Status);
        Assert.Equal("INVALID_DATA", (await _crm.Emulation.GetAsync($"{path}0?module=Leads")).Code);
    }

    [Fact]
    public void Without_a_configuration_none_is_of_the_system()
    {
        Assert.False(_crm.Module.IsConfigurationSystemDefined);
        Assert.Throws<InvalidOperationException>(() => _crm.Module.IsConfigurationSystemDefined = true);
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
    public async Task Rules_that_are_none(string rule, string code, string path)
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
    public async Task Rules_to_change_that_are_not_there(string rule, string code, string key)
    {
        await _crm.ConfiguredAsync(Configuring.Automatic(Configuring.Rule(Company)));

        var answer = await _crm.PutAsync(Configuring.Automatic(rule));

        Assert.Equal((400, code), (answer.Status, answer.Code));
        Assert.Equal(key, (string?)answer.Json["record_locking_configurations"]![0]!["details"]!["api_name"]);
        Assert.Single((await _crm.ReadAsync())["locking_rules"]!.AsArray());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"record_locking_configurations":{}}""")]
    [InlineData("""{"record_locking_configurations":[]}""")]
    [InlineData("""{"record_locking_configurations":[1]}""")]
    [InlineData("""{"record_locking_configurations":[{"lock_type":"manual"},{"lock_type":"manual"}]}""")]
    [InlineData("""{"record_locking_configurations":[{"lock_type":1}]}""")]
    [InlineData("""{"record_locking_configurations":[{"lock_type":"manual","excluded_fields":{}}]}""")]
    [InlineData("""{"record_locking_configurations":[{"lock_type":"manual","restricted_actions":[1]}]}""")]
    [InlineData("""{"record_locking_configurations":[{"lock_type":"manual","lock_for_portal_users":"yes"}]}""")]
    public async Task Bodies_that_are_none(string body)
    {
        var answer = await _crm.Emulation.SendAsync("POST", Configuring.Leads, body);

        Assert.Equal(400, answer.Status);
        Assert.True(answer.Code is "INVALID_DATA" or "MANDATORY_NOT_FOUND", answer.Body);
        Assert.Equal(LockingConfiguration.None, _crm.Module.LockingConfiguration);
    }

    [Fact]
    public async Task Tasks_are_locked_once_closed_and_by_nothing_else()
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
            (await PostAsync(criteria)).Is(400, Wrapped("""
                {"code":"NOT_SUPPORTED","details":{"api_name":"api_name","json_path":"P.locking_rules[0].criteria.field.api_name"},
                 "message":"field not supported","status":"error"}
                """));
        }

        Assert.Equal(201, (await PostAsync(Configuring.Compare("Status", "equal", "\"closed\""))).Status);
    }

    private static string Wrapped(string item) =>
        $$"""{"record_locking_configurations":[{{item.Replace("\"P.", "\"$.record_locking_configurations[0].", StringComparison.Ordinal)}}]}""";

    private static string Automatic(string criteria) => Configuring.Automatic(Configuring.Rule(criteria));

    private static string[] Rules(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Configuring.Rule(Configuring.Compare("Company", "equal", $"\"{i}\""), $"rule {i}"))];

    private static string RuleLimit(int available) => $$"""
        {"code":"LIMIT_EXCEEDED","details":{"limit":5,"available_limit":{{available}},"api_name":"locking_rules","json_path":"P.locking_rules"},
         "message":"Maximum limit for locking rules exceeded","status":"error"}
        """;

    private string FieldId(string name) => _crm.Module.Fields.Single(field => field.ApiName == name).Id;

    private async Task RefusedAsync(string members, string item)
    {
        (await _crm.PostAsync(members)).Is(400, Wrapped(item));
        Assert.Equal(204, (await _crm.GetAsync()).Status);
    }

    private Task<Answer> SendAsync(string method, string path, string query = "?module=Leads") =>
        _crm.Emulation.SendAsync(method, Configuring.Path + path + query, Configuring.Body(Configuring.Manual));
}
