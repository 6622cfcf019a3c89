using System.Text.Json.Nodes;

namespace ZohoCrm.Emulator.Tests.Api.Metadata;

/// <summary>Lists of fields, profiles and custom buttons (protocol 2.2).</summary>
public sealed class MetadataTests : IDisposable
{
    private readonly Emulation _emulation = new();

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public async Task The_fields_of_a_module_are_listed()
    {
        _emulation.Emulator.AddModule("Deals").AddRecord(
            "1", "x", new Dictionary<string, string?> { ["Amount"] = "5", ["Size"] = "5", ["Due"] = "2026-09-01", ["Note"] = null });

        var fields = await ListAsync("fields?module=Deals", "fields");

        var types = fields.ToDictionary(field => (string)field!["api_name"]!, field => (string)field!["data_type"]!);
        Assert.Equal(types.Count, fields.Select(field => (string)field!["id"]!).Distinct().Count());
        Assert.Equal(
            ("currency", "date", "text", "picklist", "ownerlookup", "textarea", "integer"),
            (types["Amount"], types["Closing_Date"], types["Deal_Name"], types["Stage"], types["Owner"], types["Description"], types["Probability"]));
        Assert.Equal(("double", "datetime", "text"), (types["Size"], types["Due"], types["Note"]));
        var locked = fields.Single(field => (string?)field!["api_name"] == "Locked__s")!;
        Assert.Equal(
            ("Locked", "Locked", "boolean", true),
            ((string?)locked["display_label"], (string?)locked["field_label"], (string?)locked["data_type"], (bool)locked["read_only"]!));
    }

    [Fact]
    public async Task A_field_tells_its_flags_picklist_values_and_lookup()
    {
        var deals = _emulation.Emulator.AddModule("Deals");
        deals.AddField("Region", "picklist", values: [new("N", "North"), new("S", "South")]);

        var fields = (await ListAsync("fields?module=Deals", "fields")).ToDictionary(field => (string)field!["api_name"]!, field => field!);

        var locked = fields["Locked__s"];
        Assert.Equal(
            (true, true, true, false, 301, -1, "boolean"),
            ((bool)locked["filterable"]!, (bool)locked["searchable"]!, (bool)locked["sortable"]!, (bool)locked["mass_update"]!,
                (int)locked["ui_type"]!, (int)locked["display_type"]!, (string?)locked["json_type"]));
        Assert.Equal("Accounts", (string?)fields["Account_Name"]["lookup"]!["module"]!["api_name"]);
        Assert.Equal("{}", fields["Amount"]["lookup"]!.ToJsonString());
        Assert.Equal(["N North", "S South"], Picklist("Region"));
        Assert.Contains("Id. Decision Makers Identify Decision Makers", Picklist("Stage"));
        Assert.Contains("Closed Won Closed Won", Picklist("Stage"));
        Assert.Empty(Picklist("Amount"));
        IEnumerable<string> Picklist(string field) =>
            fields[field]["pick_list_values"]!.AsArray().Select(value => $"{value!["actual_value"]} {value["display_value"]}");
    }

    [Fact]
    public async Task A_field_keeps_its_id()
    {
        var size = _emulation.Leads.AddField("Size", "integer", label: "Number of people");
        _emulation.Leads.AddRecord("1", "x", new Dictionary<string, string?> { ["City"] = "Oslo" });

        var first = await ListAsync("fields?module=Leads", "fields");
        _emulation.Leads.AddRecord("2", "x", new Dictionary<string, string?> { ["City"] = "Rome", ["Fax"] = "7" });
        var second = await ListAsync("fields?module=Leads", "fields");

        Assert.Equal(first.Count + 1, second.Count);
        Assert.Equal(first.Select(field => field!.ToJsonString()), second.Take(first.Count).Select(field => field!.ToJsonString()));
        var field = second.Single(field => (string?)field!["id"] == size.Id)!;
        Assert.Equal(("Size", "Number of people"), ((string?)field["api_name"], (string?)field["display_label"]));
        Assert.Throws<ArgumentException>(() => _emulation.Leads.AddField("Size"));
    }

