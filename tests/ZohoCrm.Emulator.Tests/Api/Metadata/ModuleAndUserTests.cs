using System.Text.Json.Nodes;

namespace ZohoCrm.Emulator.Tests.Api.Metadata;

/// <summary>Lists of modules, users and the fields of locks (protocol 3, 9.1 and 13).</summary>
public sealed class ModuleAndUserTests : IDisposable
{
    private const string LockingConfigurations = "ZohoCRM.settings.record_locking_configurations.";

    private readonly Emulation _emulation = new();

    private CrmEmulator Emulator => _emulation.Emulator;

    public void Dispose() => _emulation.Dispose();

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public async Task The_fields_of_locking_information_are_listed(int version)
    {
        var answer = await _emulation.GetAsync($"/crm/v{version}/settings/fields?module=Locking_Information__s");

        var fields = answer.Json["fields"]!.AsArray();
        Assert.Equal(
            [
                ("Locked_Reason__s", "textarea"), ("Lock_Source__s", "picklist"), ("Locked_For__s", "multi_module_lookup"),
                ("Locked_Time__s", "datetime"), ("Locked_By__s", "userlookup"), ("id", "bigint"), ("Record_Locking_Rule_Id__s", "bigint"),
                ("Record_Locking_Configuration_Id__s", "bigint"), ("Feature_Type__s", "picklist"),
            ],
            fields.Select(field => ((string)field!["api_name"]!, (string)field["data_type"]!)));
        Assert.Equal(9, fields.Select(field => (string)field!["id"]!).Distinct().Count());
    }

    [Fact]
    public async Task The_modules_are_listed()
    {
        Emulator.AddModule("Sales_Orders");
        Emulator.AddModule("Machines").IsApiSupported = false;
        Emulator.AddModule("Secrets").IsHidden = true;

        var modules = (await _emulation.GetAsync("/crm/v7/settings/modules")).Json["modules"]!.AsArray();

        Assert.Equal(
            [
                "Leads Leads/Lead default True True", "Sales_Orders Sales Orders/Sales Order default True True",
                "Machines Machines/Machine custom False True",
                "Locking_Information__s Locking Information/Locking Information default True False",
            ],
            modules.Select(module =>
                $"{module!["api_name"]} {module["plural_label"]}/{module["singular_label"]} {module["generated_type"]} "
                + $"{module["api_supported"]!.GetValue<bool>()} {module["viewable"]!.GetValue<bool>()}"));
        Assert.Equal(_emulation.Leads.Id, (string?)modules[0]!["id"]);
        Assert.Equal("LockingInformation", (string?)modules[^1]!["module_name"]);
    }

    [Fact]
    public async Task One_module_is_read_by_name_or_id()
    {
        var projects = Emulator.AddModule("Projects");
        Emulator.AddModule("Secrets").IsHidden = true;

        foreach (var identifier in new[] { "Projects", projects.Id })
        {
            var module = Assert.Single((await _emulation.GetAsync($"/crm/v7/settings/modules/{identifier}")).Json["modules"]!.AsArray())!;
            Assert.Equal(("Projects", "Project", "custom"), ((string?)module["api_name"], (string?)module["singular_label"], (string?)module["generated_type"]));
        }

        Assert.Equal((400, "INVALID_MODULE"), await StatusAndCodeAsync("/crm/v7/settings/modules/Secrets"));
        Assert.Equal("INVALID_REQUEST_METHOD", (await _emulation.SendAsync("PUT", "/crm/v7/settings/modules/Projects", "{}")).Code);
        _emulation.Settings.Scopes = "ZohoCRM.settings.fields.READ";
        Assert.Equal((401, "OAUTH_SCOPE_MISMATCH"), await StatusAndCodeAsync("/crm/v7/settings/modules/Projects"));
    }

    [Fact]
    public async Task Users_are_listed_by_type()
    {
        var sales = Emulator.AddProfile("Sales");
        var jane = Emulator.AddUser("Jane van Doe", sales);

        var all = await UsersAsync("");

        Assert.Equal([Emulator.User.Id, jane.Id], all.Select(user => (string)user!["id"]!));
        var row = all[1]!;
        Assert.Equal(
            "Jane van Doe, Jane, van Doe, jane.van.doe@zylker.example, active",
            $"{row["full_name"]}, {row["first_name"]}, {row["last_name"]}, {row["email"]}, {row["status"]}");
        Assert.Equal(("Sales", sales.Id), ((string?)row["profile"]!["name"], (string?)row["profile"]!["id"]));
        Assert.NotNull((string?)row["role"]!["id"]);
        Assert.Equal(2, (await UsersAsync("?type=ActiveConfirmedUsers")).Count);
        Assert.Equal(Emulator.User.Id, (string?)Assert.Single(await UsersAsync("?type=AdminUsers"))!["id"]);
        _emulation.Token = Emulator.CreateAccessToken(jane);
        Assert.Equal(jane.Id, (string?)Assert.Single(await UsersAsync("?type=CurrentUser"))!["id"]);
        (await _emulation.GetAsync("/crm/v8/users?type=DeletedUsers")).Is(204, "");
        Assert.Equal((400, "INVALID_DATA"), await StatusAndCodeAsync("/crm/v8/users?type=Everybody"));
    }

