using System.Globalization;

namespace ZohoCrm.Emulator.Tests.Api.Records;

public sealed class RecordCallTests : IDisposable
{
    private readonly Emulation _emulation = new();

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public async Task One_record_is_read_with_all_its_fields()
    {
        _emulation.Leads.AddRecord(
            "5843104000000425570", "Carissa Kidman", new Dictionary<string, string?> { ["City"] = "Oslo", ["Fax"] = null });
        _emulation.Leads.SetLocked("5843104000000425570");

        (await _emulation.GetAsync("/crm/v7/Leads/5843104000000425570")).Is(200, """
            {"data":[{"Full_Name":"Carissa Kidman","City":"Oslo","Fax":null,"Created_Time":"2023-09-05T08:54:49-04:00",
              "Modified_Time":"2023-09-05T08:54:49-04:00","Locked__s":true,"id":"5843104000000425570","$locked_for_me":true}]}
            """);
        (await _emulation.GetAsync("/crm/v7/Leads/5843104000000425570?fields=City")).Is(
            200, """{"data":[{"City":"Oslo","id":"5843104000000425570","$locked_for_me":true}]}""");
    }

    [Fact]
    public async Task An_unknown_record_is_INVALID_DATA()
    {
        (await _emulation.GetAsync("/crm/v7/Leads/1")).Is(400, """
            {"code":"INVALID_DATA","details":{"resource_path_index":1},"message":"the id given seems to be invalid","status":"error"}
            """);
    }

    [Fact]
    public async Task A_list_shows_what_is_locked_newest_first()
    {
        _emulation.Leads.AddRecord("5843104000000425567", "Second");
        _emulation.Leads.SetLocked("5843104000000425567");

        (await _emulation.GetAsync("/crm/v7/Leads?fields=id,Locked__s")).Is(200, """
            {"data":[{"Locked__s":true,"id":"5843104000000425567","$locked_for_me":true},
                     {"Locked__s":false,"id":"5843104000000425566","$locked_for_me":false}],
             "info":{"call":false,"per_page":200,"next_page_token":null,"count":2,"sort_by":"id","page":1,"previous_page_token":null,
                     "page_token_expiry":null,"sort_order":"desc","email":false,"more_records":false}}
            """);
    }

    [Fact]
    public async Task An_empty_module_and_a_page_beyond_the_end_are_204()
    {
        _emulation.Emulator.AddModule("Deals");

        Assert.Equal(204, (await _emulation.GetAsync("/crm/v7/Deals?fields=id")).Status);
        Assert.Equal(204, (await _emulation.GetAsync("/crm/v7/Leads?fields=id&page=2")).Status);
    }

    [Fact]
    public async Task Pages_reach_2000_records_and_tokens_the_rest()
    {
        var deals = _emulation.Emulator.AddModule("Deals");
        var ids = deals.AddRecords(2100);
        var seen = new List<string>();
        string? token = null;
        for (var page = 1; page <= 10; page++)
        {
            token = await PageAsync($"&page={page}", seen);
        }

        var beyond = await _emulation.GetAsync("/crm/v7/Deals?fields=id&sort_order=asc&page=11");
        Assert.Equal((400, "DISCRETE_PAGINATION_LIMIT_EXCEEDED"), (beyond.Status, beyond.Code));
        var last = await PageAsync($"&page_token={token}", seen);
        Assert.Null(last);
        Assert.Equal(ids, seen);

        await RefusedAsync($"fields=id&sort_order=asc&page=2&page_token={token}", "AMBIGUITY_DURING_PROCESSING");
        await RefusedAsync($"fields=id,Stage&sort_order=asc&page_token={token}", "TOKEN_BOUND_DATA_MISMATCH");
        await RefusedAsync("fields=id&sort_order=asc&page_token=nonsense", "TOKEN_BOUND_DATA_MISMATCH");
        _emulation.Time.Advance(TimeSpan.FromDays(1));
        _emulation.Token = _emulation.Emulator.CreateAccessToken();
        await RefusedAsync($"fields=id&sort_order=asc&page_token={token}", "EXPIRED_VALUE");
    }

    [Fact]
    public async Task Tokens_reach_100000_records()
    {
        _emulation.Emulator.AddModule("Deals").AddRecords(100_001);
        string? token = null;
        for (var page = 0; page < 500; page++)
        {
            token = await PageAsync(token is null ? "" : $"&page_token={token}", []);
        }

        await RefusedAsync($"fields=id&sort_order=asc&page_token={token}", "PAGINATION_LIMIT_EXCEEDED");
    }

    [Theory]
    [InlineData("", "REQUIRED_PARAM_MISSING")]
    [InlineData("fields=id&per_page=201", "INVALID_DATA")]
    [InlineData("fields=id&per_page=0", "INVALID_DATA")]
    [InlineData("fields=id&page=x", "INVALID_DATA")]
    [InlineData("fields=id&sort_by=Stage", "INVALID_DATA")]
    [InlineData("fields=id&sort_order=up", "INVALID_DATA")]
    public async Task A_wrong_parameter_is_refused(string query, string code)
    {
        _emulation.Emulator.AddModule("Deals");

        await RefusedAsync(query, code);
    }

    [Fact]
    public async Task More_than_fifty_fields_are_refused()
    {
        _emulation.Emulator.AddModule("Deals");
        var fields = string.Join(',', Enumerable.Range(0, 51).Select(i => $"F{i}"));

        await RefusedAsync($"fields={fields}", "LIMIT_EXCEEDED");
    }

