namespace ZohoCrm.Emulator.Tests.Api.Configurations;

/// <summary>The errors of the body of a configuration (protocol 2.4 and 2.5), with the bodies of the examples.</summary>
public sealed class ConfigurationBodyErrorTests : IDisposable
{
    private readonly Configuring _crm = new();

    public void Dispose() => _crm.Dispose();

    [Fact]
    public Task Lock_type_is_required() => _crm.RefusedAsync("\"locked_for\":\"all_profiles\"", """
        {"code":"MANDATORY_NOT_FOUND","details":{"api_name":"lock_type","json_path":"P.lock_type"},"message":"required field not found","status":"error"}
        """);

    [Fact]
    public Task Excluding_profiles_requires_profiles() =>
        _crm.RefusedAsync($"{Configuring.Manual},\"locked_for\":\"all_profiles_except_excluded_profiles\"", """
            {"code":"DEPENDENT_FIELD_MISSING","details":{"dependee":{"api_name":"locked_for","json_path":"P.locked_for"},
              "api_name":"lock_excluded_profiles","json_path":"P.lock_excluded_profiles"},
             "message":"lock_excluded_profiles should have been given when locked_for is given as all_profiles_except_excluded_profiles ",
             "status":"error"}
            """);

    [Fact]
    public Task An_unknown_lock_type_is_refused() => _crm.RefusedAsync("\"lock_type\":\"auto\"", """
        {"code":"INVALID_DATA","details":{"supported_values":["manual","automatic","both"],"api_name":"lock_type","json_path":"P.lock_type"},
         "message":"lock_type not found","status":"error"}
        """);

    [Fact]
    public Task An_unknown_locked_for_is_refused() => _crm.RefusedAsync($"{Configuring.Manual},\"locked_for\":\"all\"", """
        {"code":"INVALID_DATA","details":{"supported_values":["all_profiles","all_profiles_except_excluded_profiles"],
          "api_name":"locked_for","json_path":"P.locked_for"},"message":"locked_for not found","status":"error"}
        """);

    [Fact]
    public Task An_unknown_action_is_refused() => _crm.RefusedAsync($"{Configuring.Manual},\"restricted_actions\":[\"update\",\"merge\"]", """
        {"code":"INVALID_DATA","details":{"supported_values":["convert","update","delete","change_owner","tags"],
          "api_name":"restricted_actions","json_path":"P.restricted_actions[1]"},"message":"action not found","status":"error"}
        """);

    [Fact]
    public Task An_unknown_communication_is_refused() =>
        _crm.RefusedAsync($"{Configuring.Manual},\"restricted_communications\":[\"send_mail\",\"call\"]", """
            {"code":"INVALID_DATA","details":{"supported_values":["send_mail","send_survey","send_portal_invitation"],
              "api_name":"restricted_communications","json_path":"P.restricted_communications[1]"},
             "message":"communications not found","status":"error"}
            """);

    [Fact]
    public Task An_unknown_feature_type_is_refused() => _crm.RefusedAsync($"{Configuring.Manual},\"feature_type\":\"review\"", """
        {"code":"INVALID_DATA","details":{"api_name":"feature_type","json_path":"P.feature_type"},"message":"invalid data","status":"error"}
        """);

    [Fact]
    public Task An_unknown_excluded_field_is_refused() =>
        _crm.RefusedAsync($$"""{{Configuring.Manual}},"excluded_fields":[{"api_name":"Company"},{"id":"1"}]""", """
            {"code":"INVALID_DATA","details":{"api_name":"id","json_path":"P.excluded_fields[1].id"},"message":"field not found","status":"error"}
            """);

    [Fact]
    public Task An_unknown_custom_button_is_refused() => _crm.RefusedAsync($$"""{{Configuring.Manual}},"restricted_custom_buttons":[{"id":"1"}]""", """
        {"code":"INVALID_DATA","details":{"api_name":"id","json_path":"P.restricted_custom_buttons[0].id"},
         "message":"custom button not found","status":"error"}
        """);

    [Fact]
    public Task An_unknown_excluded_profile_is_refused() => _crm.RefusedAsync($$"""{{Configuring.Manual}},"lock_excluded_profiles":[{"id":"1"}]""", """
        {"code":"INVALID_DATA","details":{"api_name":"id","json_path":"P.lock_excluded_profiles[0].id"},
         "message":"lock_excluded_profiles not found","status":"error"}
        """);

