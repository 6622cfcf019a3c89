namespace ZohoCrm.Emulator.Tests.Api.Records;

/// <summary>Lists and counts of a view, and of converted leads (protocol 9 and 9.1).</summary>
public sealed class ViewListTests : IDisposable
{
    private readonly Emulation _emulation = new();
    private readonly CrmModule _deals;

    public ViewListTests()
    {
        _deals = _emulation.Emulator.AddModule("Deals");
        for (var i = 1; i <= 300; i++)
        {
            _deals.AddRecord($"{i}", "x", new Dictionary<string, string?> { ["Amount"] = $"{i}" });
        }
    }

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public async Task A_list_shows_the_records_of_a_view_for_three_credits_a_page()
    {
        var view = _deals.AddView("Big", "Amount > 50");

        var first = (await _emulation.GetAsync($"/crm/v7/Deals?fields=id&cvid={view.Id}")).Json;
        var second = (await _emulation.GetAsync($"/crm/v7/Deals?fields=id&cvid={view.Id}&page_token={first["info"]!["next_page_token"]}")).Json;

        Assert.Equal((200, 50), (first["data"]!.AsArray().Count, second["data"]!.AsArray().Count));
        Assert.Equal(
            Enumerable.Range(51, 250).Reverse().Select(i => $"{i}"),
            first["data"]!.AsArray().Concat(second["data"]!.AsArray()).Select(row => (string?)row!["id"]));
        Assert.Equal(6, _emulation.Emulator.Counters.CreditsSpent);
        await _emulation.GetAsync("/crm/v7/Deals?fields=id");
        Assert.Equal(7, _emulation.Emulator.Counters.CreditsSpent);
    }

    [Fact]
    public async Task The_view_of_locked_records_shows_those()
    {
        _deals.SetLocked("7");
        _deals.SetLocked("8", LockKind.Automatic);
        var view = Assert.Single(_deals.Views, view => view.SystemName == "ALLLOCKEDDEALS");

        var rows = (await _emulation.GetAsync($"/crm/v7/Deals?fields=id&cvid={view.Id}")).Json["data"]!.AsArray();

        Assert.Equal(["8", "7"], rows.Select(row => (string?)row!["id"]));
    }

    [Fact]
    public async Task A_view_can_t_be_sorted_and_must_exist()
    {
        var view = _deals.AddView("Big", "Amount > 50");
        var sorted = await _emulation.GetAsync($"/crm/v7/Deals?fields=id&cvid={view.Id}&sort_by=id");
        Assert.Equal((400, "AMBIGUITY_DURING_PROCESSING"), (sorted.Status, sorted.Code));
        (await _emulation.GetAsync("/crm/v7/Deals?fields=id&cvid=5")).Is(
            400, """{"code":"INVALID_DATA","details":{"param_name":"cvid"},"message":"invalid data","status":"error"}""");

        var token = (await _emulation.GetAsync($"/crm/v7/Deals?fields=id&cvid={view.Id}")).Json["info"]!["next_page_token"];
        Assert.Equal("TOKEN_BOUND_DATA_MISMATCH", (await _emulation.GetAsync($"/crm/v7/Deals?fields=id&page_token={token}")).Code);
    }

    [Theory]
    [InlineData("", "2")]
    [InlineData("&converted=false", "2")]
    [InlineData("&converted=true", "1")]
    [InlineData("&converted=both", "2 1")]
    public async Task Converted_leads_are_listed_on_demand(string parameter, string ids)
    {
        var leads = _emulation.Leads;
        Assert.True(leads.DeleteRecord(Emulation.RecordId));
        leads.AddRecord("1", "Converted");
        leads.AddRecord("2", "Open");
        leads.SetConverted("1");

        var rows = (await _emulation.GetAsync($"/crm/v7/Leads?fields=Converted__s,$converted,Converted_Date_Time{parameter}")).Json["data"]!.AsArray();

        Assert.Equal(ids, string.Join(' ', rows.Select(row => (string?)row!["id"])));
        Assert.All(rows, row =>
        {
            var isConverted = (string?)row!["id"] == "1";
            Assert.Equal((isConverted, isConverted), ((bool)row["Converted__s"]!, (bool)row["$converted"]!));
            Assert.Equal(isConverted ? "2023-09-05T08:54:49-04:00" : null, (string?)row["Converted_Date_Time"]);
        });
        Assert.Equal("INVALID_DATA", (await _emulation.GetAsync("/crm/v7/Leads?fields=id&converted=some")).Code);
    }

