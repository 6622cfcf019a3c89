using System.Text.RegularExpressions;
using ZohoCrm.Emulator;
using ZohoLock.Bulk;
using ZohoLock.Client.Tests.Servers;

namespace ZohoLock.Client.Tests.Finding;

/// <summary>The state of records whose ids are known.</summary>
public sealed class RecordLookupTests : IDisposable
{
    private readonly CrmEmulator _emulator = new();
    private readonly CrmModule _deals;

    public RecordLookupTests()
    {
        _deals = _emulator.AddModule("Deals");
        _emulator.Start();
    }

    public void Dispose() => _emulator.Dispose();

    [Fact]
    public async Task States_are_looked_up_50_a_call_in_the_order_of_the_input()
    {
        var ids = _deals.AddRecords(2010);
        _deals.SetLocked(ids[7]);
        using var connection = await Opened.To(_emulator, policy: Opened.Repeating);
        var random = new Random(1);
        var shuffled = ids.OrderBy(_ => random.Next()).ToArray();

        var outcomes = await RunAsync(connection, shuffled.Select(Input), "Stage");

        Assert.Equal(shuffled, outcomes.Select(outcome => ((Record)outcome.Output!).RecordId));
        Assert.Equal(41, _emulator.Counters.Count(Operation.QueryRecords));
        Assert.Equal([ids[7]], outcomes.Select(outcome => (Record)outcome.Output!).Where(record => record.IsLocked == true).Select(record => record.RecordId));
        Assert.All(outcomes, outcome => Assert.IsType<string>(((Record)outcome.Output!)["Stage"]));
    }

    [Fact]
    public async Task What_is_not_found_and_what_is_no_id_are_errors_in_their_places()
    {
        var ids = _deals.AddRecords(2);
        using var connection = await Opened.To(_emulator);
        var refused = new ZohoException(ZohoError.Input("InvalidRecordId", "no id", "x"));

        var outcomes = await RunAsync(
            connection, [new RecordInput("x", 1) { Refusal = refused }, Input(ids[1]), Input("999"), Input(ids[1]), Input(ids[0])]);

        Assert.Equal(
            ["InvalidRecordId", ids[1], "RecordNotFound", ids[1], ids[0]],
            outcomes.Select(outcome => outcome.Failure?.Error.Code ?? ((Record)outcome.Output!).RecordId));
        Assert.Equal(1, _emulator.Counters.Count(Operation.QueryRecords));
    }

    [Fact]
    public async Task What_is_not_found_may_have_been_cut_by_a_spreadsheet()
    {
        using var connection = await Opened.To(_emulator);

        var outcomes = await RunAsync(connection, [Input("5843104000000425565"), Input("5843104000000420000")]);

        Assert.DoesNotContain("spreadsheet", outcomes[0].Failure!.Error.Advice, StringComparison.Ordinal);
        Assert.Contains("spreadsheet", outcomes[1].Failure!.Error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(120)]
    public async Task Ids_that_a_spreadsheet_has_cut_end_it_before_the_first_call(int count)
    {
        using var connection = await Opened.To(_emulator);

        var cut = Enumerable.Range(100, count).Select(number => Input($"5843104000{number:00000}0000"));

        Assert.Equal("CutRecordIds", (await Assert.ThrowsAsync<ZohoException>(() => RunAsync(connection, cut))).Error.Code);
        Assert.Equal(0, _emulator.Counters.Count(Operation.QueryRecords));
    }

    [Fact]
    public async Task Where_no_input_is_valid_there_is_no_call()
    {
        using var connection = await Opened.To(_emulator);
        var refused = new ZohoException(ZohoError.Input("InvalidRecordId", "no id", "x"));

        Assert.Same(refused, Assert.Single(await RunAsync(connection, [new RecordInput("x", 1) { Refusal = refused }])).Failure);
        Assert.Equal(0, _emulator.Counters.Count(Operation.QueryRecords));
    }

    [Fact]
    public async Task Records_of_several_modules_are_looked_up_in_theirs()
    {
        var deal = _deals.AddRecords(1)[0];
        var lead = _emulator.AddModule("Leads").AddRecords(1)[0];
        using var connection = await Opened.To(_emulator);

        var outcomes = await RunAsync(connection, [Input(deal), Input(lead) with { Module = "Leads" }, Input(deal) with { Module = "Leads" }]);

        Assert.Equal([$"Deals {deal}", $"Leads {lead}", "RecordNotFound"], outcomes.Select(outcome => outcome.Output?.ToString() ?? outcome.Failure!.Error.Code));
        Assert.Equal(2, _emulator.Counters.Count(Operation.QueryRecords));
    }

    [Fact]
    public async Task A_refused_query_ends_the_lookup()
    {
        using var connection = await Opened.To(_emulator);

        Assert.Equal("INVALID_QUERY", (await Assert.ThrowsAsync<ZohoException>(() => RunAsync(connection, [Input("1") with { Module = "Dealz" }]))).Error.Code);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("\"true\"")]
    public async Task What_a_short_page_leaves_out_is_asked_for_again(string more)
    {
        using var server = LiteralServer.InTurn(
            Reply.Json(200, $$$"""{"data":[{"id":"1"},{"id":"2"}],"info":{"count":2,"more_records":{{{more}}}}}"""),
            Reply.Json(200, $$$"""{"data":[{"id":"4"}],"info":{"count":1,"more_records":{{{more}}}}}"""),
            Reply.NoContent);
        using var connection = await Opened.WithToken(server);

        var outcomes = await RunAsync(connection, ["4", "3", "2", "1"]);

        Assert.Equal(["4", "RecordNotFound", "2", "1"], outcomes.Select(outcome => outcome.Failure?.Error.Code ?? ((Record)outcome.Output!).RecordId));
        Assert.Equal(
            ["id in ('4', '3', '2', '1')", "id in ('4', '3')", "id in ('3')"],
            server.Requests.Select(request => Regex.Match((string)request.Json!["select_query"]!, @"id in \([^)]*\)").Value));
    }

    [Fact]
    public async Task A_page_that_brings_nothing_new_is_the_last()
    {
        using var server = LiteralServer.Always(Reply.Json(200, """{"data":[{"id":"1"}],"info":{"count":1,"more_records":true}}"""));
        using var connection = await Opened.WithToken(server);

        var outcomes = await RunAsync(connection, ["1", "2"]);

        Assert.Equal(["1", "RecordNotFound"], outcomes.Select(outcome => outcome.Failure?.Error.Code ?? ((Record)outcome.Output!).RecordId));
        Assert.Equal(2, server.Requests.Count);
    }

    private static Task<List<RecordOutcome>> RunAsync(Connection connection, IEnumerable<string> ids) => RunAsync(connection, ids.Select(Input));

    private static RecordInput Input(string id) => new(id, 1) { Module = "Deals", RecordId = id, GivenId = id };

    private static async Task<List<RecordOutcome>> RunAsync(Connection connection, IEnumerable<RecordInput> inputs, params string[] fields)
    {
        await using var lookup = connection.GetFinder().LookUp(fields, CancellationToken.None);
        List<RecordOutcome> outcomes = [];
        foreach (var input in inputs)
        {
            while (lookup.IsFull)
            {
                outcomes.AddRange(await lookup.TakeAsync());
            }

            lookup.Add(input);
        }

        lookup.Complete();
        while (!lookup.IsEmpty)
        {
            outcomes.AddRange(await lookup.TakeAsync());
        }

        return outcomes;
    }
}
