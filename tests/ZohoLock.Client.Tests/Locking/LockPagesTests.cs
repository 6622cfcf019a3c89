using System.Globalization;
using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Locking;

/// <summary>A record's locks on more pages than one (protocol section 13): <c>more_records</c> says so.</summary>
public sealed class LockPagesTests
{
    private const string Path = $"/crm/v7/{LockingCalls.Module}/{LockingCalls.RecordId}/Locking_Information__s";

    [Fact]
    public async Task Pages_are_followed_by_their_tokens()
    {
        using var server = LiteralServer.InTurn(
            Page("1", """{"per_page":1,"next_page_token":"a/b+c=&d","count":1,"page":1,"more_records":true}"""),
            Page("2", """{"per_page":1,"next_page_token":"e","count":1,"page":2,"more_records":true}"""),
            Page("3", """{"per_page":1,"next_page_token":null,"count":1,"page":3,"more_records":false}"""));

        Assert.Equal(["1", "2", "3"], (await ListAsync(server)).Select(found => found.LockId));

        Assert.All(server.Requests, request => Assert.Equal(("GET", Path), (request.Method, request.Path)));
        Assert.Single(server.Requests.Select(request => request.Query["fields"]).Distinct());
        Assert.Equal([null, "a/b+c=&d", "e"], server.Requests.Select(request => request.Query.GetValueOrDefault("page_token")));
        Assert.All(server.Requests, request => Assert.DoesNotContain("page", request.Query));
    }

    [Fact]
    public async Task Pages_without_tokens_are_followed_by_their_numbers()
    {
        using var server = LiteralServer.InTurn(
            Page("1", """{"per_page":1,"count":1,"page":1,"more_records":true}"""),
            Page("2", """{"per_page":1,"next_page_token":null,"count":1,"page":2,"more_records":true}"""),
            Page("3", """{"per_page":1,"count":1,"page":3,"more_records":false}"""));

        Assert.Equal(["1", "2", "3"], (await ListAsync(server)).Select(found => found.LockId));

        Assert.Equal([null, "2", "3"], server.Requests.Select(request => request.Query.GetValueOrDefault("page")));
        Assert.All(server.Requests, request => Assert.DoesNotContain("page_token", request.Query));
    }

    [Fact]
    public async Task A_page_without_rows_is_the_end_of_the_list()
    {
        using var server = LiteralServer.InTurn(Page("1", """{"more_records":true}"""), Reply.NoContent);

        Assert.Equal(["1"], (await ListAsync(server)).Select(found => found.LockId));
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","info":null""")]
    [InlineData(""","info":[]""")]
    [InlineData(""","info":{}""")]
    [InlineData(""","info":{"more_records":null,"next_page_token":"a"}""")]
    [InlineData(""","info":{"more_records":"yes","next_page_token":7}""")]
    [InlineData(""","info":{"more_records":false,"next_page_token":"\ud800"}""")]
    public async Task Where_nothing_says_that_there_is_more_one_page_is_all(string info)
    {
        using var server = LiteralServer.InTurn(Reply.Json(200, $$"""{"data":[{"id":"1"}]{{info}}}"""));

        Assert.Equal(["1"], (await ListAsync(server)).Select(found => found.LockId));
    }

    [Fact]
    public async Task A_token_that_comes_again_is_an_error_and_no_loop()
    {
        var pages = 0;
        using var server = new LiteralServer(_ => Page(
            Next(ref pages), $$"""{"next_page_token":"{{(pages % 2 == 0 ? "even" : "odd")}}","more_records":true}"""));

        await FailAsync(server, calls: 3);
    }

    [Fact]
    public async Task A_page_that_comes_again_is_an_error_and_no_loop()
    {
        using var server = LiteralServer.Always(Page("1", """{"page":1,"more_records":true}"""));

        await FailAsync(server, calls: 2);
    }

    [Fact]
    public async Task A_list_without_end_is_an_error()
    {
        var pages = 0;
        using var server = new LiteralServer(_ => Page(Next(ref pages), $$"""{"next_page_token":"{{pages}}","more_records":true}"""));

        await FailAsync(server, calls: 20);
    }

    [Theory]
    [InlineData("v7")]
    [InlineData("v8")]
    public async Task A_lock_whose_answer_was_lost_is_found_on_whatever_page_it_is(string version)
    {
        using var crm = OnePerPage();
        using var connection = await Opened.Open(Opened.Options(crm.Emulator, version), FaultyCrm.Quick);
        crm.LoseAnswer(Operation.LockRecord);

        var made = await new RecordLockClient(connection.Api).LockAsync(FaultyCrm.Module, FaultyCrm.RecordId, FaultyCrm.Reason);

        Assert.Equal((LockSource.Manual, crm.Locks.Single(entry => entry.Kind == LockKind.Manual).Id), (made.Source!.Value, made.LockId));
        Assert.Equal("POST GET GET", crm.Calls);
    }

    [Fact]
    public async Task An_unlock_whose_answer_was_lost_sees_what_is_still_there_on_whatever_page_it_is()
    {
        using var crm = OnePerPage();
        var client = await crm.OpenAsync();
        var lockId = crm.Deals.SetLocked(FaultyCrm.RecordId).Id;
        crm.LoseCall(Operation.UnlockRecord);

        await client.UnlockAsync(FaultyCrm.Module, FaultyCrm.RecordId, lockId);

        Assert.Equal([LockKind.Automatic], crm.Locks.Select(entry => entry.Kind));
        Assert.Equal("DELETE GET GET DELETE", crm.Calls);
    }

    [Fact]
    public async Task A_record_is_unlocked_by_the_lock_on_the_second_page()
    {
        using var crm = OnePerPage();
        var client = await crm.OpenAsync();
        crm.Deals.SetLocked(FaultyCrm.RecordId);

        await client.UnlockAsync(FaultyCrm.Module, FaultyCrm.RecordId);

        Assert.Equal([LockKind.Automatic], crm.Locks.Select(entry => entry.Kind));
    }

    private static FaultyCrm OnePerPage()
    {
        var crm = new FaultyCrm();
        crm.Emulator.Settings.Unknowns.LockOverAutomatic = true;
        crm.Emulator.Settings.Contradictions.LocksPerPage = 1;
        crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Automatic);
        return crm;
    }

    private static Reply Page(string lockId, string info) => Reply.Json(200, $$"""{"data":[{"id":"{{lockId}}"}],"info":{{info}}}""");

    private static string Next(ref int pages) => Interlocked.Increment(ref pages).ToString(CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<RecordLock>> ListAsync(LiteralServer server)
    {
        using var connection = await Opened.WithToken(server);
        return await new RecordLockClient(connection.Api).ListAsync(LockingCalls.Module, LockingCalls.RecordId);
    }

    private static async Task FailAsync(LiteralServer server, int calls)
    {
        using var connection = await Opened.WithToken(server, policy: Opened.Repeating);

        var failure = await new RecordLockClient(connection.Api).FailAsync(LockingCall.List).WaitAsync(Hang.Guard);

        Assert.Equal(("EndlessList", ZohoErrorKind.ConnectionError, false), (failure.Error.Code, failure.Error.Kind, failure.Error.EndsRun));
        Assert.NotEmpty(failure.Error.Advice);
        Assert.Equal(calls, server.Requests.Count);
    }
}
