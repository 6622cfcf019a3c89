namespace ZohoCrm.Emulator.Tests.Api.Configurations;

/// <summary>The locking configuration calls, as in the samples (protocol 2.1 to 2.3).</summary>
public sealed class ConfigurationSampleTests : IDisposable
{
    // As the notes have it, line for line.
    private const string Sample = """
        {"record_locking_configurations":[{"created_time":"2023-08-26T18:11:14-04:00","locked_for":"all_profiles",
         "excluded_fields":[{"api_name":"Description","id":"5843104000000002645"}],
         "created_by":{"name":"Patricia Boyle","id":"5843104000000424672"},"feature_type":"record_locking",
         "locking_rules":[
          {"name":"lead conversion rule","id":"5843104000000820017","lock_existing_records":false,
           "criteria":{"comparator":"greater_than","field":{"api_name":"Lead_Conversion_Time","id":"5843104000000280013"},"value":"10"}},
          {"name":"Last activity rule","id":"5843104000000820018","lock_existing_records":false,
           "criteria":{"group_operator":"AND","group":[
             {"comparator":"less_than","field":{"api_name":"Last_Activity_Time","id":"5843104000000052001"},"value":"2018-09-01T01:00:00-04:00"},
             {"comparator":"less_than","field":{"api_name":"Created_Time","id":"5843104000000002627"},"value":"2018-09-01T01:00:00-04:00"}]}}],
         "restricted_actions":["update","tags","convert","delete","change_owner"],"lock_for_portal_users":true,
         "modified_time":"2023-09-07T22:31:35-04:00","restricted_communications":["send_mail"],"system_defined":false,
         "modified_by":{"name":"Patricia Boyle","id":"5843104000000424672"},"id":"5843104000000758004","lock_type":"both",
         "restricted_custom_buttons":[{"name":"Send with Zoho Sign","id":"5843104000000485570"}],"lock_excluded_profiles":null}]}
        """;

    private const string Now = "2023-09-05T08:54:49-04:00";

    private readonly Configuring _crm = new();

    public void Dispose() => _crm.Dispose();

    [Fact]
    public async Task The_sample_is_created_and_read_again()
    {
        var button = _crm.Module.AddCustomButton("Send with Zoho Sign");
        var sample = Sample.Replace("5843104000000485570", button.Id, StringComparison.Ordinal);

        var created = await _crm.Emulation.SendAsync("POST", Configuring.Leads, sample);

        created.Is(201, $$"""
            {"record_locking_configurations":[{"code":"SUCCESS","details":{"id":"{{_crm.Module.ConfigurationId}}"},
             "message":"record locking configuration created successfully","status":"success"}]}
            """);
        var read = await _crm.GetAsync("&feature_type=record_locking");
        read.Is(200, WithOwnIds(sample, read));
    }

    [Fact]
    public async Task Without_a_configuration_there_is_no_content()
    {
        (await _crm.GetAsync()).Is(204, "");
    }

