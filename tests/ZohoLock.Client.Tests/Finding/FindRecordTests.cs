using System.Globalization;
using ZohoCrm.Emulator;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration.Criteria;
using ZohoLock.Finding;

namespace ZohoLock.Client.Tests.Finding;

/// <summary>Finding records by condition, view and lock state, page by page.</summary>
public sealed class FindRecordTests : IDisposable
{
    private readonly CrmEmulator _emulator = new(new() { RecordRequests = true });
    private readonly CrmModule _deals;
    private readonly List<Connection> _connections = [];

    public FindRecordTests()
    {
        _deals = _emulator.AddModule("Deals");
        _emulator.Start();
    }

    private IEnumerable<int> Limits => _emulator.Requests.Where(request => request.PathAndQuery.EndsWith("/coql", StringComparison.Ordinal))
        .Select(request => int.Parse(request.Body.Split("limit ")[1].TrimEnd('"', '}'), CultureInfo.InvariantCulture));

    private long Queries => _emulator.Counters.Count(Operation.QueryRecords);

    public void Dispose()
    {
        _connections.ForEach(connection => connection.Dispose());
        _emulator.Dispose();
    }

    [Theory]
    [InlineData(2000, 0, 1)]
    [InlineData(2000, 1999, 1)]
    [InlineData(2000, 2000, 1)]
    [InlineData(2000, 4500, 3)]
    [InlineData(200, 450, 4)]
    [InlineData(500, 1200, 4)]
    public async Task All_records_are_found_once_in_the_order_of_their_ids(int rowsPerCall, int count, int queries)
    {
        // A refused limit costs one call more, once.
        _emulator.Settings.Coql.RowsPerCall = rowsPerCall;
        var ids = _deals.AddRecords(count);
        var finder = await OpenAsync();

        var records = await Pages.ReadAsync(finder.FindAsync(new("Deals")));

        Assert.Equal(ids, records.Select(record => record.RecordId));
        Assert.Equal(queries, Queries);
        Assert.All(records, record => Assert.Equal(("Deals", false, true), (record.Module, record.IsLocked, record.RecordName?.StartsWith("Deals ", StringComparison.Ordinal))));

        _emulator.Counters.Reset();
        await Pages.ReadAsync(finder.FindAsync(new("Deals") { First = 5 }));
        Assert.Equal(1, Queries);
    }

    [Fact]
    public async Task None_is_skipped_while_the_set_shrinks()
    {
        _emulator.Settings.Coql.RowsPerCall = 200;
        var ids = _deals.AddRecords(1000);
        var finder = await OpenAsync();
        List<string> found = [];

        await foreach (var page in finder.FindAsync(new("Deals") { IsLocked = false }))
        {
            foreach (var record in page)
            {
                found.Add(record.RecordId);
                _deals.SetLocked(record.RecordId);
            }
        }

        Assert.Equal(ids, found);
    }

