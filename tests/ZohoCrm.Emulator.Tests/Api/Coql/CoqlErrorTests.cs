namespace ZohoCrm.Emulator.Tests.Api.Coql;

/// <summary>Queries that are refused (protocol 9, and the OpenAPI files' examples of 2026).</summary>
public sealed class CoqlErrorTests : IDisposable
{
    private readonly Emulation _emulation = new();

    public CoqlErrorTests() => _emulation.Emulator.AddModule("Deals").AddRecord("1", "x");

    public void Dispose() => _emulation.Dispose();

    [Theory]
    [InlineData("update Deals set Stage = 'x' where id = 1", "{}", "given coql query not supported")]
    [InlineData("select id", """{"clause":"from"}""", "missing clause")]
    [InlineData("select id where id = 1", """{"clause":"from"}""", "missing clause")]
    [InlineData("select id from Deals", """{"clause":"where"}""", "missing clause")]
    [InlineData("select id from Deals order by id limit 5", """{"clause":"where"}""", "missing clause")]
    [InlineData("select id from Deals where Stage equals 'x'", """{"operator":"equals"}""", "operator not supported")]
    [InlineData("select id from Deals where Stage not equals 'x'", """{"operator":"not"}""", "operator not supported")]
    [InlineData("select from Deals where id = 1", """{"line":1,"column":8,"near":"from"}""", "unexpected token")]
    [InlineData("select id,, Stage from Deals where id = 1", """{"line":1,"column":11,"near":","}""", "unexpected token")]
    [InlineData("select id\nfrom Deals\n where ()", """{"line":3,"column":9,"near":")"}""", "unexpected token")]
    [InlineData("select id from Deals where id = 1 and id = 2 and id = 3", """{"line":1,"column":46,"near":"and"}""", "unexpected token")]
    [InlineData("select id from Deals where (id = 1 and id = 2 or id = 3)", """{"line":1,"column":47,"near":"or"}""", "unexpected token")]
    [InlineData("select id from Deals where id in 1", """{"line":1,"column":34,"near":"1"}""", "unexpected token")]
    [InlineData("select id from Deals where id = 1 limit 5 where", """{"line":1,"column":43,"near":"where"}""", "unexpected token")]
    [InlineData("select id from Deals where Stage = 'O'Brien'", """{"line":1,"column":44,"near":"'"}""", "error occured while parsing the query")]
    [InlineData("select id from Deals where (id = 1", """{"line":1,"column":35,"near":"1"}""", "error occured while parsing the query")]
    [InlineData("select id from Deals where Stage =", """{"line":1,"column":35,"near":"="}""", "error occured while parsing the query")]
    [InlineData("select id from Deals where Stage = 'x", """{"line":1,"column":36,"near":"'x"}""", "error occured while parsing the query")]
    [InlineData("select id from Deals where id = 1;", """{"line":1,"column":34,"near":";"}""", "error occured while parsing the query")]
    public Task A_wrong_syntax_is_told_with_its_place(string query, string details, string message) =>
        RefusedAsync(query, "SYNTAX_ERROR", details, message);

    [Theory]
    [InlineData("select id, Stgae from Deals where id = 1", """{"column_name":"Stgae"}""", "column given seems to be invalid")]
    [InlineData("select id from Deals where Stgae = 'x'", """{"column_name":"Stgae"}""", "column given seems to be invalid")]
    [InlineData("select id from Deals where id = 1 order by Stgae", """{"column_name":"Stgae"}""", "column given seems to be invalid")]
    [InlineData("select id from Deals where Owner.nickname = 'x'", """{"column_name":"Owner.nickname"}""", "column given seems to be invalid")]
    [InlineData("select id from Deals where Stage.x = 'x'", """{"column_name":"Stage.x"}""", "column given seems to be invalid")]
    [InlineData("select Stage, COUNT(id) from Deals where id = 1", """{"column_name":"Stage"}""", "unsupported column")]
    [InlineData("select id from Delas where id = 1", """{"module":"Delas"}""", "module name given seems to be invalid")]
    [InlineData("select id from Deals where id = 1 limit 'x'", """{"limit":"x"}""", "limit given seems to be invalid")]
    [InlineData("select id from Deals where id = 1 limit 5 offset -1", """{"offset":"-1"}""", "offset given seems to be invalid")]
    [InlineData(
        "select id from Deals where Stage >= 'x'",
        """{"reason":"invalid operator found","column_name":"Stage","operator":">="}""",
        "Invalid query formed")]
    [InlineData(
        "select id from Deals where Amount like '5%'",
        """{"reason":"invalid operator found","column_name":"Amount","operator":"like"}""",
        "Invalid query formed")]
    [InlineData(
        "select id from Deals where Locked__s is null",
        """{"reason":"invalid operator found","column_name":"Locked__s","operator":"is null"}""",
        "Invalid query formed")]
    [InlineData(
        "select id from Deals where Owner > '1'",
        """{"reason":"invalid operator found","column_name":"Owner","operator":">"}""",
        "Invalid query formed")]
    [InlineData(
        "select id from Deals where Stage not like 'x%'",
        """{"reason":"invalid operator found","column_name":"Stage","operator":"not like"}""",
        "Invalid query formed")]
    [InlineData(
        "select id from Deals where Description like '%x%'",
        """{"cv_criteria":false,"column_name":"Description","value":"%x%","operator":"like"}""",
        "unsupported column in criteria")]
    public Task A_wrong_name_or_operator_is_INVALID_QUERY(string query, string details, string message) =>
        RefusedAsync(query, "INVALID_QUERY", details, message);