    [Theory]
    [InlineData("Tag")]
    [InlineData("Owner")]
    [InlineData("Created_Time")]
    public Task An_unsupported_excluded_field_is_refused(string field) =>
        _crm.RefusedAsync($$"""{{Configuring.Manual}},"excluded_fields":[{"api_name":"{{field}}"}]""", """
            {"code":"NOT_SUPPORTED","details":{"api_name":"api_name","json_path":"P.excluded_fields[0].api_name"},
             "message":"Field not supported","status":"error"}
            """);

    [Fact]
    public Task A_field_needs_a_name_or_an_id() => _crm.RefusedAsync($$"""{{Configuring.Manual}},"excluded_fields":[{}]""", """
        {"code":"EXPECTED_FIELD_MISSING","details":{"expected_fields":[
          {"json_path":"P.excluded_fields[0].api_name","api_name":"api_name"},{"json_path":"P.excluded_fields[0].id","api_name":"id"}]},
         "message":"Field Id and apiname is missing.","status":"error"}
        """);

    [Fact]
    public Task Name_and_id_must_be_of_one_field() => _crm.RefusedAsync(
        $$"""{{Configuring.Manual}},"excluded_fields":[{"api_name":"Company","id":"{{FieldId("Email")}}"}]""", """
            {"code":"AMBIGUITY_DURING_PROCESSING","details":{"ambiguity_due_to":[
              {"json_path":"P.excluded_fields[0].api_name","api_name":"api_name"},{"json_path":"P.excluded_fields[0].id","api_name":"id"}]},
             "message":"Field Id and apiname are ambiguous","status":"error"}
            """);

    [Theory]
    [InlineData("restricted_custom_buttons", "restricted custom buttons", 30)]
    [InlineData("excluded_fields", "excluded fields", 15)]
    [InlineData("lock_excluded_profiles", "excluded profiles", 15)]
    public async Task Lists_have_limits(string name, string words, int limit)
    {
        string[] ids = name switch
        {
            "excluded_fields" => [.. Enumerable.Range(0, limit + 1).Select(i => _crm.Module.AddField($"F{i}").Id)],
            "lock_excluded_profiles" => [.. Enumerable.Range(0, limit + 1).Select(i => _crm.Emulation.Emulator.AddProfile($"P{i}").Id)],
            _ => [.. Enumerable.Range(0, limit + 1).Select(i => _crm.Module.AddCustomButton($"B{i}").Id)],
        };
        string Members(int count) =>
            $"{Configuring.Manual},\"{name}\":[{string.Join(',', ids.Take(count).Select(id => $$"""{"id":"{{id}}"}"""))}]";

        await _crm.RefusedAsync(Members(limit + 1), $$"""
            {"code":"LIMIT_EXCEEDED","details":{"limit":{{limit}},"available_limit":{{limit}},"api_name":"{{name}}","json_path":"P.{{name}}"},
             "message":"Maximum limit for {{words}} exceeded","status":"error"}
            """);

        await _crm.ConfiguredAsync(Members(limit));
        Assert.Equal(limit, (await _crm.ReadAsync())[name]!.AsArray().Count);
    }

    [Theory]
    [InlineData(10, 201)]
    [InlineData(11, 400)]
    public async Task More_than_ten_actions_are_refused(int count, int status)
    {
        var actions = string.Join(',', Enumerable.Repeat("\"delete\"", count));

        Assert.Equal(status, (await _crm.PostAsync($"{Configuring.Manual},\"restricted_actions\":[{actions}]")).Status);
        if (status == 201)
        {
            Assert.Equal("""["update","delete"]""", (await _crm.ReadAsync())["restricted_actions"]!.ToJsonString());
        }
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
    public async Task An_invalid_body_is_refused(string body)
    {
        var answer = await _crm.Emulation.SendAsync("POST", Configuring.Leads, body);

        Assert.Equal(400, answer.Status);
        Assert.True(answer.Code is "INVALID_DATA" or "MANDATORY_NOT_FOUND", answer.Body);
        Assert.Equal(LockingConfiguration.None, _crm.Module.LockingConfiguration);
    }

    private string FieldId(string name) => _crm.Module.Fields.Single(field => field.ApiName == name).Id;
}
