using System.Text.Json;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Finding;

namespace ZohoLock.Client.Tests.Finding;

/// <summary>What is read of a record's values, however a server writes them.</summary>
public sealed class QueryRowTests
{
    [Theory]
    [InlineData("\"a\"", "a")]
    [InlineData("5", 5L)]
    [InlineData("-5", -5L)]
    [InlineData("1e300", 1e300)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("null", null)]
    [InlineData("""{"x":1}""", """{"x":1}""")]
    public void A_value_is_what_it_is_in_JSON(string json, object? expected) => Assert.Equal(expected, QueryRow.Read(Parse(json)));

    [Fact]
    public void Amounts_references_and_lists_are_read()
    {
        Assert.Equal(10.50m, QueryRow.Read(Parse("10.50")));
        Assert.Equal(new NamedReference("A", "7"), QueryRow.Read(Parse("""{"name":"A","id":"7"}""")));
        Assert.Equal(new NamedReference(null, "7"), QueryRow.Read(Parse("""{"id":7}""")));
        Assert.Equal(new NamedReference("A"), QueryRow.Read(Parse("""{"name":"A"}""")));
        Assert.Equal(new object?[] { "a", 1L, null }, QueryRow.Read(Parse("""["a",1,null]""")));
        Assert.Null(QueryRow.Read(null));
    }

    [Theory]
    [InlineData("""{"id":"7","Owner":{"name":"A","id":"8"},"Locked__s":true,"Deal_Name":"N"}""", "8", "A", true, "N")]
    [InlineData("""{"ID":7,"owner":"8","locked__s":"false","deal_name":5}""", "8", null, false, "5")]
    [InlineData("""{"id":"7","Owner":"not an id","Locked__s":"perhaps","Deal_Name":null}""", null, null, null, null)]
    [InlineData("""{"id":"7","Owner":null,"Locked__s":1}""", null, null, null, null)]
    public void A_record_is_read_whatever_its_casing_and_types(string json, string? owner, string? ownerName, bool? isLocked, string? name)
    {
        var record = QueryRow.ToRecord(Parse(json), "Deals", ["Stage"])!;

        Assert.Equal(("Deals", "7", name, isLocked), (record.Module, record.RecordId, record.RecordName, record.IsLocked));
        Assert.Equal((owner, ownerName), (record.Owner?.Id, record.Owner?.Name));
        Assert.Equal([KeyValuePair.Create("Stage", (object?)null)], record.GetFields());
    }

    [Theory]
    [InlineData("""{"COUNT(id)":5}""", 5)]
    [InlineData("""{"Stage":"17","count":"5"}""", 5)]
    [InlineData("""{"Stage":17}""", null)]
    [InlineData("""{"COUNT(id)":-5}""", null)]
    [InlineData("""{"COUNT(id)":"many"}""", null)]
    [InlineData("5", null)]
    public void A_count_is_found_by_its_name(string json, int? expected) => Assert.Equal(expected, QueryRow.FindCount(Parse(json)));

    [Fact]
    public async Task A_query_brings_records_where_rows_have_ids_and_values_where_they_have_none()
    {
        using var server = LiteralServer.Always(Reply.Json(200, """{"data":[{"id":"7","Stage":"a"},{"Stage":"b","COUNT(id)":2}],"info":{"more_records":true}}"""));
        using var connection = await Opened.WithToken(server);

        var result = await connection.GetFinder().QueryAsync("SELECT Stage FROM Deals WHERE id is not null");

        var record = Assert.Single(result.Records);
        Assert.Equal(("Deals", "7", "a"), (record.Module, record.RecordId, record["Stage"]));
        Assert.Equal(["Stage"], record.GetFields().Keys);
        Assert.Equal([("Stage", "b"), ("COUNT(id)", (object?)2L)], Assert.Single(result.Rows).Select(pair => (pair.Key, pair.Value)));
        Assert.True(result.HasMore);
        Assert.Empty((await connection.GetFinder().QueryAsync("something else")).Records);
        Assert.Equal("SELECT Stage FROM Deals WHERE id is not null", (string)server.Requests[0].Json!["select_query"]!);
    }

    [Fact]
    public async Task A_query_without_more_rows_says_so()
    {
        using var server = LiteralServer.Always(Reply.Json(200, """{"data":[{"id":"7"}],"info":{"more_records":false}}"""));
        using var connection = await Opened.WithToken(server);

        Assert.False((await connection.GetFinder().QueryAsync("select id from Deals where id is not null")).HasMore);
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement.Clone();
}
