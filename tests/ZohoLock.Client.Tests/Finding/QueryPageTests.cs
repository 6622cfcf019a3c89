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

    private static int LimitOf(ReceivedRequest request) =>
        int.Parse(((string)request.Json!["select_query"]!).Split("limit ")[1], CultureInfo.InvariantCulture);
}
