using System.Globalization;
using ZohoLock.Client.Tests.Servers;

namespace ZohoLock.Client.Tests.Finding;

/// <summary>How many rows a query asks for, where Zoho gives fewer at once than its pages say.</summary>
public sealed class QueryPageTests
{
    private const string Empty = """{"data":[{"id":"1"}],"info":{"more_records":false}}""";

    [Theory]
    [InlineData("""{"by":"limit","limit":500}""", 500)]
    [InlineData("""{"limit":"500"}""", 500)]
    [InlineData("""{"limit":1}""", 1)]
    [InlineData("""{"limit":2000}""", 200)]
    [InlineData("""{"limit":0}""", 200)]
    [InlineData("""{"limit":-5}""", 200)]
    [InlineData("""{"limit":"many"}""", 200)]
    [InlineData("""{}""", 200)]
    public async Task A_smaller_limit_is_taken_from_the_refusal_and_kept(string details, int expected)
    {
        List<int> limits = [];
        using var server = new LiteralServer(request =>
        {
            limits.Add(LimitOf(request));
            return limits.Count == 1
                ? Reply.Json(400, $$"""{"code":"LIMIT_EXCEEDED","details":{{details}},"message":"limit exceeded","status":"error"}""")
                : Reply.Json(200, Empty);
        });
        using var connection = await Opened.WithToken(server);

        await Pages.ReadAsync(connection.GetFinder().FindAsync(new("Deals")));
        await Pages.ReadAsync(connection.GetFinder().FindAsync(new("Deals")));

        Assert.Equal([2000, expected, expected], limits);
    }

    [Fact]
    public async Task Where_no_limit_is_small_enough_the_refusal_is_the_outcome()
    {
        List<int> limits = [];
        using var server = new LiteralServer(request =>
        {
            limits.Add(LimitOf(request));
            return Reply.Json(400, """{"code":"LIMIT_EXCEEDED","details":{},"message":"limit exceeded","status":"error"}""");
        });
        using var connection = await Opened.WithToken(server);

        Assert.Equal("LIMIT_EXCEEDED", (await Assert.ThrowsAsync<ZohoException>(() => Pages.ReadAsync(connection.GetFinder().FindAsync(new("Deals"))))).Error.Code);
        Assert.Equal([2000, 200], limits);
    }

    [Theory]
    [InlineData(2000, 2)]
    [InlineData(1999, 1)]
    public async Task Without_a_word_about_more_a_full_page_is_not_the_last(int rows, int queries)
    {
        var count = 0;
        using var server = new LiteralServer(_ => Reply.Json(200, ++count == 1
            ? $$"""{"data":[{{string.Join(',', Enumerable.Range(1, rows).Select(id => $$"""{"id":"{{id}}"}"""))}}]}"""
            : """{"data":[{"id":"5000"}]}"""));
        using var connection = await Opened.WithToken(server);

        Assert.Equal(queries == 2 ? rows + 1 : rows, (await Pages.ReadAsync(connection.GetFinder().FindAsync(new("Deals")))).Count);
        Assert.Equal(queries, count);
    }

    [Theory]
    [InlineData("""{"more_records":"true"}""", 3)]
    [InlineData("""{"more_records":"false"}""", 1)]
    [InlineData("""{"more_records":null}""", 1)]
    [InlineData("""{"count":2}""", 1)]
    public async Task More_records_may_be_told_in_text(string info, int expected)
    {
        using var server = LiteralServer.InTurn(
            Reply.Json(200, $$"""{"data":[{"id":"1"},{"id":"2"}],"info":{{info}}}"""), Reply.Json(200, """{"data":[{"id":"3"}],"info":{"more_records":false}}"""));
        using var connection = await Opened.WithToken(server);

        Assert.Equal(expected == 1 ? 2 : expected, (await Pages.ReadAsync(connection.GetFinder().FindAsync(new("Deals")))).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","info":{}""")]
    [InlineData(""","info":{"more_records":null,"count":2000}""")]
    [InlineData(""","info":[]""")]
    public async Task A_full_page_whose_info_tells_nothing_is_not_the_last_one(string info)
    {
        using var server = LiteralServer.InTurn(
            Reply.Json(200, $$"""{"data":[{{Rows(1, 2000)}}]{{info}}}"""), Reply.Json(200, """{"data":[{"id":"5000"}],"info":{"more_records":false}}"""));
        using var connection = await Opened.WithToken(server);

        Assert.Equal(2001, (await Pages.ReadAsync(connection.GetFinder().FindAsync(new("Deals")))).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","info":{"per_page":200,"count":200}""")]
    [InlineData(""","info":{"more_records":"true"}""")]
    public async Task A_full_page_of_the_list_of_all_records_is_not_the_last_one_either(string info)
    {
        using var server = new LiteralServer(request => request.Path != "/crm/v7/Deals"
            ? Reply.Json(403, """{"code":"NO_PERMISSION","details":{},"message":"permission denied","status":"error"}""")
            : request.Query.GetValueOrDefault("page") == "2"
                ? Reply.Json(200, """{"data":[{"id":"5000","Locked__s":true}],"info":{"more_records":false}}""")
                : Reply.Json(200, $$"""{"data":[{{Rows(1, 200)}}]{{info}}}"""));
        using var connection = await Opened.WithToken(server);

        Assert.Equal(201, (await Pages.ReadAsync(connection.GetFinder().FindLockedAsync("Deals"))).Count);
    }

    private static string Rows(int first, int count) =>
        string.Join(',', Enumerable.Range(first, count).Select(id => $$"""{"id":"{{id}}","Locked__s":true}"""));

    private static int LimitOf(ReceivedRequest request) =>
        int.Parse(((string)request.Json!["select_query"]!).Split("limit ")[1], CultureInfo.InvariantCulture);
}
