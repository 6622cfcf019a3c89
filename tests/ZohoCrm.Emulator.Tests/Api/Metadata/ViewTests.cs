using System.Text.Json.Nodes;

namespace ZohoCrm.Emulator.Tests.Api.Metadata;

/// <summary>Custom views, and those of the system (protocol 9.1).</summary>
public sealed class ViewTests : IDisposable
{
    private const string Path = "/crm/v7/settings/custom_views";

    private readonly Emulation _emulation = new();

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public async Task The_views_of_a_module_are_listed_without_criteria()
    {
        var view = _emulation.Leads.AddView("Hot", "Lead_Status = 'Contacted'");

        var answer = await _emulation.GetAsync($"{Path}?module=Leads");

        var views = answer.Json["custom_views"]!.AsArray();
        Assert.Equal(
            ["All Open Leads/All Leads ALLVIEWS True True", "All Locked Leads/All Locked Leads ALLLOCKEDLEADS True False", "Hot/Hot  False False"],
            views.Select(row =>
                $"{row!["name"]}/{row["display_value"]} {row["system_name"]} {row["system_defined"]!.GetValue<bool>()} {row["default"]!.GetValue<bool>()}"));
        Assert.All(views, row => Assert.False(row!.AsObject().ContainsKey("criteria")));
        Assert.Equal((view.Id, "created_by_me"), ((string?)views[2]!["id"], (string?)views[2]!["category"]));
        Assert.Equal("2023-09-05T08:54:49-04:00", (string?)views[2]!["created_time"]);
        var info = answer.Json["info"]!;
        Assert.Equal(((string?)views[0]!["id"], 3, false), ((string?)info["default"], (int)info["count"]!, (bool)info["more_records"]!));
    }

    [Fact]
    public async Task Views_are_listed_by_page()
    {
        _emulation.Leads.AddView("Hot");

        var answer = await _emulation.GetAsync($"{Path}?module=Leads&page=2&per_page=2");

        Assert.Equal("Hot", (string?)Assert.Single(answer.Json["custom_views"]!.AsArray())!["name"]);
        Assert.Equal((2, 2, 1, false), Info(answer.Json));
        Assert.Equal((2, 1, 2, true), Info((await _emulation.GetAsync($"{Path}?module=Leads&per_page=2")).Json));
        (await _emulation.GetAsync($"{Path}?module=Leads&page=3&per_page=2")).Is(204, "");
        Assert.Equal("INVALID_DATA", (await _emulation.GetAsync($"{Path}?module=Leads&per_page=201")).Code);
    }

    [Fact]
    public async Task One_view_has_its_criteria()
    {
        var view = _emulation.Leads.AddView(
            "Hot", "((Lead_Status = 'Contacted' and Company like '%x%') and (Annual_Revenue between 5 and 7 or Email is null))");

        var criteria = (await GetAsync(view.Id))["criteria"]!;

        Assert.Equal(
            "AND(AND(equal Lead_Status \"Contacted\"; contains Company \"x\"); OR(between Annual_Revenue [\"5\",\"7\"]; equal Email \"${EMPTY}\"))",
            Text(criteria));
        var locked = Assert.Single(_emulation.Leads.Views, row => row.SystemName == "ALLLOCKEDLEADS");
        Assert.Equal("AND(equal Locked__s true; equal Converted__s false)", Text((await GetAsync(locked.Id))["criteria"]!));
        Assert.Equal("equal Converted__s false", Text((await GetAsync(_emulation.Leads.Views[0].Id))["criteria"]!));
        var all = _emulation.Emulator.AddModule("Deals").Views[0];
        Assert.Equal(("All Deals", null), (all.Name, (await GetAsync(all.Id, "Deals"))["criteria"]));
    }

    [Fact]
    public async Task An_unknown_view_or_module_is_refused()
    {
        var view = _emulation.Leads.AddView("Hot");
        Assert.True(_emulation.Leads.RemoveView(view.Id));
        Assert.False(_emulation.Leads.RemoveView(view.Id));

        (await _emulation.GetAsync($"{Path}/{view.Id}?module=Leads")).Is(400, """
            {"code":"INVALID_DATA","details":{"resource_path_index":2},"message":"the id given seems to be invalid","status":"error"}
            """);
        Assert.Equal("REQUIRED_PARAM_MISSING", (await _emulation.GetAsync(Path)).Code);
        Assert.Equal("INVALID_MODULE", (await _emulation.GetAsync($"{Path}?module=Leeds")).Code);
        Assert.Equal("INVALID_REQUEST_METHOD", (await _emulation.SendAsync("POST", $"{Path}?module=Leads", "{}")).Code);
    }

    [Theory]
    [InlineData(LockedViews.StandardModules, "Leads Deals")]
    [InlineData(LockedViews.AllModules, "Leads Deals Projects")]
    [InlineData(LockedViews.None, "")]
    public async Task Which_modules_have_a_view_of_locked_records_is_unknown(LockedViews which, string modules)
    {
        foreach (var name in new[] { "Deals", "Projects", "Campaigns" })
        {
            _emulation.Emulator.AddModule(name);
        }

        _emulation.Settings.Unknowns.LockedViews = which;

        var with = new List<string>();
        foreach (var module in _emulation.Emulator.Modules)
        {
            var views = (await _emulation.GetAsync($"{Path}?module={module.ApiName}")).Json["custom_views"]!.AsArray();
            if (views.Any(view => (string?)view!["system_name"] == $"ALLLOCKED{module.ApiName.ToUpperInvariant()}"))
            {
                with.Add(module.ApiName);
            }
        }

        Assert.Equal(modules, string.Join(' ', with));
    }

    [Fact]
    public async Task Views_need_their_scope_or_that_of_all_settings()
    {
        foreach (var (scope, status) in new[] { ("ZohoCRM.settings.custom_views.READ", 200), ("ZohoCRM.settings.ALL", 200), ("ZohoCRM.modules.ALL", 401) })
        {
            _emulation.Settings.Scopes = scope;
            Assert.Equal(status, (await _emulation.GetAsync($"{Path}?module=Leads")).Status);
            Assert.Equal(status, (await _emulation.GetAsync($"{Path}/{_emulation.Leads.Views[0].Id}?module=Leads")).Status);
        }
    }

    [Theory]
    [InlineData("Stgae = 'x'", "Stgae")]
    [InlineData("Company = 'x' and Email is null and Phone is null", "column 33")]
    public void Wrong_criteria_are_refused_when_a_view_is_added(string criteria, string part) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => _emulation.Leads.AddView("x", criteria)).Message, StringComparison.Ordinal);

    private static (int PerPage, int Page, int Count, bool More) Info(JsonNode answer)
    {
        var info = answer["info"]!;
        return ((int)info["per_page"]!, (int)info["page"]!, (int)info["count"]!, (bool)info["more_records"]!);
    }

    private static string Text(JsonNode criteria) => criteria["group"] is JsonArray group
        ? $"{criteria["group_operator"]}({string.Join("; ", group.Select(member => Text(member!)))})"
        : $"{criteria["comparator"]} {criteria["field"]!["api_name"]} {criteria["value"]!.ToJsonString(Relaxed)}";

    private static readonly System.Text.Json.JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private async Task<JsonNode> GetAsync(string id, string module = "Leads") =>
        (await _emulation.GetAsync($"{Path}/{id}?module={module}")).Json["custom_views"]![0]!;
}
