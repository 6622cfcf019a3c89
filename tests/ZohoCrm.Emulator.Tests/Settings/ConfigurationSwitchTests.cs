namespace ZohoCrm.Emulator.Tests.Settings;

/// <summary>The settings for locking configurations (protocol 11 and 12).</summary>
public sealed class ConfigurationSwitchTests : IDisposable
{
    private const string Company = """{"comparator":"equal","field":{"api_name":"Company"},"value":"Zylker"}""";

    private readonly Configuring _crm = new();

    private Contradictions Contradictions => _crm.Settings.Contradictions;

    private Unknowns Unknowns => _crm.Settings.Unknowns;

    public void Dispose() => _crm.Dispose();

    [Theory]
    [InlineData(ConfigurationRefusalStatus.Forbidden, 403)]
    [InlineData(ConfigurationRefusalStatus.BadRequest, 400)]
    public async Task Refusals_have_the_status_that_is_set(ConfigurationRefusalStatus choice, int status)
    {
        Contradictions.ConfigurationRefusalStatus = choice;
        await _crm.ConfiguredAsync(Configuring.Manual);
        _crm.Module.IsConfigurationSystemDefined = true;

        Assert.Equal((status, "NOT_ALLOWED"), Essence(await _crm.PutAsync(Configuring.Manual)));
        Assert.Equal((status, "NOT_ALLOWED"), Essence(await _crm.DeleteAsync()));
        _crm.Settings.Permissions.MayCustomize = false;
        Assert.Equal((status, "NO_PERMISSION"), Essence(await _crm.GetAsync()));
    }

    [Theory]
    [InlineData(MissingParameterKey.ParamName, "param_name")]
    [InlineData(MissingParameterKey.Param, "param")]
    public async Task A_missing_parameter_has_the_key_that_is_set(MissingParameterKey choice, string key)
    {
        Contradictions.MissingParameterKey = choice;

        Assert.Equal("module", (string?)(await _crm.Emulation.GetAsync(Configuring.Path)).Json["details"]![key]);
    }

    [Theory]
    [InlineData(true, 201)]
    [InlineData(false, 400)]
    public async Task Convert_is_restrictable_as_set(bool restrictable, int status)
    {
        Contradictions.ConvertRestrictable = restrictable;

        var answer = await _crm.PostAsync($"{Configuring.Manual},\"restricted_actions\":[\"update\",\"convert\"]");

        Assert.Equal(
            (status, restrictable ? "record locking configuration created successfully" : "action not found"),
            (answer.Status, answer.Message));
    }

    [Theory]
    [InlineData(false, "send_survey", 201)]
    [InlineData(true, "send_survey", 400)]
    [InlineData(true, "send_portal_invitation", 400)]
    [InlineData(true, "send_mail", 201)]
    public async Task Only_mail_can_be_restrictable(bool only, string communication, int status)
    {
        Contradictions.OnlyMailRestrictable = only;

        var answer = await _crm.PostAsync($"{Configuring.Manual},\"restricted_communications\":[\"{communication}\"]");

        Assert.Equal(status, answer.Status);
        if (status == 400)
        {
            answer.Is(400, """
                {"record_locking_configurations":[{"code":"NOT_SUPPORTED","details":{"api_name":"restricted_communications",
                  "json_path":"$.record_locking_configurations[0].restricted_communications"},"message":"communications not found","status":"error"}]}
                """);
        }
    }

    [Theory]
    [InlineData(false, 400)]
    [InlineData(true, 201)]
    public async Task Locked_for_can_be_singular(bool accepted, int status)
    {
        Contradictions.LockedForSingularAccepted = accepted;

        var answer = await _crm.PostAsync($$"""
            {{Configuring.Manual}},"locked_for":"all_profiles_except_excluded_profile","lock_excluded_profiles":[{"name":"Standard"}]
            """);

        Assert.Equal(status, answer.Status);
        Assert.Equal(accepted ? "SUCCESS" : "INVALID_DATA", answer.Code);
        if (accepted)
        {
            Assert.Equal("all_profiles_except_excluded_profiles", (string?)(await _crm.ReadAsync())["locked_for"]);
        }
    }

