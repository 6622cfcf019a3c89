using System.Text.Json.Nodes;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Locking;

/// <summary>What the five calls put on the wire, against the literal samples of protocol sections 1.1 and 1.2.</summary>
public sealed class LockingRequestTests
{
    private const string Collection = "/crm/v7/Leads/5843104000000425566/Locking_Information__s";
    private const string OneLock = "/crm/v7/Leads/5843104000000425566/Locking_Information__s/5843104000000804005";

    [Theory]
    [InlineData(LockingCall.List, "GET", Collection)]
    [InlineData(LockingCall.One, "GET", OneLock)]
    [InlineData(LockingCall.Lock, "POST", Collection)]
    [InlineData(LockingCall.Update, "PUT", OneLock)]
    [InlineData(LockingCall.Unlock, "DELETE", OneLock)]
    public async Task Method_and_path_are_those_of_the_protocol(LockingCall call, string method, string path)
    {
        var request = await SentAsync(call);

        Assert.Equal(method, request.Method);
        Assert.Equal(path, request.Path);
    }

    [Theory]
    [InlineData(LockingCall.List, "v7", "/crm/v7/")]
    [InlineData(LockingCall.List, "v8", "/crm/v8/")]
    [InlineData(LockingCall.One, "v8", "/crm/v8/")]
    [InlineData(LockingCall.Lock, "v8", "/crm/v8/")]
    [InlineData(LockingCall.Update, "v8", "/crm/v8/")]
    [InlineData(LockingCall.Unlock, "v8", "/crm/v8/")]
    public async Task The_path_begins_with_the_api_version(LockingCall call, string version, string beginning)
    {
        var request = await SentAsync(call, version);

        Assert.StartsWith(beginning, request.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LockingCall.Lock)]
    [InlineData(LockingCall.Update)]
    public async Task The_body_is_the_documented_one(LockingCall call)
    {
        var request = await SentAsync(call);

        var documented = JsonNode.Parse("""{ "data": [ { "Locked_Reason__s": "deal in progress" } ] }""");
        Assert.True(JsonNode.DeepEquals(documented, request.Json), request.Body);
        Assert.StartsWith("application/json", request.Header("Content-Type"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LockingCall.List)]
    [InlineData(LockingCall.One)]
    [InlineData(LockingCall.Unlock)]
    public async Task Calls_that_change_no_reason_have_no_body(LockingCall call)
    {
        var request = await SentAsync(call);

        Assert.Equal(string.Empty, request.Body);
        Assert.Null(request.Header("Content-Type"));
        Assert.Null(request.Header("Transfer-Encoding"));
    }

    [Theory]
    [InlineData(LockingCall.List)]
    [InlineData(LockingCall.One)]
    [InlineData(LockingCall.Lock)]
    [InlineData(LockingCall.Update)]
    [InlineData(LockingCall.Unlock)]
    public async Task The_token_goes_in_a_Zoho_oauthtoken_header_to_the_api_host(LockingCall call)
    {
        using var server = LiteralServer.Always(Sample.Success(call));
        using var connection = await Opened.WithToken(server);

        await new RecordLockClient(connection.Api).MakeAsync(call);

        Assert.Equal("Zoho-oauthtoken 1000.access.given", server.Request.Authorization);
        Assert.Equal(server.BaseUri.Authority, server.Request.Header("Host"));
    }

    [Fact]
    public async Task A_list_asks_for_all_documented_fields_that_are_ever_answered()
    {
        var request = await SentAsync(LockingCall.List);

        Assert.Equal(["fields"], request.Query.Keys);
        string[] documented =
        [
            "Locked_For__s", "Locked_Reason__s", "Lock_Source__s", "Locked_Time__s", "Locked_By__s",
            "Record_Locking_Rule_Id__s", "Record_Locking_Configuration_Id__s",
        ];
        Assert.Equal(documented.Order(), request.Query["fields"].Split(',').Order());
    }

    [Fact]
    public async Task A_list_asks_for_just_the_fields_that_were_named()
    {
        using var server = LiteralServer.Always(Reply.NoContent);
        using var connection = await Opened.WithToken(server);

        await new RecordLockClient(connection.Api).ListAsync("Leads", "5843104000000425566", ["Locked_Reason__s", "Locked_By__s"]);

        Assert.Equal("Locked_Reason__s,Locked_By__s", server.Request.Query["fields"]);
    }

    [Fact]
    public async Task No_fields_named_for_a_list_means_all_because_Zoho_makes_them_mandatory()
    {
        using var server = LiteralServer.Always(Reply.NoContent);
        using var connection = await Opened.WithToken(server);

        await new RecordLockClient(connection.Api).ListAsync("Leads", "5843104000000425566", []);

        Assert.Contains("Locked_Reason__s", server.Request.Query["fields"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_lock_is_asked_for_without_a_query()
    {
        var request = await SentAsync(LockingCall.One);

        Assert.Equal(OneLock, request.Target);
    }

    [Fact]
    public async Task One_lock_is_asked_for_with_the_fields_that_were_named()
    {
        using var server = LiteralServer.Always(Reply.Json(200, Sample.One));
        using var connection = await Opened.WithToken(server);

        await new RecordLockClient(connection.Api).GetAsync("Leads", "5843104000000425566", "5843104000000804005", ["Locked_Time__s"]);

        Assert.Equal("Locked_Time__s", server.Request.Query["fields"]);
    }

    [Theory]
    [InlineData(LockingCall.Lock)]
    [InlineData(LockingCall.Update)]
    [InlineData(LockingCall.Unlock)]
    public async Task Calls_that_change_something_have_no_query(LockingCall call)
    {
        var request = await SentAsync(call);

        Assert.Equal(request.Path, request.Target);
    }

    [Theory]
    [InlineData("she said \"no\" \\ </script> & more")]
    [InlineData("Zeile eins\r\nZeile zwei\t– fertig")]
    [InlineData("四半期終了 🔒 ربع")]
    public async Task A_reason_arrives_character_by_character(string reason)
    {
        using var server = LiteralServer.Always(Reply.Json(201, Sample.Locked));
        using var connection = await Opened.WithToken(server);

        await new RecordLockClient(connection.Api).LockAsync("Leads", "5843104000000425566", reason);

        Assert.Equal(reason, (string?)server.Request.Json!["data"]![0]!["Locked_Reason__s"]);
    }

    [Fact]
    public async Task What_is_no_id_cannot_lead_the_call_to_another_path()
    {
        using var server = LiteralServer.Always(Reply.Json(200, Sample.Unlocked));
        using var connection = await Opened.WithToken(server);

        await new RecordLockClient(connection.Api).UnlockAsync("Leads", "1/../2?a=b", "3#c");

        Assert.Equal("/crm/v7/Leads/1%2F..%2F2%3Fa%3Db/Locking_Information__s/3%23c", server.Request.Target);
    }

    [Fact]
    public async Task Each_call_is_one_request()
    {
        foreach (var call in LockingCalls.All)
        {
            await SentAsync(call);
        }
    }

    private static async Task<ReceivedRequest> SentAsync(LockingCall call, string version = "v7")
    {
        using var server = LiteralServer.Always(Sample.Success(call));
        using var connection = await Opened.WithToken(server, version);
        await new RecordLockClient(connection.Api).MakeAsync(call);
        return server.Request;
    }
}
