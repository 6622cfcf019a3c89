namespace ZohoCrm.Emulator.Tests.Api.Coql;

/// <summary>What queries return (protocol 9 and 9.1).</summary>
public sealed class CoqlQueryTests : IDisposable
{
    private readonly Emulation _emulation = new();
    private readonly CrmModule _deals;
    private readonly CrmUser _jane;

    public CoqlQueryTests()
    {
        _jane = _emulation.Emulator.AddUser("Jane van Doe");
        _emulation.Emulator.AddModule("Accounts").AddRecord(Row(("id", "77"), ("Account_Name", "Zylker"), ("Industry", "Finance")));
        _deals = _emulation.Emulator.AddModule("Deals");
        _deals.AddField("Is_Big", "boolean");
        _deals.AddRecords(
            Row(("id", "1"), ("Deal_Name", "O'Brien's yard"), ("Stage", "Closed Won"), ("Amount", "1000.50"), ("Closing_Date", "2026-09-30")),
            Row(("id", "2"), ("Deal_Name", "Roof"), ("Stage", "Qualification"), ("Amount", "900"), ("Owner", _jane.Id), ("Account_Name", "77")),
            Row(("id", "3"), ("Deal_Name", "roof of glass"), ("Stage", "Closed Won"), ("Is_Big", "true"), ("Closing_Date", "2026-01-02")),
            Row(("id", "10"), ("Deal_Name", "Hut"), ("Stage", ""), ("Amount", "-5"), ("Is_Big", "false"), ("Owner", "Jane van Doe")));
    }

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public async Task A_query_returns_the_fields_it_asks_for_and_the_id()
    {
        (await _emulation.QueryAsync("select Deal_Name, Stage, Amount, Locked__s, Closing_Date from Deals where id = '1'")).Is(200, """
            {"data":[{"Deal_Name":"O'Brien's yard","Stage":"Closed Won","Amount":1000.5,"Locked__s":false,"Closing_Date":"2026-09-30","id":"1"}],
             "info":{"count":1,"more_records":false}}
            """);
        (await _emulation.QueryAsync("select id, Amount, Stage, Is_Big, Account_Name from Deals where id in (3, 10)")).Is(200, """
            {"data":[{"id":"3","Amount":null,"Stage":"Closed Won","Is_Big":true,"Account_Name":null},
                     {"id":"10","Amount":-5,"Stage":null,"Is_Big":false,"Account_Name":null}],"info":{"count":2,"more_records":false}}
            """);
        (await _emulation.QueryAsync("select Created_Time from Deals where id = 1")).Is(200, """
            {"data":[{"Created_Time":"2023-09-05T08:54:49-04:00","id":"1"}],"info":{"count":1,"more_records":false}}
            """);
        (await _emulation.QueryAsync("select id from Deals where id = '4'")).Is(204, "");
    }