    [Theory]
    [InlineData(false, 400, "MANDATORY_NOT_FOUND")]
    [InlineData(true, 200, "SUCCESS")]
    public async Task Lock_type_can_be_optional_on_update(bool optional, int status, string code)
    {
        Contradictions.LockTypeOptionalOnUpdate = optional;
        Assert.Equal((400, "MANDATORY_NOT_FOUND"), Essence(await _crm.PostAsync("\"locked_for\":\"all_profiles\"")));
        await _crm.ConfiguredAsync(Configuring.Automatic(Configuring.Rule(Company)));

        Assert.Equal((status, code), Essence(await _crm.PutAsync("\"restricted_actions\":[\"delete\"]")));
        Assert.Equal("automatic", (string?)(await _crm.ReadAsync())["lock_type"]);
    }

    [Theory]
    [InlineData(false, 200, "SUCCESS")]
    [InlineData(true, 400, "MANDATORY_NOT_FOUND")]
    public async Task The_id_can_be_required_in_the_body(bool required, int status, string code)
    {
        Contradictions.ConfigurationIdRequiredInBody = required;
        await _crm.ConfiguredAsync(Configuring.Manual);
        var id = _crm.Module.ConfigurationId;

        Assert.Equal((status, code), Essence(await _crm.PutAsync(Configuring.Manual)));
        Assert.Equal((200, "SUCCESS"), Essence(await _crm.PutAsync($"{Configuring.Manual},\"id\":\"{id}\"")));
        Assert.Equal((400, "INVALID_DATA"), Essence(await _crm.PutAsync($"{Configuring.Manual},\"id\":\"1\"")));

        Task<Answer> PutToItsPathAsync(string members) =>
            _crm.Emulation.SendAsync("PUT", $"{Configuring.Path}/{id}?module=Leads", Configuring.Body(members));
        Assert.Equal((status, code), Essence(await PutToItsPathAsync(Configuring.Manual)));
        Assert.Equal((200, "SUCCESS"), Essence(await PutToItsPathAsync($"{Configuring.Manual},\"id\":\"{id}\"")));
        Assert.Equal((400, "INVALID_DATA"), Essence(await PutToItsPathAsync($"{Configuring.Manual},\"id\":\"1\"")));
    }

    [Theory]
    [InlineData("\"10000\"", true)]
    [InlineData("10000", false)]
    [InlineData("true", false)]
    [InlineData("[\"1\",\"2\"]", true)]
    [InlineData("[\"1\",2]", false)]
    [InlineData("{\"name\":\"Zylker\",\"id\":\"5843104000000425566\"}", true)]
    public async Task Values_of_criteria_can_be_numbers_and_booleans(string value, bool isText)
    {
        var configuration = Configuring.Automatic(Configuring.Rule(Configuring.Compare("Company", "in", value)));

        var answer = await _crm.PostAsync(configuration);

        Assert.Equal(isText ? 201 : 400, answer.Status);
        if (!isText)
        {
            answer.Is(400, """
                {"record_locking_configurations":[{"code":"INVALID_DATA","details":{"expected_data_type":"text","api_name":"value",
                  "json_path":"$.record_locking_configurations[0].locking_rules[0].criteria.value"},"message":"invalid data","status":"error"}]}
                """);
            Unknowns.CriteriaNumbersAccepted = true;
            Assert.Equal(201, (await _crm.PostAsync(configuration)).Status);
        }
    }