    [Fact]
    public async Task The_profiles_are_listed()
    {
        var sales = _emulation.Emulator.AddProfile("Sales");

        var profiles = await ListAsync("profiles", "profiles");

        Assert.Equal(["Administrator", "Standard", "Sales"], profiles.Select(profile => (string)profile!["name"]!));
        Assert.Equal(sales.Id, (string?)profiles[2]!["id"]);
        Assert.Equal("Administrator", _emulation.Emulator.GetProfile(_emulation.Emulator.User).Name);
        Assert.Throws<ArgumentException>(() => _emulation.Emulator.AddProfile("Sales"));
    }

    [Fact]
    public async Task The_custom_buttons_of_a_module_are_listed()
    {
        const string Path = "custom_buttons?module=Leads";
        (await _emulation.GetAsync($"/crm/v7/settings/{Path}")).Is(204, "");
        var sign = _emulation.Leads.AddCustomButton("Send with Zoho Sign");

        var button = Assert.Single(await ListAsync(Path, "custom_buttons"))!;

        Assert.Equal(("Send with Zoho Sign", sign.Id), ((string?)button["name"], (string?)button["id"]));
    }

    [Theory]
    [InlineData("fields?module=Leads", "fields")]
    [InlineData("profiles", "profiles")]
    [InlineData("custom_buttons?module=Leads", "custom_buttons")]
    public async Task Each_list_needs_its_scope_and_GET(string path, string scope)
    {
        _emulation.Leads.AddCustomButton("Sign");
        Assert.Equal("INVALID_REQUEST_METHOD", (await _emulation.SendAsync("POST", $"/crm/v7/settings/{path}", "{}")).Code);

        _emulation.Settings.Scopes = "ZohoCRM.modules.ALL";
        Assert.Equal("OAUTH_SCOPE_MISMATCH", (await _emulation.GetAsync($"/crm/v7/settings/{path}")).Code);

        _emulation.Settings.Scopes = $"ZohoCRM.settings.{scope}.READ";
        Assert.Equal(200, (await _emulation.GetAsync($"/crm/v7/settings/{path}")).Status);
    }

    [Theory]
    [InlineData("fields")]
    [InlineData("custom_buttons")]
    public async Task The_module_parameter_is_required(string path)
    {
        Assert.Equal("REQUIRED_PARAM_MISSING", (await _emulation.GetAsync($"/crm/v7/settings/{path}")).Code);
        Assert.Equal("INVALID_MODULE", (await _emulation.GetAsync($"/crm/v7/settings/{path}?module=Leeds")).Code);
        Assert.Equal("INVALID_URL_PATTERN", (await _emulation.GetAsync("/crm/v7/settings/layouts")).Code);
    }

    [Fact]
    public void Another_organisation_prefix_gives_other_ids()
    {
        using var emulator = new CrmEmulator(new EmulatorSettings { OrganizationPrefix = 431525 });
        var leads = emulator.AddModule("Leads");

        IEnumerable<string> Ids(CrmEmulator crm, CrmModule module) =>
        [
            crm.OrganizationId, crm.User.Id, module.Id, module.ConfigurationId, module.RuleId, .. module.Fields.Select(field => field.Id),
            .. crm.Profiles.Select(profile => profile.Id), module.AddCustomButton("Sign").Id,
        ];

        var ids = Ids(emulator, leads).ToArray();
        Assert.All(ids, id => Assert.Matches("^431525[0-9]{12}$", id));
        Assert.Empty(ids.Intersect(Ids(_emulation.Emulator, _emulation.Leads)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EmulatorSettings { OrganizationPrefix = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EmulatorSettings { OrganizationPrefix = 9223372 });
    }

    private async Task<JsonArray> ListAsync(string path, string name) =>
        (await _emulation.GetAsync($"/crm/v7/settings/{path}")).Json[name]!.AsArray();
}