    [Theory]
    [InlineData("Stage = 'closed won'", "1 3")]
    [InlineData("Stage = \"Closed Won\"", "1 3")]
    [InlineData("Stage = Qualification", "2")]
    [InlineData("Stage != 'Closed Won'", "2")]
    [InlineData("Stage is null", "10")]
    [InlineData("Stage is not null", "1 2 3")]
    [InlineData("Stage in ('Qualification', 'x')", "2")]
    [InlineData("Stage not in ('Qualification', 'x')", "1 3")]
    [InlineData("Deal_Name like 'roof%'", "2 3")]
    [InlineData("Deal_Name like '%glass'", "3")]
    [InlineData("Deal_Name like '%oo%'", "2 3")]
    [InlineData("Deal_Name like 'Roof'", "2")]
    [InlineData("Deal_Name not like '%oo%'", "1 10")]
    [InlineData("Deal_Name = 'O\\'Brien\\'s yard'", "1")]
    [InlineData("Deal_Name = 'O''Brien''s yard'", "1")]
    [InlineData("Deal_Name = \"O'Brien's yard\"", "1")]
    [InlineData("Amount > 900", "1")]
    [InlineData("Amount >= '900'", "1 2")]
    [InlineData("Amount < 900", "10")]
    [InlineData("Amount between -5 and 900", "2 10")]
    [InlineData("Amount not between -5 and 900", "1")]
    [InlineData("Amount is null", "3")]
    [InlineData("Amount in (900, 1000.5)", "1 2")]
    [InlineData("Closing_Date < '2026-09-30'", "3")]
    [InlineData("Closing_Date between '2026-01-02' and '2026-09-30'", "1 3")]
    [InlineData("Created_Time >= '2023-09-05T12:54:49+00:00'", "1 2 3 10")]
    [InlineData("Created_Time > '2023-09-05T12:54:49Z'", "")]
    [InlineData("Is_Big = 'true'", "3")]
    [InlineData("Is_Big = 'false'", "10")]
    [InlineData("Account_Name = '77'", "2")]
    [InlineData("Account_Name is null", "1 3 10")]
    [InlineData("Account_Name.Industry = 'Finance'", "2")]
    [InlineData("Owner.last_name = 'van Doe'", "2 10")]
    [InlineData("id > '2'", "3 10")]
    [InlineData("id between 2 and 3", "2 3")]
    [InlineData("id not in (1, 2)", "3 10")]
    [InlineData("Stage = 'Closed Won' and Amount is null", "3")]
    [InlineData("Stage = 'Closed Won' or Stage = 'Qualification'", "1 2 3")]
    [InlineData("(Stage = 'Closed Won' and Amount is null) or id = 10", "3 10")]
    [InlineData("((Stage = 'Closed Won' and Amount is null) or (id = 10))", "3 10")]
    [InlineData("id > 1 and (id < 10 and Stage = 'Closed Won')", "3")]
    public async Task A_condition_selects_records(string condition, string ids)
    {
        Assert.Equal(ids, await IdsAsync($"select id from Deals where {condition}"));
        Assert.Equal(ids, await IdsAsync($"SELECT id FROM Deals WHERE ({condition}) ORDER BY id ASC LIMIT 10"));
    }

    [Fact]
    public async Task Rows_are_sorted_and_paged()
    {
        Assert.Equal("10 3 2 1", await IdsAsync("select id from Deals where id is not null order by id desc"));
        Assert.Equal("3 10 2 1", await IdsAsync("select id from Deals where id is not null order by Amount"));
        Assert.Equal("2 3 1 10", await IdsAsync("select id from Deals where id is not null order by Stage desc, id desc"));
        Assert.Equal("2 3", await IdsAsync("select id from Deals where id is not null limit 1, 2"));
        Assert.Equal("2 3", await IdsAsync("select id from Deals where id is not null limit 2 offset 1"));

        var page = await _emulation.QueryAsync("select id from Deals where id > 1 order by id limit 2");
        Assert.Equal("""{"count":2,"more_records":true}""", page.Json["info"]!.ToJsonString());
    }

    [Fact]
    public async Task What_a_lookup_returns_is_contradictory()
    {
        const string Query = "select Owner, Account_Name, Owner.first_name, Account_Name.Industry from Deals where id = 2";
        async Task ReturnsAsync(CoqlReferences references, string owner, string account)
        {
            _emulation.Settings.Contradictions.CoqlReferences = references;
            (await _emulation.QueryAsync(Query)).Is(
                200,
                $$$"""
                {"data":[{"Owner":{{{owner}}},"Account_Name":{{{account}}},"Owner.first_name":"Jane","Account_Name.Industry":"Finance","id":"2"}],
                 "info":{"count":1,"more_records":false}}
                """);
        }

        const string Account = """{"name":"Zylker","id":"77"}""";
        await ReturnsAsync(CoqlReferences.NameAndId, $$"""{"name":"van Doe","id":"{{_jane.Id}}"}""", Account);
        await ReturnsAsync(CoqlReferences.FullNameAndId, $$"""{"name":"Jane van Doe","id":"{{_jane.Id}}"}""", Account);
        await ReturnsAsync(CoqlReferences.Id, $$"""{"id":"{{_jane.Id}}"}""", """{"id":"77"}""");
    }

