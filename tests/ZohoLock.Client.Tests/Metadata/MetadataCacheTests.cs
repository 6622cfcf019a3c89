using ZohoLock.Client.Tests.Servers;

namespace ZohoLock.Client.Tests.Metadata;

/// <summary>What was read of an organisation is read once a connection.</summary>
public sealed class MetadataCacheTests
{
    private const string Fields = """{"fields":[{"api_name":"Stage","id":"1"}]}""";

    [Fact]
    public async Task A_list_is_read_once_a_module_also_by_several_at_once()
    {
        var answer = new TaskCompletionSource<Reply>();
        using var server = new LiteralServer(_ => answer.Task);
        using var connection = await Opened.WithToken(server);

        var reads = Enumerable.Range(0, 5).Select(_ => connection.GetMetadata().GetFieldsAsync("Deals")).ToArray();
        answer.SetResult(Reply.Json(200, Fields));
        await Task.WhenAll(reads);
        await connection.GetMetadata().GetFieldsAsync("Deals");
        Assert.Single(server.Requests);

        await connection.GetMetadata().GetFieldsAsync("Leads");
        Assert.Equal(["/crm/v7/settings/fields?module=Deals", "/crm/v7/settings/fields?module=Leads"], server.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task A_list_that_could_not_be_read_is_read_again()
    {
        using var server = LiteralServer.InTurn(Reply.Json(403, """{"code":"NO_PERMISSION","details":{},"message":"permission denied","status":"error"}"""), Reply.Json(200, Fields));
        using var connection = await Opened.WithToken(server);

        await Assert.ThrowsAsync<ZohoException>(() => connection.GetMetadata().GetFieldsAsync("Deals"));
        Assert.Single(await connection.GetMetadata().GetFieldsAsync("Deals"));
    }

    [Fact]
    public async Task Who_no_longer_waits_does_not_end_the_call_for_others()
    {
        var answer = new TaskCompletionSource<Reply>();
        using var server = new LiteralServer(_ => answer.Task);
        using var connection = await Opened.WithToken(server);
        using var impatient = new CancellationTokenSource();

        var first = connection.GetMetadata().GetFieldsAsync("Deals", impatient.Token);
        var second = connection.GetMetadata().GetFieldsAsync("Deals");
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        answer.SetResult(Reply.Json(200, Fields));

        Assert.Single(await second);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Views_are_read_page_by_page()
    {
        using var server = LiteralServer.InTurn(
            Reply.Json(200, """{"custom_views":[{"id":"1","name":"All Deals","display_value":"Alle Deals","system_name":"ALLVIEWS"},null,{"name":"no id"}],"info":{"more_records":true}}"""),
            Reply.Json(200, """{"custom_views":[{"id":"2","system_name":"ALLLOCKEDDEALS"}],"info":{"more_records":false}}"""));
        using var connection = await Opened.WithToken(server);

        Assert.Equal(
            [new ModuleView("1", "Alle Deals", "ALLVIEWS"), new ModuleView("2", "ALLLOCKEDDEALS", "ALLLOCKEDDEALS")],
            await connection.GetMetadata().GetViewsAsync("Deals"));
        Assert.Equal("/crm/v7/settings/custom_views?module=Deals&page=2", server.Requests[1].Target);
    }

    [Fact]
    public async Task Modules_that_can_be_locked_are_standard_ones_and_custom_ones()
    {
        using var server = LiteralServer.Always(Reply.Json(200, """
            {"modules":[{"api_name":"Deals","generated_type":"default","api_supported":true},{"api_name":"Calls","generated_type":"default","api_supported":true},
             {"api_name":"Projects","generated_type":"custom","api_supported":true},{"api_name":"Hidden","generated_type":"custom","api_supported":false},
             {"api_name":"Linking","generated_type":"linking"},{"generated_type":"custom"}]}
            """));
        using var connection = await Opened.WithToken(server);

        Assert.Equal(["Deals", "Projects"], (await connection.GetMetadata().GetModulesAsync()).Where(module => module.IsLockable).Select(module => module.ApiName));
    }
}