    [Theory]
    [InlineData(true, 201, "SUCCESS")]
    [InlineData(false, 400, "INVALID_DATA")]
    public async Task System_defined_can_be_sent(bool accepted, int status, string code)
    {
        Contradictions.SystemDefinedAccepted = accepted;

        Assert.Equal((status, code), Essence(await _crm.PostAsync($"{Configuring.Manual},\"system_defined\":true")));
        Assert.False(_crm.Module.IsConfigurationSystemDefined);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Version_7_can_have_the_calls_of_version_8(bool there)
    {
        Unknowns.ConfigurationCallsOfVersion8OnVersion7 = there;
        await _crm.ConfiguredAsync(Configuring.Manual);
        var id = _crm.Module.ConfigurationId;
        var one = $"{Configuring.Path}/{id}?module=Leads";

        Assert.Equal(there ? 200 : 403, (await _crm.Emulation.GetAsync(one)).Status);
        var unknown = await _crm.Emulation.SendAsync("DELETE", $"{Configuring.Leads}&ids={id},1");
        Assert.Equal(there ? (400, "INVALID_DATA") : (403, "INVALID_REQUEST_METHOD"), Essence(unknown));
        var none = await _crm.Emulation.SendAsync("DELETE", Configuring.Leads);
        Assert.Equal(there ? (400, "REQUIRED_PARAM_MISSING") : (403, "INVALID_REQUEST_METHOD"), Essence(none));
        var deleted = await _crm.Emulation.SendAsync("DELETE", $"{Configuring.Leads}&ids={id}");
        Assert.Equal(there ? (200, "SUCCESS") : (403, "INVALID_REQUEST_METHOD"), Essence(deleted));
        Assert.Equal(there ? LockingConfiguration.Missing : LockingConfiguration.Manual, _crm.Module.LockingConfiguration);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Unknown_comparators_can_be_accepted(bool accepted)
    {
        Unknowns.UnknownComparatorsAccepted = accepted;
        _crm.AddLead(("Company", "Zylker"));
        var criteria = Configuring.Compare("Company", "sounds_like", "\"Zylker\"");

        var answer = await _crm.PostAsync(Configuring.Automatic(Configuring.Rule(criteria, more: ",\"lock_existing_records\":true")));

        Assert.Equal(accepted ? (201, "SUCCESS") : (400, "INVALID_DATA"), Essence(answer));
        Assert.Equal(0, _crm.Module.LockedCount);
        if (accepted)
        {
            var read = (await _crm.ReadAsync())["locking_rules"]![0]!["criteria"]!;
            Assert.Equal(("sounds_like", "Zylker"), ((string?)read["comparator"], (string?)read["value"]));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Unknown_keys_can_be_kept(bool kept)
    {
        Unknowns.UnknownConfigurationKeysKept = kept;
        await _crm.ConfiguredAsync(Configuring.Automatic(Configuring.Rule(Company, more: ",\"weight\":[1,2]")) + ",\"colour\":\"red\"");
        var rule = $$"""{"id":"{{_crm.Module.RuleId}}","height":7}""";
        await _crm.ChangedAsync($"\"lock_type\":\"both\",\"shape\":null,\"locking_rules\":[{rule}]");

        var read = (await _crm.ReadAsync()).AsObject();

        var readRule = read["locking_rules"]![0]!.AsObject();
        Assert.Equal((kept, kept), (readRule.ContainsKey("weight"), readRule.ContainsKey("height")));
        Assert.Equal(kept ? "red" : null, (string?)read["colour"]);
        Assert.Equal(kept, read.ContainsKey("shape"));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task Deleting_the_configuration_unlocks_as_set(bool unlocks, int left)
    {
        Unknowns.ConfigurationRemovalUnlocks = unlocks;
        await _crm.ConfiguredAsync(Configuring.Manual);
        Assert.Equal(201, (await _crm.Emulation.LockAsync()).Status);

        Assert.Equal(200, (await _crm.DeleteAsync()).Status);

        Assert.Equal(left, _crm.Module.LockedCount);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public async Task Deleting_a_rule_unlocks_as_set(bool unlocks, int left)
    {
        Unknowns.RuleRemovalUnlocks = unlocks;
        _crm.AddLead(("Company", "Zylker"));
        _crm.AddLead(("Company", "Zoho"));
        string Named(string company) => Configuring.Rule(
            Configuring.Compare("Company", "equal", $"\"{company}\""), company, ",\"lock_existing_records\":true");
        await _crm.ConfiguredAsync(Configuring.Automatic(Named("Zylker"), Named("Zoho")));
        Assert.Equal(2, _crm.Module.LockedCount);

        await _crm.ChangedAsync(Configuring.Automatic($$"""{"id":"{{_crm.Module.RuleId}}","_delete":true}"""));

        Assert.Equal(left, _crm.Module.LockedCount);
        Assert.Equal("Zoho", (string?)Assert.Single((await _crm.ReadAsync())["locking_rules"]!.AsArray())!["name"]);
    }

    private static (int, string?) Essence(Answer answer) => (answer.Status, answer.Code);
}
