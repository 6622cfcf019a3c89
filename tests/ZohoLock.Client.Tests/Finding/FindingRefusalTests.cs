using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration.Criteria;
using ZohoLock.Finding;

namespace ZohoLock.Client.Tests.Finding;

/// <summary>What is refused, and what is done instead.</summary>
public sealed class FindingRefusalTests
{
    private const string One = """{"data":[{"id":"7","COUNT(id)":1}],"info":{"more_records":false}}""";

    private static readonly Reply Forbidden = Reply.Json(403, """{"code":"NO_PERMISSION","details":{},"message":"permission denied","status":"error"}""");

    [Theory]
    [InlineData(401, "OAUTH_SCOPE_MISMATCH")]
    [InlineData(403, "NO_PERMISSION")]
    [InlineData(400, "AUTHORIZATION_FAILED")]
    public async Task Without_leave_to_read_fields_a_condition_is_sent_as_it_is(int status, string code)
    {
        using var server = new LiteralServer(request => request.Target.Contains("/settings/fields", StringComparison.Ordinal)
            ? Reply.Json(status, $$"""{"code":"{{code}}","details":{},"message":"no","status":"error"}""")
            : Reply.Json(200, One));
        using var connection = await Opened.WithToken(server);

        Assert.Single(await Pages.ReadAsync(connection.GetFinder().FindAsync(new("Deals") { Where = ParsedCriteria.Parse("Any = 'x'"), Fields = ["Other"] })));
        Assert.Contains("Other from Deals where Any = 'x' order by id asc", (string)server.Requests[^1].Json!["select_query"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_that_cannot_be_read_for_another_reason_end_the_command()
    {
        using var server = LiteralServer.Always(Reply.Json(500, """{"code":"INTERNAL_ERROR","details":{},"message":"no","status":"error"}"""));
        using var connection = await Opened.WithToken(server);

        Assert.Equal("INTERNAL_ERROR", (await Assert.ThrowsAsync<ZohoException>(() => connection.GetFinder().CountAsync(WithCondition()))).Error.Code);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_wrong_condition_is_not_checked_twice_against_fields_that_were_just_read()
    {
        using var server = LiteralServer.Always(Reply.Json(200, """{"fields":[{"api_name":"Stage"}]}"""));
        using var connection = await Opened.WithToken(server);

        for (var i = 1; i <= 2; i++)
        {
            Assert.Equal("UnknownField", (await Assert.ThrowsAsync<ZohoException>(() => connection.GetFinder().CountAsync(WithCondition()))).Error.Code);
            Assert.Equal(i, server.Requests.Count);
        }
    }

    [Theory]
    [InlineData("Stage", "INVALID_QUERY")]
    [InlineData("Locked__s", "LockStateRefused")]
    public async Task Only_a_refusal_of_the_lock_state_is_told_as_one(string column, string code)
    {
        using var server = new LiteralServer(request => request.Method == "GET"
            ? Forbidden
            : Reply.Json(400, $$"""{"code":"INVALID_QUERY","details":{"column_name":"{{column}}"},"message":"invalid query formed","status":"error"}"""));
        using var connection = await Opened.WithToken(server);
        var finder = connection.GetFinder();

        foreach (var attempt in (Func<Task>[])
            [
                () => finder.CountAsync(new("Deals") { IsLocked = true }),
                () => finder.CountLocksAsync("Deals"),
                () => finder.CountLocksAsync("Deals", "Stage"),
                () => Pages.ReadAsync(finder.FindAsync(new("Deals") { IsLocked = true })),
            ])
        {
            Assert.Equal(code, (await Assert.ThrowsAsync<ZohoException>(attempt)).Error.Code);
        }
    }

    [Theory]
    [InlineData("""{"code":"INVALID_QUERY","details":{},"message":"no column Owner","status":"error"}""", true)]
    [InlineData("""{"code":"INVALID_QUERY","details":{"column_name":"Owner"},"message":"invalid query","status":"error"}""", true)]
    [InlineData("""{"code":"INVALID_QUERY","details":{"column_name":"Stage"},"message":"invalid query","status":"error"}""", false)]
    [InlineData("""{"code":"NO_PERMISSION","details":{"column_name":"Owner"},"message":"permission denied","status":"error"}""", false)]
    public async Task Only_a_column_that_is_refused_is_left_out(string refusal, bool isLeftOut)
    {
        using var server = LiteralServer.InTurn(Reply.Json(400, refusal), Reply.Json(200, One));
        using var connection = await Opened.WithToken(server);
        var found = Pages.ReadAsync(connection.GetFinder().FindAsync(new("Deals")));

        if (isLeftOut)
        {
            Assert.Single(await found);
            Assert.DoesNotContain("Owner", (string)server.Requests[1].Json!["select_query"]!, StringComparison.Ordinal);
        }
        else
        {
            await Assert.ThrowsAsync<ZohoException>(() => found);
            Assert.Single(server.Requests);
        }
    }

    [Fact]
    public async Task A_view_that_is_known_is_not_read_again()
    {
        using var server = new LiteralServer(request => Reply.Json(200, request.Method == "GET" ? """{"custom_views":[{"id":"5","name":"Mine"}]}""" : One));
        using var connection = await Opened.WithToken(server);

        await connection.GetFinder().CountAsync(new("Deals") { View = "mine" });
        await connection.GetFinder().CountAsync(new("Deals") { View = "Mine" });

        Assert.Equal(["GET", "POST", "POST"], server.Requests.Select(request => request.Method));
        Assert.Equal("select COUNT(id) from Deals#5 where id is not null", (string)server.Requests[1].Json!["select_query"]!);
    }

    [Fact]
    public async Task A_module_without_views_says_so()
    {
        using var server = LiteralServer.Always(Reply.NoContent);
        using var connection = await Opened.WithToken(server);

        var error = (await Assert.ThrowsAsync<ZohoException>(() => connection.GetFinder().CountAsync(new("Deals") { View = "mine" }))).Error;

        Assert.Equal(("UnknownView", "Deals has no view 'mine'", "The connection's user sees no view of this module."), (error.Code, error.Message, error.Advice));
    }

    [Fact]
    public async Task Ids_of_different_lengths_are_in_order_and_an_empty_page_is_the_last()
    {
        using var server = LiteralServer.InTurn(
            Reply.Json(200, """{"data":[{"id":"9"},{"id":"10"}],"info":{"more_records":true}}"""), Reply.Json(200, """{"data":[],"info":{"more_records":true}}"""));
        using var connection = await Opened.WithToken(server);

        Assert.Equal(["9", "10"], (await Pages.ReadAsync(connection.GetFinder().FindAsync(new("Deals")))).Select(record => record.RecordId));
        Assert.Contains("where id > '10' order by id asc", (string)server.Requests[1].Json!["select_query"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_no_longer_wanted_is_not_waited_for()
    {
        var queries = 0;
        using var server = new LiteralServer(_ => ++queries == 1
            ? Task.FromResult(Reply.Json(200, """{"data":[{"id":"9"}],"info":{"more_records":true}}"""))
            : new TaskCompletionSource<Reply>().Task);
        using var connection = await Opened.WithToken(server);
        var pages = connection.GetFinder().FindAsync(new("Deals")).GetAsyncEnumerator();
        Assert.True(await pages.MoveNextAsync());

        await pages.DisposeAsync().AsTask().WaitAsync(Hang.Guard);
    }

    [Fact]
    public async Task Lists_go_on_by_token_or_else_by_number()
    {
        using var server = new LiteralServer(request => request.Method == "POST" || request.Target.Contains("custom_views", StringComparison.Ordinal) ? Forbidden
            : Reply.Json(200, request.Query.GetValueOrDefault("page", request.Query.GetValueOrDefault("page_token", "1")) switch
            {
                "1" => """{"data":[{"id":"1","Locked__s":true}],"info":{"more_records":true}}""",
                "2" => """{"data":[{"id":"2","Locked__s":false}],"info":{"more_records":true,"next_page_token":"t 3"}}""",
                "t 3" => """{"data":[{"id":"3","Locked__s":true}],"info":{"more_records":false}}""",
                _ => """{"data":[]}""",
            }));
        using var connection = await Opened.WithToken(server);

        Assert.Equal(["1", "3"], (await Pages.ReadAsync(connection.GetFinder().FindLockedAsync("Deals"))).Select(record => record.RecordId));
        Assert.Equal(
            ["", "&page=2", "&page_token=t%203"],
            server.Requests.Where(request => request.Path == "/crm/v7/Deals").Select(request => request.Target.Split("&per_page=200")[1]));
    }

    [Fact]
    public async Task Custom_modules_without_the_field_of_the_lock_state_are_not_lockable()
    {
        using var server = new LiteralServer(request => Reply.Json(200, request.Path.EndsWith("/modules", StringComparison.Ordinal)
            ? """{"modules":[{"api_name":"Plain","generated_type":"custom"},{"api_name":"Locking","generated_type":"custom"}]}"""
            : request.Query["module"] == "Locking" ? """{"fields":[{"api_name":"Locked__s"}]}""" : """{"fields":[{"api_name":"Name"}]}"""));
        using var connection = await Opened.WithToken(server);

        Assert.Equal(["Locking"], await connection.GetFinder().GetLockableModulesAsync(_ => true));
    }

    private static RecordQuery WithCondition() => new("Deals") { Where = ParsedCriteria.Parse("Any = 'x'") };
}