    [Fact]
    public async Task Missing_properties_have_defaults()
    {
        await _crm.ConfiguredAsync(Configuring.Manual);

        (await _crm.GetAsync()).Is(200, $$"""
            {"record_locking_configurations":[{"created_time":"{{Now}}","locked_for":"all_profiles","excluded_fields":null,
             "created_by":{"name":"Patricia Boyle","id":"5843104000000424672"},"feature_type":"record_locking","locking_rules":null,
             "restricted_actions":["update"],"lock_for_portal_users":true,"modified_time":"{{Now}}","restricted_communications":null,
             "system_defined":false,"modified_by":{"name":"Patricia Boyle","id":"5843104000000424672"},
             "id":"{{_crm.Module.ConfigurationId}}","lock_type":"manual","restricted_custom_buttons":null,"lock_excluded_profiles":null}]}
            """);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/{0}")]
    public async Task An_update_keeps_missing_properties_and_sets_modified_by(string path)
    {
        await _crm.ConfiguredAsync($$"""
            {{Configuring.Manual}},"excluded_fields":[{"api_name":"Company"}],"lock_for_portal_users":false,
            "locked_for":"all_profiles_except_excluded_profiles","lock_excluded_profiles":[{"name":"Standard"}]
            """);
        var id = _crm.Module.ConfigurationId;
        _crm.Emulation.Time.Advance(TimeSpan.FromMinutes(1));
        var jane = _crm.Emulation.Emulator.AddUser("Jane Doe");
        _crm.Emulation.Token = _crm.Emulation.Emulator.CreateAccessToken(jane);

        var changed = await _crm.Emulation.SendAsync(
            "PUT",
            $"{Configuring.Path}{string.Format(null, path, id)}?module=Leads",
            Configuring.Body($"{Configuring.Manual},\"restricted_actions\":[\"delete\"]"));

        changed.Is(200, $$"""
            {"record_locking_configurations":[{"code":"SUCCESS","details":{"id":"{{id}}"},
             "message":"record locking configuration updated successfully","status":"success"}]}
            """);
        var read = await _crm.ReadAsync();
        Assert.Equal(
            ("Patricia Boyle", "Jane Doe", Now, "2023-09-05T08:55:49-04:00"),
            ((string?)read["created_by"]!["name"], (string?)read["modified_by"]!["name"],
                (string?)read["created_time"], (string?)read["modified_time"]));
        Assert.Equal(
            ("all_profiles_except_excluded_profiles", "Standard"),
            ((string?)read["locked_for"], (string?)read["lock_excluded_profiles"]![0]!["name"]));
        Assert.Equal("Company", (string?)read["excluded_fields"]![0]!["api_name"]);
        Assert.Equal("""["update","delete"]""", read["restricted_actions"]!.ToJsonString());
        Assert.False((bool)read["lock_for_portal_users"]!);
    }

    [Fact]
    public async Task Null_clears_a_property()
    {
        var profile = _crm.Emulation.Emulator.Profiles[1];
        var button = _crm.Module.AddCustomButton("Sign");
        await _crm.ConfiguredAsync($$"""
            {{Configuring.Manual}},"locked_for":"all_profiles_except_excluded_profiles","lock_excluded_profiles":[{"id":"{{profile.Id}}"}],
            "excluded_fields":[{"api_name":"Company"}],"restricted_actions":["delete","tags"],"restricted_communications":["send_mail"],
            "restricted_custom_buttons":[{"name":"Sign"}],"lock_for_portal_users":false
            """);
        Assert.Equal(button.Id, (string?)(await _crm.ReadAsync())["restricted_custom_buttons"]![0]!["id"]);

        await _crm.ChangedAsync($"""
            {Configuring.Manual},"locked_for":null,"lock_excluded_profiles":null,"excluded_fields":null,"restricted_actions":null,
            "restricted_communications":null,"restricted_custom_buttons":null,"lock_for_portal_users":null,"locking_rules":null
            """);

        var read = await _crm.ReadAsync();
        Assert.All(
            ["lock_excluded_profiles", "excluded_fields", "restricted_communications", "restricted_custom_buttons", "locking_rules"],
            name => Assert.Null(read[name]));
        Assert.Equal(
            ("all_profiles", """["update"]""", true),
            ((string?)read["locked_for"], read["restricted_actions"]!.ToJsonString(), (bool)read["lock_for_portal_users"]!));
    }

    [Fact]
    public async Task Without_a_configuration_nobody_can_lock()
    {
        await _crm.ConfiguredAsync(Configuring.Manual);
        var id = _crm.Module.ConfigurationId;
        Assert.Equal(201, (await _crm.Emulation.LockAsync()).Status);

        (await _crm.DeleteAsync()).Is(200, $$"""
            {"record_locking_configurations":[{"code":"SUCCESS","details":{"id":"{{id}}"},
             "message":"record locking configuration deleted","status":"success"}]}
            """);

        Assert.Equal((204, 1), ((await _crm.GetAsync()).Status, _crm.Module.LockedCount));
        Assert.Equal("Required Record Locking Configuration is not present", (await _crm.Emulation.LockAsync()).Message);
        await _crm.ConfiguredAsync(Configuring.Manual);
        Assert.NotEqual(id, _crm.Module.ConfigurationId);
    }

    [Theory]
    [InlineData("manual", LockingConfiguration.Manual, 201)]
    [InlineData("both", LockingConfiguration.Both, 201)]
    [InlineData("automatic", LockingConfiguration.Automatic, 403)]
    public async Task Manual_locking_follows_the_configuration(string type, LockingConfiguration configuration, int status)
    {
        Assert.Equal("relation not found", (await _crm.Emulation.LockAsync()).Message);
        var rule = Configuring.Rule(Configuring.Compare("Company", "equal", "\"Zylker\""));

        await _crm.ConfiguredAsync($"\"lock_type\":\"{type}\",\"locking_rules\":[{rule}]");

        Assert.Equal(configuration, _crm.Module.LockingConfiguration);
        Assert.Equal(status, (await _crm.Emulation.LockAsync()).Status);
    }

    [Fact]
    public async Task A_configuration_set_in_code_is_returned_by_the_API()
    {
        _crm.Module.LockingConfiguration = LockingConfiguration.Both;
        Assert.Equal("both", (string?)(await _crm.ReadAsync())["lock_type"]);

        _crm.Module.LockingConfiguration = LockingConfiguration.Manual;
        var read = await _crm.ReadAsync();
        Assert.Equal(("manual", _crm.Module.ConfigurationId), ((string?)read["lock_type"], (string?)read["id"]));
    }

    [Fact]
    public async Task Rules_are_merged_by_id()
    {
        string Named(string name) => Configuring.Rule(Configuring.Compare("Company", "equal", $"\"{name}\""), name);
        await _crm.ConfiguredAsync(Configuring.Automatic(Named("one"), Named("two"), Named("three")));
        var ids = await RuleIdsAsync();

        await _crm.ChangedAsync(Configuring.Automatic(
            $$"""{"id":"{{ids[1]}}","_delete":true}""",
            $$"""{"id":"{{ids[0]}}","name":"first"}""",
            Named("four")));

        var rules = (await _crm.ReadAsync())["locking_rules"]!.AsArray();
        Assert.Equal(["first", "three", "four"], rules.Select(rule => (string)rule!["name"]!));
        Assert.Equal([ids[0], ids[2]], rules.Take(2).Select(rule => (string)rule!["id"]!));
        Assert.Equal("one", (string?)rules[0]!["criteria"]!["value"]);
    }

    [Fact]
    public async Task Version_8_reads_one_and_deletes_several()
    {
        const string Path = "/crm/v8/settings/record_locking_configurations";
        await _crm.ConfiguredAsync(Configuring.Automatic(Configuring.Rule(Configuring.Compare("Company", "equal", "\"Zylker\""))));
        var id = _crm.Module.ConfigurationId;

        var read = await _crm.Emulation.GetAsync($"{Path}/{id}?module=Leads");
        var deleted = await _crm.Emulation.SendAsync("DELETE", $"{Path}?module=Leads&ids={id},{id}");

        var criteria = read.Json["record_locking_configurations"]![0]!["locking_rules"]![0]!["criteria"]!;
        Assert.Equal((200, "value"), (read.Status, (string?)criteria["type"]));
        Assert.Equal(id, (string?)Assert.Single(deleted.Json["record_locking_configurations"]!.AsArray())!["details"]!["id"]);
        Assert.Equal(LockingConfiguration.Missing, _crm.Module.LockingConfiguration);
    }

    [Theory]
    [InlineData("GET", "READ", "CREATE")]
    [InlineData("POST", "CREATE", "READ")]
    [InlineData("PUT", "UPDATE", "CREATE")]
    [InlineData("DELETE", "DELETE", "UPDATE")]
    public async Task Each_call_needs_its_scope(string method, string enough, string other)
    {
        const string Family = "ZohoCRM.settings.record_locking_configurations";
        if (method != "POST")
        {
            _crm.Module.LockingConfiguration = LockingConfiguration.Manual;
        }

        var path = method == "DELETE" ? $"{Configuring.Path}/{_crm.Module.ConfigurationId}?module=Leads" : Configuring.Leads;

        _crm.Settings.Scopes = $"{Family}.{other},ZohoCRM.modules.ALL";
        Assert.Equal("OAUTH_SCOPE_MISMATCH", (await _crm.Emulation.SendAsync(method, path, Configuring.Body(Configuring.Manual))).Code);
        _crm.Settings.Scopes = $"{Family}.{enough}";
        var answer = await _crm.Emulation.SendAsync(method, path, Configuring.Body(Configuring.Manual));
        Assert.True(answer.Status is 200 or 201, answer.Body);
    }

    private async Task<string[]> RuleIdsAsync() =>
        [.. (await _crm.ReadAsync())["locking_rules"]!.AsArray().Select(rule => (string)rule!["id"]!)];

    private string WithOwnIds(string sample, Answer read)
    {
        var rules = read.Json["record_locking_configurations"]![0]!["locking_rules"]!;
        string FieldId(string name) => _crm.Module.Fields.Single(field => field.ApiName == name).Id;
        return sample
            .Replace("2023-08-26T18:11:14-04:00", Now, StringComparison.Ordinal)
            .Replace("2023-09-07T22:31:35-04:00", Now, StringComparison.Ordinal)
            .Replace("5843104000000002645", FieldId("Description"), StringComparison.Ordinal)
            .Replace("5843104000000280013", FieldId("Lead_Conversion_Time"), StringComparison.Ordinal)
            .Replace("5843104000000052001", FieldId("Last_Activity_Time"), StringComparison.Ordinal)
            .Replace("5843104000000002627", FieldId("Created_Time"), StringComparison.Ordinal)
            .Replace("5843104000000820017", (string?)rules[0]!["id"], StringComparison.Ordinal)
            .Replace("5843104000000820018", (string?)rules[1]!["id"], StringComparison.Ordinal)
            .Replace("5843104000000758004", _crm.Module.ConfigurationId, StringComparison.Ordinal);
    }
}
