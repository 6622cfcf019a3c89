using ZohoCrm.Emulator;
using ZohoLock.Client.Tests.Servers;

namespace ZohoLock.Client.Tests.Finding;

/// <summary>All locked records of a module, by whichever way Zoho allows.</summary>
public sealed class LockedRecordTests : IDisposable
{
    private readonly CrmEmulator _emulator = new(new() { RecordRequests = true });
    private readonly List<Connection> _connections = [];

    public LockedRecordTests() => _emulator.Start();

    public void Dispose()
    {
        _connections.ForEach(connection => connection.Dispose());
        _emulator.Dispose();
    }

    [Fact]
    public async Task The_view_a_query_and_the_list_give_the_same_records()
    {
        var deals = _emulator.AddModule("Deals");
        var ids = deals.AddRecords(20_000);
        var locked = ids.Where((_, i) => i % 10 == 3).ToArray();
        Array.ForEach(locked, id => deals.SetLocked(id));

        Assert.Equal(locked, await FindAsync("Deals"));
        Assert.Equal((1, 1), (_emulator.Counters.Count(Operation.QueryRecords), _emulator.Counters.Count(Operation.ListCustomViews)));
        Assert.Equal(0, _emulator.Counters.Count(Operation.ListRecords));

        _emulator.Settings.Unknowns.LockedViews = LockedViews.None;
        _emulator.Counters.Reset();
        Assert.Equal(locked, await FindAsync("Deals"));
        Assert.Equal((1, 1), (_emulator.Counters.Count(Operation.QueryRecords), _emulator.Counters.Count(Operation.ListCustomViews)));
        Assert.Equal(0, _emulator.Counters.Count(Operation.ListRecords));

        _emulator.Settings.Unknowns.LockedFieldInCoql = false;
        _emulator.Counters.Reset();
        Assert.Equal(locked.ToHashSet(), (await FindAsync("Deals")).ToHashSet());
        Assert.Equal(100, _emulator.Counters.Count(Operation.ListRecords));
    }

    [Theory]
    [InlineData(true, true, LockedViews.StandardModules)]
    [InlineData(true, false, LockedViews.StandardModules)]
    [InlineData(true, true, LockedViews.None)]
    [InlineData(true, false, LockedViews.None)]
    [InlineData(false, false, LockedViews.StandardModules)]
    [InlineData(false, false, LockedViews.None)]
    public async Task Converted_leads_are_among_them_once(bool canFilter, bool hasConverted, LockedViews views)
    {
        _emulator.Settings.Unknowns.LockedFieldInCoql = canFilter;
        _emulator.Settings.Unknowns.ConvertedLeadsInCoql = hasConverted;
        _emulator.Settings.Unknowns.LockedViews = views;
        var leads = _emulator.AddModule("Leads");
        var ids = leads.AddRecords(9);
        foreach (var id in ids.Take(6))
        {
            leads.SetLocked(id);
        }

        leads.SetConverted(ids[1]);
        leads.SetConverted(ids[4]);
        leads.SetConverted(ids[7]);

        var found = await FindAsync("Leads");

        Assert.Equal(ids.Take(6).Order(), found.Order());
    }

    [Fact]
    public async Task Without_the_scopes_for_views_and_queries_records_are_listed()
    {
        var deals = _emulator.AddModule("Deals");
        deals.SetLocked(deals.AddRecords(3)[1]);
        _emulator.Settings.Scopes = "ZohoCRM.modules.ALL";

        Assert.Equal([deals.Records[1].Id], await FindAsync("Deals"));
    }

    [Fact]
    public async Task Where_nothing_is_allowed_the_error_is_Zohos()
    {
        _emulator.AddModule("Deals");

        Assert.Equal("INVALID_MODULE", (await Assert.ThrowsAsync<ZohoException>(() => FindAsync("Dealz"))).Error.Code);
    }

    [Fact]
    public async Task A_failure_is_not_taken_for_a_refusal()
    {
        using var server = LiteralServer.Always(Reply.Json(500, """{"code":"INTERNAL_ERROR","details":{},"message":"Internal Server Error","status":"error"}"""));
        using var connection = await Opened.WithToken(server);

        Assert.Equal("INTERNAL_ERROR", (await Assert.ThrowsAsync<ZohoException>(() => Pages.ReadAsync(connection.GetFinder().FindLockedAsync("Deals")))).Error.Code);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("""{"data":[{"id":"7","Locked__s":true}],"info":{"more_records":true,"next_page_token":"again"}}""")]
    [InlineData("""{"data":[{"id":"7","Locked__s":true}],"info":{"more_records":true}}""")]
    public async Task A_list_that_never_ends_is_an_error(string page)
    {
        using var server = new LiteralServer(request => request.Method == "GET" && request.Target.StartsWith("/crm/v7/Deals?", StringComparison.Ordinal)
            ? Reply.Json(200, page)
            : Reply.Json(403, """{"code":"NO_PERMISSION","details":{},"message":"permission denied","status":"error"}"""));
        using var connection = await Opened.WithToken(server);

        Assert.Equal("EndlessList", (await Assert.ThrowsAsync<ZohoException>(() => Pages.ReadAsync(connection.GetFinder().FindLockedAsync("Deals")))).Error.Code);
    }