    [Theory]
    [InlineData("Amount > 'ten'", "Amount")]
    [InlineData("Closing_Date = '30.09.2026'", "Closing_Date")]
    [InlineData("Closing_Date = '2026-09-30T00:00:00+00:00'", "Closing_Date")]
    [InlineData("Created_Time > '2026-09-30'", "Created_Time")]
    [InlineData("Locked__s = true", "Locked__s")]
    [InlineData("Locked__s = 'yes'", "Locked__s")]
    [InlineData("id in ('1', 'x')", "id")]
    [InlineData("Owner = 'Jane'", "Owner")]
    public Task A_value_of_another_type_is_INVALID_QUERY(string condition, string column) => RefusedAsync(
        $"select id from Deals where {condition}",
        "INVALID_QUERY",
        $$"""{"column_name":"{{column}}","clause":"where"}""",
        "value given seems to be invalid for the column");

    [Theory]
    [InlineData("select Stage, id, Stage from Deals where id = 1", "DUPLICATE_DATA", """{"column_name":"Stage"}""", "duplicate select column")]
    [InlineData("select id from Deals where id = 1 order by id, id", "DUPLICATE_DATA", """{"column_name":"id"}""", "duplicate select column")]
    [InlineData(
        "select COUNT(id), COUNT(id) from Deals where id = 1",
        "DUPLICATE_DATA",
        """{"column_name":"id","aggregate":"COUNT"}""",
        "duplicate aggregate function")]
    [InlineData(
        "select Stage as x, Amount as x from Deals where id = 1",
        "DUPLICATE_ALIAS",
        """{"referred_columns":["Stage","Amount"],"alias":"x"}""",
        "same alias cannot refer more than one column")]
    [InlineData(
        "select Stage as '' from Deals where id = 1",
        "INVALID_ALIAS",
        """{"column_name":"Stage","alias":""}""",
        "alias name cannot be an empty string")]
    [InlineData(
        "select count(id) from Deals where id = 1",
        "INVALID_DATA",
        """{"reason":"unsupported aggregate function","column":"count(id)"}""",
        "invalid data")]
    [InlineData("select id from Deals where id = 1 limit 0", "INVALID_DATA", "{}", "limit should be greater than 0")]
    public Task Other_mistakes_have_codes_of_their_own(string query, string code, string details, string message) =>
        RefusedAsync(query, code, details, message);

    [Theory]
    [InlineData("{}", "MANDATORY_NOT_FOUND")]
    [InlineData("""{"select_query":5}""", "INVALID_DATA")]
    [InlineData("[]", "INVALID_DATA")]
    [InlineData("select", "INVALID_DATA")]
    public async Task A_body_without_a_query_is_refused(string body, string code)
    {
        var answer = await _emulation.SendAsync("POST", "/crm/v7/coql", body);

        Assert.Equal((400, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_module_that_the_API_does_not_support_is_INVALID_MODULE()
    {
        _emulation.Emulator.AddModule("Machines").IsApiSupported = false;
        _emulation.Emulator.AddModule("Secrets").IsHidden = true;

        Assert.Equal("INVALID_MODULE", (await _emulation.QueryAsync("select id from Machines where id = 1")).Code);
        Assert.Equal("INVALID_MODULE", (await _emulation.QueryAsync("select id from Locking_Information__s where id = 1")).Code);
        Assert.Equal("INVALID_QUERY", (await _emulation.QueryAsync("select id from Secrets where id = 1")).Code);
    }

    [Theory]
    [InlineData(CoqlQuotes.Backslash, 204, 400)]
    [InlineData(CoqlQuotes.Doubled, 400, 204)]
    [InlineData(CoqlQuotes.Either, 204, 204)]
    public async Task How_a_quote_is_written_is_contradictory(CoqlQuotes quotes, int withBackslash, int doubled)
    {
        _emulation.Settings.Contradictions.CoqlQuotes = quotes;

        Assert.Equal(withBackslash, (await _emulation.QueryAsync("select id from Deals where Stage = 'O\\'Brien'")).Status);
        Assert.Equal(doubled, (await _emulation.QueryAsync("select id from Deals where Stage = 'O''Brien'")).Status);
        Assert.Equal(204, (await _emulation.QueryAsync("select id from Deals where Stage = \"O'Brien\"")).Status);
    }

    [Fact]
    public async Task A_query_needs_its_scope_and_that_of_the_module()
    {
        const string Query = "select id from Deals where id = 1";
        Assert.Equal("INVALID_REQUEST_METHOD", (await _emulation.GetAsync("/crm/v7/coql")).Code);
        foreach (var scopes in new[] { "ZohoCRM.modules.ALL", "ZohoCRM.coql.READ", "ZohoCRM.coql.READ,ZohoCRM.modules.leads.ALL" })
        {
            _emulation.Settings.Scopes = scopes;
            var answer = await _emulation.QueryAsync(Query);
            Assert.Equal((401, "OAUTH_SCOPE_MISMATCH"), (answer.Status, answer.Code));
        }

        foreach (var scopes in new[] { "ZohoCRM.coql.READ,ZohoCRM.modules.deals.READ", "ZohoCRM.coql.ALL,ZohoCRM.modules.READ" })
        {
            _emulation.Settings.Scopes = scopes;
            Assert.Equal(200, (await _emulation.QueryAsync(Query)).Status);
        }
    }

    private async Task RefusedAsync(string query, string code, string details, string message) => (await _emulation.QueryAsync(query)).Is(
        400, $$"""{"code":"{{code}}","details":{{details}},"message":"{{message}}","status":"error"}""");
}