    [Fact]
    public async Task A_view_of_converted_leads_shows_them_and_others_leave_them_out()
    {
        _emulation.Leads.AddRecord("1", "Converted");
        _emulation.Leads.SetConverted("1");
        var converted = _emulation.Leads.AddView("Converted Leads", "Converted__s = 'true'");
        var all = _emulation.Leads.AddView("Named", "Full_Name is not null");

        foreach (var (view, ids) in new[] { (converted, "1"), (all, Emulation.RecordId) })
        {
            var rows = (await _emulation.GetAsync($"/crm/v7/Leads?fields=id&cvid={view.Id}")).Json["data"]!.AsArray();
            Assert.Equal(ids, (string?)Assert.Single(rows)!["id"]);
            Assert.Equal(1, (int)(await _emulation.GetAsync($"/crm/v7/Leads/actions/count?cvid={view.Id}")).Json["count"]!);
        }
    }

    [Fact]
    public async Task A_lead_can_be_opened_again()
    {
        _emulation.Leads.SetConverted(Emulation.RecordId);
        Assert.Equal(204, (await _emulation.GetAsync("/crm/v7/Leads?fields=id")).Status);
        Assert.Equal(200, (await _emulation.GetAsync($"/crm/v7/Leads/{Emulation.RecordId}")).Status);

        _emulation.Leads.SetConverted(Emulation.RecordId, isConverted: false);

        Assert.Equal(200, (await _emulation.GetAsync("/crm/v7/Leads?fields=id")).Status);
        Assert.Throws<KeyNotFoundException>(() => _emulation.Leads.SetConverted("9"));
    }

    [Fact]
    public async Task Records_are_counted_by_view_or_criteria()
    {
        var view = _deals.AddView("Big", "Amount > 50");

        Assert.Equal(300, await CountAsync(""));
        Assert.Equal(250, await CountAsync($"?cvid={view.Id}"));
        Assert.Equal(10, await CountAsync("?criteria=(Amount:less_equal:10)"));
        Assert.Equal(6, await CountAsync("?criteria=((Amount:between:1,5)or(Amount:equals:7))"));
        Assert.Equal(0, await CountAsync("?criteria=((Amount:equals:7)and(Deal_Name:equals:y%5C)))"));
        foreach (var query in new[] { "cvid=5", "criteria=Amount:equals:7", "criteria=(Stgae:equals:7)", "criteria=(Amount:equal_to:7)" })
        {
            Assert.Equal("INVALID_DATA", (await _emulation.GetAsync($"/crm/v7/Deals/actions/count?{query}")).Code);
        }

        Assert.Equal(1, (await _emulation.GetAsync("/crm/v7/Leads/actions/count")).Json["count"]!.GetValue<int>());
        Assert.Equal("INVALID_MODULE", (await _emulation.GetAsync("/crm/v7/Leeds/actions/count")).Code);
        _emulation.Settings.Scopes = "ZohoCRM.coql.READ";
        Assert.Equal("OAUTH_SCOPE_MISMATCH", (await _emulation.GetAsync("/crm/v7/Deals/actions/count")).Code);
    }

    [Fact]
    public async Task A_count_can_be_late()
    {
        _emulation.Settings.CountDelay = TimeSpan.FromMinutes(5);
        Assert.Equal(300, await CountAsync(""));
        _deals.AddRecords(7);
        Assert.Equal(300, await CountAsync(""));

        _emulation.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(307, await CountAsync(""));
    }

    private async Task<int> CountAsync(string query)
    {
        var answer = await _emulation.GetAsync($"/crm/v7/Deals/actions/count{query}");
        Assert.True(answer.Status == 200, answer.Body);
        return answer.Json["count"]!.GetValue<int>();
    }
}