    [Fact]
    public async Task Records_are_counted_and_grouped()
    {
        (await _emulation.QueryAsync("select COUNT(id) from Deals where id is not null")).Is(
            200, """{"data":[{"COUNT(id)":4}],"info":{"count":1,"more_records":false}}""");
        (await _emulation.QueryAsync(
            "select Stage, COUNT(id) as Deals, SUM(Amount), AVG(Amount), MIN(Amount), MAX(Closing_Date) from Deals where id is not null "
            + "group by Stage order by Deals desc, Stage")).Is(200, """
            {"data":[
              {"Stage":"Closed Won","Deals":2,"SUM(Amount)":1000.5,"AVG(Amount)":1000.5,"MIN(Amount)":1000.5,"MAX(Closing_Date)":"2026-09-30"},
              {"Stage":null,"Deals":1,"SUM(Amount)":-5,"AVG(Amount)":-5,"MIN(Amount)":-5,"MAX(Closing_Date)":null},
              {"Stage":"Qualification","Deals":1,"SUM(Amount)":900,"AVG(Amount)":900,"MIN(Amount)":900,"MAX(Closing_Date)":null}],
             "info":{"count":3,"more_records":false}}
            """);
        (await _emulation.QueryAsync("select Owner, COUNT(id) from Deals where id is not null group by Owner limit 1")).Is(
            200,
            $$$"""
            {"data":[{"Owner":{"name":"Boyle","id":"{{{_emulation.Emulator.User.Id}}}"},"COUNT(id)":2}],"info":{"count":1,"more_records":true}}
            """);
    }

    [Fact]
    public async Task A_count_of_nothing_is_unknown()
    {
        const string Query = "select COUNT(id) from Deals where id = 4";
        (await _emulation.QueryAsync(Query)).Is(200, """{"data":[{"COUNT(id)":0}],"info":{"count":1,"more_records":false}}""");
        _emulation.Settings.Unknowns.EmptyAggregatesAreNoContent = true;
        (await _emulation.QueryAsync(Query)).Is(204, "");
    }

    [Fact]
    public async Task Locked_records_are_found()
    {
        _deals.SetLocked("3");

        Assert.Equal("3", await IdsAsync("select id from Deals where Locked__s = 'true'"));
        Assert.Equal("1 2 10", await IdsAsync("select id from Deals where Locked__s = 'false'"));
        _emulation.Settings.Unknowns.LockedFieldInCoql = false;
        (await _emulation.QueryAsync("select id from Deals where Locked__s = 'true'")).Is(400, """
            {"code":"INVALID_QUERY","details":{"cv_criteria":false,"column_name":"Locked__s","value":"true","operator":"="},
             "message":"unsupported column in criteria","status":"error"}
            """);
    }

    [Fact]
    public async Task Whether_a_negation_matches_an_empty_field_is_unknown()
    {
        _emulation.Settings.Unknowns.CoqlNegationsMatchEmpty = true;

        Assert.Equal("2 10", await IdsAsync("select id from Deals where Stage != 'Closed Won'"));
        Assert.Equal("2 10", await IdsAsync("select id from Deals where Stage not in ('Closed Won')"));
        Assert.Equal("1 3", await IdsAsync("select id from Deals where Amount not between -5 and 900"));
        Assert.Equal("1 2 3", await IdsAsync("select id from Deals where Stage is not null"));
    }

    [Fact]
    public async Task Converted_leads_are_found_or_only_by_name()
    {
        _emulation.Leads.AddRecord("5", "Converted");
        _emulation.Leads.SetConverted("5");

        Assert.Equal($"5 {Emulation.RecordId}", await IdsAsync("select id from Leads where id is not null"));
        Assert.Equal("5", await IdsAsync("select id from Leads where Converted__s = 'true'"));
        _emulation.Settings.Unknowns.ConvertedLeadsInCoql = false;
        Assert.Equal(Emulation.RecordId, await IdsAsync("select id from Leads where id is not null"));
        Assert.Equal("5", await IdsAsync("select id from Leads where Converted__s = 'true'"));
    }

    [Fact]
    public async Task A_view_restricts_a_query()
    {
        var view = _deals.AddView("Won", "Stage = 'Closed Won' and Amount > 5");

        Assert.Equal("1", await IdsAsync($"select id from Deals#{view.Id} where id is not null limit 2000"));
        (await _emulation.QueryAsync("select id from Deals#12 where id is not null")).Is(
            400, """{"code":"INVALID_QUERY","details":{"cvid":"12"},"message":"cvid given seems to be invalid","status":"error"}""");
    }

    private static Dictionary<string, object> Row(params (string Field, object Value)[] values) =>
        values.ToDictionary(value => value.Field, value => value.Value);

    private async Task<string> IdsAsync(string query)
    {
        var answer = await _emulation.QueryAsync(query);
        Assert.True(answer.Status is 200 or 204, answer.Body);
        return answer.Status == 204 ? "" : string.Join(' ', answer.Json["data"]!.AsArray().Select(row => (string)row!["id"]!));
    }
}