    [Fact]
    public async Task A_list_that_does_not_tell_the_lock_state_is_not_taken_for_one_without_locks()
    {
        using var server = new LiteralServer(request => request.Method == "GET" && request.Target.StartsWith("/crm/v7/Deals?", StringComparison.Ordinal)
            ? Reply.Json(200, """{"data":[{"id":"7"},{"id":"8"}],"info":{"more_records":false}}""")
            : Reply.Json(403, """{"code":"NO_PERMISSION","details":{},"message":"permission denied","status":"error"}"""));
        using var connection = await Opened.WithToken(server);

        Assert.Equal("LockStateUnknown", (await Assert.ThrowsAsync<ZohoException>(() => Pages.ReadAsync(connection.GetFinder().FindLockedAsync("Deals")))).Error.Code);
    }

    [Fact]
    public async Task Counts_that_are_not_all_are_an_error()
    {
        using var server = LiteralServer.Always(Reply.Json(200, """{"data":[{"Stage":"a","COUNT(id)":2}],"info":{"more_records":true},"fields":[{"api_name":"Stage"}]}"""));
        using var connection = await Opened.WithToken(server);

        Assert.Equal("TooManyValues", (await Assert.ThrowsAsync<ZohoException>(() => connection.GetFinder().CountLocksAsync("Deals", "Stage"))).Error.Code);
    }

    [Fact]
    public async Task Locks_are_counted_in_one_call()
    {
        var deals = _emulator.AddModule("Deals");
        var ids = deals.AddRecords(500);
        foreach (var id in ids.Take(123))
        {
            deals.SetLocked(id);
        }

        var connection = await OpenAsync();
        Assert.Equal(123, Assert.Single(await connection.GetFinder().CountLocksAsync("Deals")).Count);
        Assert.Equal(1, _emulator.Counters.Count(Operation.QueryRecords));

        var counts = await connection.GetFinder().CountLocksAsync("Deals", "stage");
        Assert.Equal(2, _emulator.Counters.Count(Operation.QueryRecords));
        Assert.Equal(
            deals.Records.Where(record => record.IsLocked).GroupBy(record => record.Fields["Stage"], (stage, records) => (stage, Count: (long)records.Count())).Order(),
            counts.Select(count => ((string?)count.Value, count.Count)).Order());
        Assert.Equal(counts.OrderByDescending(count => count.Count), counts);
        Assert.All(counts, count => Assert.Equal(("Deals", "Stage"), (count.Module, count.By)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_locks_are_none(bool isNoContent)
    {
        _emulator.Settings.Unknowns.EmptyAggregatesAreNoContent = isNoContent;
        _emulator.AddModule("Deals").AddRecords(3);
        var connection = await OpenAsync();

        Assert.Equal(0, Assert.Single(await connection.GetFinder().CountLocksAsync("Deals")).Count);
        Assert.Empty(await connection.GetFinder().CountLocksAsync("Deals", "Stage"));
    }

    [Fact]
    public async Task Lockable_modules_are_those_with_the_field_of_the_lock_state()
    {
        _emulator.AddModule("Deals");
        _emulator.AddModule("Campaigns");
        _emulator.AddModule("Projects");
        var connection = await OpenAsync();

        var modules = await connection.GetFinder().GetLockableModulesAsync(_ => true);

        Assert.Contains("Deals", modules);
        Assert.Contains("Projects", modules);
        Assert.DoesNotContain("Campaigns", modules);
        Assert.Equal(["Projects"], await connection.GetFinder().GetLockableModulesAsync(name => name[0] == 'P' && name[1] == 'r' && name[2] == 'o'));
    }

    private async Task<Connection> OpenAsync()
    {
        var connection = await Opened.To(_emulator, policy: Opened.Repeating);
        _connections.Add(connection);
        return connection;
    }

    private async Task<IEnumerable<string>> FindAsync(string module) =>
        (await Pages.ReadAsync((await OpenAsync()).GetFinder().FindLockedAsync(module))).Select(record =>
        {
            Assert.True(record.IsLocked);
            return record.RecordId;
        });
}