    [Fact]
    public async Task A_list_is_selected_by_ids_and_sorted()
    {
        var ids = _emulation.Leads.AddRecords(3);
        _emulation.Time.Advance(TimeSpan.FromMinutes(1));
        await _emulation.SendAsync("PUT", $"/crm/v7/Leads/{ids[1]}", """{"data":[{"City":"Oslo"}]}""");

        Assert.Equal([ids[2], ids[0]], await IdsAsync($"ids={ids[0]},{ids[2]}"));
        Assert.Equal(ids[1], (await IdsAsync("sort_by=Modified_Time"))[0]);
        Assert.Equal([Emulation.RecordId, .. ids], await IdsAsync("sort_by=id&sort_order=asc"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/5843104000000425567")]
    public async Task Empty_fields_are_null(string path)
    {
        _emulation.Leads.AddRecord("5843104000000425567", "x", new Dictionary<string, string?> { ["Company"] = "", ["City"] = "Oslo" });
        _emulation.Leads.AddRecord("5843104000000425568", "y", new Dictionary<string, string?> { ["Fax"] = "7" });

        const string Fields = "Company,Phone,City,Fax,Shoe_Size,Owner";
        var answer = await _emulation.GetAsync($"/crm/v7/Leads{path}?ids=5843104000000425567&fields={Fields}");

        var row = answer.Json["data"]![0]!;
        var owner = $$"""{"name":"Patricia Boyle","id":"{{_emulation.Emulator.User.Id}}"}""";
        Assert.Equal(
            $$"""{"Company":null,"Phone":null,"City":"Oslo","Fax":null,"Owner":{{owner}},"id":"5843104000000425567","$locked_for_me":false}""",
            row.ToJsonString());
    }

    [Fact]
    public async Task An_update_changes_fields()
    {
        _emulation.Time.Advance(TimeSpan.FromMinutes(1));

        (await UpdateAsync("""{"data":[{"City":"Oslo","Size":5,"Fax":null,"Locked__s":true}]}""")).Is(200, """
            {"data":[{"code":"SUCCESS","details":{
              "Modified_Time":"2023-09-05T08:55:49-04:00","Modified_By":{"name":"Patricia Boyle","id":"5843104000000424672"},
              "Created_Time":"2023-09-05T08:54:49-04:00","id":"5843104000000425566",
              "Created_By":{"name":"Patricia Boyle","id":"5843104000000424672"}},"message":"record updated","status":"success"}]}
            """);
        var record = _emulation.Leads.Records[0];
        Assert.Equal(("Oslo", "5", null, false), (record.Fields["City"], record.Fields["Size"], record.Fields["Fax"], record.IsLocked));
    }

    [Theory]
    [InlineData(LockKind.Manual)]
    [InlineData(LockKind.Automatic)]
    public async Task A_locked_record_cannot_be_updated(LockKind kind)
    {
        _emulation.Leads.SetLocked(Emulation.RecordId, kind);

        (await UpdateAsync("""{"data":[{"City":"Oslo"}]}""")).Is(400, """
            {"data":[{"code":"RECORD_LOCKED","details":{"api_name":"id","json_path":"$.data[0].id","action":"record_locking"},
              "message":"Sorry, you cannot perform this operation as the record is locked.","status":"error"}]}
            """);
        Assert.Empty(_emulation.Leads.Records[0].Fields);

        _emulation.Leads.RemoveLock(Emulation.RecordId);
        Assert.Equal(200, (await UpdateAsync("""{"data":[{"City":"Oslo"}]}""")).Status);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":[{"City":{}}]}""")]
    [InlineData("""{"data":[{"City":"\udc00"}]}""")]
    public async Task An_invalid_update_is_refused(string body)
    {
        Assert.Equal((400, "INVALID_DATA"), (await UpdateAsync(body)) is var answer ? (answer.Status, answer.Code) : default);
    }

    [Fact]
    public async Task Records_need_a_module_scope()
    {
        _emulation.Settings.Scopes = "ZohoCRM.modules.leads.READ";

        Assert.Equal(200, (await _emulation.GetAsync("/crm/v7/Leads?fields=id")).Status);
        Assert.Equal("OAUTH_SCOPE_MISMATCH", (await UpdateAsync("""{"data":[{"City":"Oslo"}]}""")).Code);
        Assert.Equal("OAUTH_SCOPE_MISMATCH", (await _emulation.GetAsync("/crm/v7/org")).Code);
    }

    [Theory]
    [InlineData("/crm/v7/Leads")]
    [InlineData("/crm/v7/Leads/5843104000000425566")]
    [InlineData("/crm/v7/org")]
    public async Task Wrong_method_is_400(string path)
    {
        (await _emulation.SendAsync("PATCH", path)).Is(400, """
            {"code":"INVALID_REQUEST_METHOD","details":{},"message":"The http request method type is not a valid one","status":"error"}
            """);
    }

    private Task<Answer> UpdateAsync(string body) => _emulation.SendAsync("PUT", $"/crm/v7/Leads/{Emulation.RecordId}", body);

    private async Task RefusedAsync(string query, string code)
    {
        var answer = await _emulation.GetAsync($"/crm/v7/Deals?{query}");
        Assert.Equal((400, code), (answer.Status, answer.Code));
    }

    private async Task<List<string>> IdsAsync(string query) =>
        [.. (await _emulation.GetAsync($"/crm/v7/Leads?fields=id&{query}")).Json["data"]!.AsArray().Select(row => (string)row!["id"]!)];

    private async Task<string?> PageAsync(string place, List<string> seen)
    {
        var json = (await _emulation.GetAsync($"/crm/v7/Deals?fields=id&sort_order=asc{place}")).Json;
        seen.AddRange(json["data"]!.AsArray().Select(row => (string)row!["id"]!));
        Assert.Equal(json["data"]!.AsArray().Count.ToString(CultureInfo.InvariantCulture), json["info"]!["count"]!.ToJsonString());
        return (string?)json["info"]!["next_page_token"];
    }
}