    [Fact]
    public async Task The_next_page_is_read_while_one_is_used_and_no_more()
    {
        var second = new TaskCompletionSource();
        var queries = 0;
        using var server = new LiteralServer(_ =>
        {
            if (++queries == 2)
            {
                second.SetResult();
            }

            return Reply.Json(200, $$$"""{"data":[{"id":"{{{queries}}}"}],"info":{"more_records":true}}""");
        });
        using var connection = await Opened.WithToken(server);
        await using (var pages = connection.GetFinder().FindAsync(new("Deals")).GetAsyncEnumerator())
        {
            Assert.True(await pages.MoveNextAsync());
            await second.Task;
        }

        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(199)]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(5000)]
    public async Task No_more_than_the_first_ones_are_returned_and_asked_for(int first)
    {
        _emulator.Settings.Coql.RowsPerCall = 200;
        var ids = _deals.AddRecords(450);
        var finder = await OpenAsync();

        var records = await Pages.ReadAsync(finder.FindAsync(new("Deals") { First = first }));

        Assert.Equal(ids.Take(first), records.Select(record => record.RecordId));
        Assert.All(Limits, limit => Assert.InRange(limit, 1, Math.Min(first, 2000)));
    }

    [Fact]
    public async Task A_condition_a_view_and_the_lock_state_are_all_met()
    {
        var ids = _deals.AddRecords(300);
        var view = _deals.AddView("Big ones", "Amount > 5000");
        foreach (var id in ids.Where((_, i) => i % 3 == 0))
        {
            _deals.SetLocked(id);
        }

        var finder = await OpenAsync();
        var query = new RecordQuery("Deals") { Where = ParsedCriteria.Parse("Stage in ('Closed Won', 'Qualification')"), View = "big ONES", IsLocked = true, Fields = ["stage", "Amount", "Closing_Date", "Account_Name"] };
        var records = await Pages.ReadAsync(finder.FindAsync(query));

        Assert.NotEmpty(records);
        Assert.Equal(
            _deals.Records
                .Where(record => record.IsLocked && record.Fields["Stage"] is "Closed Won" or "Qualification")
                .Where(record => decimal.TryParse(record.Fields["Amount"], CultureInfo.InvariantCulture, out var amount) && amount > 5000).Select(record => record.Id),
            records.Select(record => record.RecordId));
        Assert.Equal(records.Count, await finder.CountAsync(query));
        Assert.Equal(records.Count, await finder.CountAsync(query with { View = view.Id }));
        Assert.All(records, record =>
        {
            Assert.Equal(["Stage", "Amount", "Closing_Date", "Account_Name"], record.GetFields().Keys);
            Assert.Contains(record["Stage"], new object[] { "Closed Won", "Qualification" });
            Assert.True(record.IsLocked);
        });
    }

    [Fact]
    public async Task A_view_that_does_not_exist_lists_those_that_do_and_sends_no_query()
    {
        _deals.AddView("My Open Deals", "Amount > 5");
        var finder = await OpenAsync();

        var error = (await Assert.ThrowsAsync<ZohoException>(() => Pages.ReadAsync(finder.FindAsync(new("Deals") { View = "My Opne Deals" })))).Error;

        Assert.Equal(("UnknownView", "Deals has no view 'My Opne Deals'; did you mean 'My Open Deals'?"), (error.Code, error.Message));
        Assert.Equal("Its views: 'All Deals', 'All Locked Deals', 'My Open Deals'.", error.Advice);
        Assert.Equal(0, Queries);

        // It is read again, because it may have been made meanwhile; and a short number is a name.
        _deals.AddView("My Opne Deals");
        _deals.AddView("2026");
        Assert.Empty(await Pages.ReadAsync(finder.FindAsync(new("Deals") { View = "2026" })));
        Assert.Empty(await Pages.ReadAsync(finder.FindAsync(new("Deals") { View = "My Opne Deals" })));
    }

    [Fact]
    public async Task A_field_that_was_made_meanwhile_is_found()
    {
        var finder = await OpenAsync();
        var query = new RecordQuery("Deals") { Where = ParsedCriteria.Parse("Region = 'x'"), Fields = ["Region"] };
        Assert.Equal("UnknownField", (await Assert.ThrowsAsync<ZohoException>(() => finder.CountAsync(query))).Error.Code);

        _deals.AddField("Region");

        Assert.Equal(0, await finder.CountAsync(query));
        Assert.Empty(await Pages.ReadAsync(finder.FindAsync(query)));
        Assert.Equal(2, _emulator.Counters.Count(Operation.ListFields));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_the_lock_state_cannot_be_filtered_by_locked_ones_come_from_Zohos_view(bool isLocked)
    {
        _emulator.Settings.Unknowns.LockedFieldInCoql = false;
        var ids = _deals.AddRecords(10);
        _deals.SetLocked(ids[4]);
        var finder = await OpenAsync();
        var query = new RecordQuery("Deals") { Where = ParsedCriteria.Parse("Amount >= 0"), IsLocked = isLocked };

        if (isLocked)
        {
            Assert.Equal([ids[4]], (await Pages.ReadAsync(finder.FindAsync(query))).Select(record => record.RecordId));
            Assert.Equal(1, await finder.CountAsync(query));
            Assert.Equal(1, Assert.Single(await finder.CountLocksAsync("Deals", "Stage")).Count);
        }
        else
        {
            Assert.Equal("LockStateRefused", (await Assert.ThrowsAsync<ZohoException>(() => Pages.ReadAsync(finder.FindAsync(query)))).Error.Code);
            Assert.Equal("LockStateRefused", (await Assert.ThrowsAsync<ZohoException>(() => finder.CountAsync(query))).Error.Code);
        }
    }

    [Theory]
    [InlineData(CoqlReferences.NameAndId)]
    [InlineData(CoqlReferences.FullNameAndId)]
    [InlineData(CoqlReferences.Id)]
    public async Task The_owner_is_read_however_it_is_written(CoqlReferences references)
    {
        _emulator.Settings.Contradictions.CoqlReferences = references;
        _deals.AddRecords(1);
        var finder = await OpenAsync();

        var owner = Assert.Single(await Pages.ReadAsync(finder.FindAsync(new("Deals")))).Owner;

        Assert.Equal(_emulator.Users[0].Id, owner?.Id);
        Assert.Equal(references == CoqlReferences.Id, owner?.Name is null);
    }

    [Theory]
    [InlineData("Full_Name")]
    [InlineData("Owner")]
    [InlineData("Locked__s")]
    public async Task A_column_that_a_module_does_not_have_is_left_out(string column)
    {
        const string Row = """{"id":"1","Full_Name":"A","Owner":{"id":"2"},"Locked__s":true}""";
        using var server = new LiteralServer(request => request.Body.Contains(column, StringComparison.Ordinal)
            ? Reply.Json(400, $$"""{"code":"INVALID_QUERY","details":{"reason":"column given seems to be invalid","column_name":"{{column}}"},"message":"invalid query formed","status":"error"}""")
            : Reply.Json(200, $$$"""{"data":[{{{Row}}}],"info":{"count":1,"more_records":false}}"""));
        using var connection = await Opened.WithToken(server);

        Assert.Equal("1", Assert.Single(await Pages.ReadAsync(connection.GetFinder().FindAsync(new("Leads")))).RecordId);
        Assert.Equal("1", Assert.Single(await Pages.ReadAsync(connection.GetFinder().FindAsync(new("Leads")))).RecordId);

        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData("""{"id":"7"}""", 2)]
    [InlineData("""{"id":"7"},{"id":"12"},{"id":"9"}""", 1)]
    [InlineData("""{"id":"7"},{"id":"7"}""", 1)]
    public async Task Records_in_another_order_are_an_error_because_some_would_be_skipped(string rows, int queries)
    {
        using var server = LiteralServer.Always(Reply.Json(200, $$$"""{"data":[{{{rows}}}],"info":{"count":1,"more_records":true}}"""));
        using var connection = await Opened.WithToken(server);

        var error = (await Assert.ThrowsAsync<ZohoException>(() => Pages.ReadAsync(connection.GetFinder().FindAsync(new("Deals"))))).Error;

        Assert.Equal(("UnsortedRecords", true), (error.Code, error.EndsRun));
        Assert.Equal(queries, server.Requests.Count);
    }

    [Theory]
    [InlineData("""{"data":[{"Deal_Name":"no id"}]}""")]
    [InlineData("""{"data":[5]}""")]
    [InlineData("""{"data":[{"id":"../x"}]}""")]
    [InlineData("""{"info":{}}""")]
    public async Task An_answer_without_ids_is_unreadable(string body)
    {
        using var server = LiteralServer.Always(Reply.Json(200, body));
        using var connection = await Opened.WithToken(server);

        Assert.Equal("UnreadableAnswer", (await Assert.ThrowsAsync<ZohoException>(() => Pages.ReadAsync(connection.GetFinder().FindAsync(new("Deals"))))).Error.Code);
    }

    [Fact]
    public async Task A_condition_may_have_as_many_comparisons_as_leave_room_for_the_next_page()
    {
        _deals.AddRecords(3);
        _emulator.Settings.Coql.RowsPerCall = 200;
        var finder = await OpenAsync();

        Assert.Equal(3, (await Pages.ReadAsync(finder.FindAsync(WithComparisons(23) with { IsLocked = false, First = 3 }))).Count);
        Assert.Equal("TooManyComparisons", (await Assert.ThrowsAsync<ZohoException>(() => finder.CountAsync(WithComparisons(24)))).Error.Code);

        static RecordQuery WithComparisons(int count) => new("Deals") { Where = ParsedCriteria.Parse(string.Join(" and ", Enumerable.Repeat("Amount is not null", count))) };
    }

    [Fact]
    public async Task At_most_ten_queries_run_at_once()
    {
        _emulator.Settings.Latency = TimeSpan.FromMilliseconds(20);
        _deals.AddRecords(2000);
        var finder = await OpenAsync();

        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => finder.CountAsync(new("Deals"))));

        Assert.InRange(_emulator.Counters.PeakConcurrency, 2, 10);
        Assert.Equal(0, _emulator.Counters.Count(Operation.QueryRecords, 429));
    }

    private async Task<RecordFinder> OpenAsync()
    {
        var connection = await Opened.To(_emulator, policy: Opened.Repeating);
        _connections.Add(connection);
        return connection.GetFinder();
    }
}
