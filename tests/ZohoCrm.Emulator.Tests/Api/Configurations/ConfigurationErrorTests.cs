namespace ZohoCrm.Emulator.Tests.Api.Configurations;

/// <summary>The errors of the calls (protocol 2.5), with the bodies of the examples.</summary>
public sealed class ConfigurationErrorTests : IDisposable
{
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
    public async Task A_missing_module_is_REQUIRED_PARAM_MISSING(string method, string path)
    {
        (await SendAsync(method, path, query: "")).Is(400, """
            {"code":"REQUIRED_PARAM_MISSING","details":{"param_name":"module"},"message":"One of the expected parameter is missing","status":"error"}
            """);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task An_unknown_module_is_INVALID_MODULE(string method, string path)
    {
        (await SendAsync(method, path, query: "?module=Leeds")).Is(400, """
            {"code":"INVALID_MODULE","details":{},"message":"the module name given seems to be invalid","status":"error"}
            """);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_module_without_locking_is_NOT_SUPPORTED(string method, string path)
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
    public async Task An_edition_without_locking_is_FEATURE_NOT_SUPPORTED(string method, string path)
    {
        _crm.Settings.Permissions.EditionSupported = false;

        (await SendAsync(method, path)).Is(400, """
            {"code":"FEATURE_NOT_SUPPORTED","details":{},"message":"Record Locking Configuration is not supported in your edition","status":"error"}
            """);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_user_who_may_not_customize_gets_NO_PERMISSION(string method, string path)
    {
        _crm.Settings.Permissions.MayCustomize = false;

        (await SendAsync(method, path)).Is(403, """
            {"code":"NO_PERMISSION","details":{"permissions":["Crm_Implied_Customize_Zoho_CRM"]},"message":"permission denied","status":"error"}
            """);
    }

    [Fact]
    public async Task A_module_has_one_configuration()
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
    public async Task An_unknown_id_is_INVALID_DATA(string method)
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
    public async Task A_system_defined_configuration_cannot_be_changed(string method, string done)
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
    public async Task A_wrong_method_is_INVALID_REQUEST_METHOD(string method, string path, WrongMethodStatus status)
    {
        _crm.Settings.Contradictions.WrongMethodStatus = status;

        (await SendAsync(method, path)).Is((int)status, """
            {"code":"INVALID_REQUEST_METHOD","details":{},"message":"The http request method type is not a valid one","status":"error"}
            """);
    }

    [Fact]
    public async Task An_unknown_feature_type_in_the_query_is_refused()
    {
        Assert.Equal(204, (await _crm.GetAsync("&feature_type=record_locking")).Status);
        (await _crm.GetAsync("&feature_type=review")).Is(400, """
            {"code":"INVALID_DATA","details":{"param_name":"feature_type"},"message":"invalid data","status":"error"}
            """);
    }

    [Fact]
    public async Task Reading_an_unknown_id_is_INVALID_DATA()
    {
        await _crm.ConfiguredAsync(Configuring.Manual);
        var path = $"/crm/v8/settings/record_locking_configurations/{_crm.Module.ConfigurationId}";

        Assert.Equal(200, (await _crm.Emulation.GetAsync($"{path}?module=Leads")).Status);
        Assert.Equal("INVALID_DATA", (await _crm.Emulation.GetAsync($"{path}0?module=Leads")).Code);
    }

    [Fact]
    public void A_missing_configuration_cannot_be_system_defined()
    {
        Assert.False(_crm.Module.IsConfigurationSystemDefined);
        Assert.Throws<InvalidOperationException>(() => _crm.Module.IsConfigurationSystemDefined = true);
    }

    private Task<Answer> SendAsync(string method, string path, string query = "?module=Leads") =>
        _crm.Emulation.SendAsync(method, Configuring.Path + path + query, Configuring.Body(Configuring.Manual));
}