    [Fact]
    public async Task Users_are_listed_by_page()
    {
        for (var i = 1; i < 5; i++)
        {
            Emulator.AddUser($"User {i}");
        }

        var answer = (await _emulation.GetAsync("/crm/v7/users?page=2&per_page=2")).Json;

        Assert.Equal(["User 2", "User 3"], answer["users"]!.AsArray().Select(user => (string?)user!["full_name"]));
        Assert.Equal("""{"per_page":2,"count":2,"page":2,"more_records":true}""", answer["info"]!.ToJsonString());
        Assert.False((bool)(await _emulation.GetAsync("/crm/v7/users?page=3&per_page=2")).Json["info"]!["more_records"]!);
        (await _emulation.GetAsync("/crm/v7/users?page=4&per_page=2")).Is(204, "");
        Assert.Equal((400, "INVALID_DATA"), await StatusAndCodeAsync("/crm/v7/users?page=0"));
        Assert.Equal((400, "INVALID_DATA"), await StatusAndCodeAsync("/crm/v7/users?per_page=201"));
    }

    [Theory]
    [InlineData("settings/fields?module=Leads", "ZohoCRM.settings.fields.READ")]
    [InlineData("settings/profiles", "ZohoCRM.settings.profiles.READ")]
    [InlineData("settings/custom_buttons?module=Leads", "ZohoCRM.settings.custom_buttons.READ")]
    [InlineData("settings/modules", "ZohoCRM.settings.modules.READ")]
    public async Task The_scope_of_all_settings_covers_that_of_each(string path, string own)
    {
        foreach (var scope in new[] { own, "ZohoCRM.settings.ALL" })
        {
            _emulation.Settings.Scopes = scope;
            Assert.InRange((await _emulation.GetAsync($"/crm/v7/{path}")).Status, 200, 204);
        }

        foreach (var scope in new[] { LockingConfigurations + "ALL", "ZohoCRM.settings.READ", "ZohoCRM.modules.ALL" })
        {
            _emulation.Settings.Scopes = scope;
            Assert.Equal((401, "OAUTH_SCOPE_MISMATCH"), await StatusAndCodeAsync($"/crm/v7/{path}"));
        }
    }

    [Fact]
    public async Task The_scope_of_all_settings_does_not_cover_locking_configurations_nor_users()
    {
        _emulation.Settings.Scopes = "ZohoCRM.settings.ALL";
        foreach (var path in new[] { "settings/record_locking_configurations?module=Leads", "users" })
        {
            Assert.Equal((401, "OAUTH_SCOPE_MISMATCH"), await StatusAndCodeAsync($"/crm/v7/{path}"));
        }

        _emulation.Settings.Scopes = "ZohoCRM.users.READ";
        Assert.Single(await UsersAsync(""));
    }

    [Theory]
    [InlineData("ZohoCRM.settings.fields.READ", "ZohoCRM.settings.fields.READ")]
    [InlineData("ZohoCRM.settings.custom_views.READ," + LockingConfigurations + "READ", "ZohoCRM.settings.custom_views.READ")]
    public async Task A_client_with_all_settings_is_granted_those_it_asks_for(string asked, string granted)
    {
        _emulation.Settings.Scopes = "ZohoCRM.settings.ALL";

        var answer = await _emulation.TokenAsync(
            ("grant_type", "client_credentials"), ("scope", asked), ("soid", $"ZohoCRM.{Emulator.OrganizationId}"), ("refresh_token", ""));

        Assert.Equal(granted, (string?)answer.Json["scope"]);
    }

    private async Task<JsonArray> UsersAsync(string query) => (await _emulation.GetAsync($"/crm/v8/users{query}")).Json["users"]!.AsArray();

    private async Task<(int Status, string? Code)> StatusAndCodeAsync(string path)
    {
        var answer = await _emulation.GetAsync(path);
        return (answer.Status, answer.Code);
    }
}
