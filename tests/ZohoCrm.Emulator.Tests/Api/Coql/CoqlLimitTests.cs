namespace ZohoCrm.Emulator.Tests.Api.Coql;

/// <summary>The limits, the credits and the concurrency of queries (protocol 9 and 9.1).</summary>
public sealed class CoqlLimitTests : IDisposable
{
    private readonly Emulation _emulation = new();

    private readonly CrmModule _deals;

    public CoqlLimitTests()
    {
        _deals = _emulation.Emulator.AddModule("Deals");
        _deals.AddRecords(2100);
    }

    public void Dispose() => _emulation.Dispose();

    [Theory]
    [InlineData("", 200, 1)]
    [InlineData("limit 200", 200, 1)]
    [InlineData("limit 201", 201, 2)]
    [InlineData("limit 1000", 1000, 2)]
    [InlineData("limit 1001", 1001, 3)]
    [InlineData("limit 2000", 2000, 3)]
    public async Task The_limit_decides_the_rows_and_the_credits(string limit, int rows, int credits)
    {
        var answer = await _emulation.QueryAsync($"select id from Deals where id is not null {limit}");

        Assert.Equal(rows, answer.Json["data"]!.AsArray().Count);
        Assert.True((bool)answer.Json["info"]!["more_records"]!);
        Assert.Equal(credits, _emulation.Emulator.Counters.CreditsSpent);
        Assert.Equal(1, _emulation.Emulator.Counters.Count(Operation.QueryRecords));
    }

    [Fact]
    public async Task A_query_that_costs_more_than_is_left_is_429_and_costs_nothing()
    {
        _emulation.Settings.DailyCredits = 3;
        await _emulation.QueryAsync("select id from Deals where id = 1");

        Assert.Equal(429, (await _emulation.QueryAsync("select id from Deals where id is not null limit 2000")).Status);
        Assert.Equal(200, (await _emulation.QueryAsync("select id from Deals where id is not null limit 1000")).Status);
        Assert.Equal(429, (await _emulation.QueryAsync("no query")).Status);
        Assert.Equal(3, _emulation.Emulator.Counters.CreditsSpent);
    }

    [Fact]
    public async Task The_limits_are_those_of_today_or_of_2025()
    {
        await RefusedAsync("limit 2001", "limit", 2000);
        await RefusedAsync("limit 2000 offset 98001", "offset", 100_000);
        await AnsweredAsync("limit 2000 offset 98000");

        _emulation.Settings.Coql.RowsPerCall = 200;
        _emulation.Settings.Coql.RowsByOffset = 10_000;

        await RefusedAsync("limit 201", "limit", 200);
        await RefusedAsync("limit 200 offset 9801", "offset", 10_000);
        await AnsweredAsync("limit 200 offset 9800");
        await AnsweredAsync("");
    }

    [Fact]
    public async Task Columns_criteria_and_values_have_limits()
    {
        for (var i = 0; i < 51; i++)
        {
            _deals.AddField($"F{i}");
        }

        string Columns(int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => $"F{i}"));
        string Criteria(int count) => count == 1 ? "id = 1" : $"(id = 1 or {Criteria(count - 1)})";
        string In(int count) => $"id in ({string.Join(',', Enumerable.Range(1, count))})";

        Assert.Equal(204, (await _emulation.QueryAsync($"select {Columns(50)} from Deals where {Criteria(25)}")).Status);
        await ExceededAsync($"select {Columns(51)} from Deals where id = 1", "select", 50);
        await ExceededAsync($"select id from Deals where {Criteria(26)}", "criteria", 25);
        Assert.Equal(204, (await _emulation.QueryAsync($"select id from Deals where {In(50)}")).Status);
        await ExceededAsync($"select id from Deals where {In(51)}", "in", 50);
        await ExceededAsync($"select {Columns(5)} from Deals where id = 1 group by {Columns(5)}", "group by", 4);
        await ExceededAsync($"select id from Deals where id = 1 order by {Columns(11)}", "order by", 10);
        await ExceededAsync(
            $"select {string.Join(", ", Enumerable.Range(0, 6).Select(i => $"COUNT(F{i})"))} from Deals where id = 1", "aggregate", 5);

        _emulation.Settings.Coql.InValues = 100;
        _emulation.Settings.Coql.Criteria = 1;
        Assert.Equal(204, (await _emulation.QueryAsync($"select id from Deals where {In(100)}")).Status);
        await ExceededAsync($"select id from Deals where {Criteria(2)}", "criteria", 1);
    }

    [Fact]
    public async Task More_than_ten_queries_at_once_are_429()
    {
        _emulation.Settings.Latency = TimeSpan.FromMilliseconds(50);
        var pending = Enumerable.Range(0, 10).Select(_ => _emulation.QueryAsync("select id from Deals where id is not null")).ToArray();
        await Hang.UntilAsync(() => Task.FromResult(_emulation.Emulator.Counters.PeakConcurrency == 10));

        Assert.Equal(429, (await _emulation.QueryAsync("select id from Deals where id is not null")).Status);
        _emulation.Settings.Latency = TimeSpan.Zero;
        Assert.Equal(200, (await _emulation.GetAsync("/crm/v7/Deals?fields=id")).Status);
        await _emulation.AdvanceUntilAsync(Task.WhenAll(pending));

        Assert.Equal((11, 11), (_emulation.Emulator.Counters.PeakQueryConcurrency, _emulation.Emulator.Counters.PeakConcurrency));
        Assert.All(pending, answer => Assert.Equal(200, answer.Result.Status));
        Assert.Equal(200, (await _emulation.QueryAsync("select id from Deals where id is not null")).Status);
    }

    private async Task AnsweredAsync(string limit)
    {
        var answer = await _emulation.QueryAsync($"select id from Deals where id is not null {limit}");
        Assert.True(answer.Status is 200 or 204, answer.Body);
    }

    private Task RefusedAsync(string limit, string by, int number) =>
        ExceededAsync($"select id from Deals where id is not null {limit}", by, number);

    private async Task ExceededAsync(string query, string by, int limit) => (await _emulation.QueryAsync(query)).Is(
        400,
        $$$"""{"code":"LIMIT_EXCEEDED","details":{"by":"{{{by}}}","limit":{{{limit}}}},"message":"limit exceeded","status":"error"}""");
}
