using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration;
using ZohoLock.Locking;
using ZohoLock.Metadata;

namespace ZohoLock.Client.Tests.Transport;

/// <summary>
/// Ids in answers are digits: one that isn't would become a segment of the next call's path, where <c>..</c> makes the unlocking of a record its
/// deletion.
/// </summary>
public sealed class AnswerIdTests
{
    private const string Record = LockingCalls.RecordId;

    /// <summary>What a server may write for an id, in JSON.</summary>
    public static TheoryData<string> HostileIds { get; } = new(
        "\"..\"", "\".\"", "\"\"", "\" \"", "\"../..\"", "\"1/../2\"", "\"1/2\"", "\"..\\\\..\"", "\"%2e%2e\"", "\"1?a=b\"", "\"1#\"", "\"1\\n\"", "\"\\u001b[2J1\"",
        "\"1\\u202e2\"", "\"zcrm_1\"", "\" 1\"", "\"-1\"", "\"１２\"", "\"5.8431E+18\"", $"\"{new string('1', 33)}\"", "-1", "1.5", "1e3", "true", "{}", "[]", "[1]");

    [Theory]
    [MemberData(nameof(HostileIds))]
    public async Task A_lock_id_that_is_none_ends_the_change_before_it_is_sent(string id)
    {
        foreach (var change in (Func<RecordLockClient, Task>[])[
            client => client.UnlockAsync("Leads", Record),
            client => client.UpdateReasonAsync("Leads", Record, "reason"),
            client => client.ListAsync("Leads", Record),
            client => client.GetAsync("Leads", Record, LockingCalls.LockId)])
        {
            using var server = LiteralServer.Always(Reply.Json(200, $$"""{"data":[{"id":{{id}},"Lock_Source__s":"Manual"}]}"""));
            using var connection = await Opened.WithToken(server);
            var client = new RecordLockClient(connection.Api);

            AssertUnreadable(await Assert.ThrowsAsync<ZohoException>(() => change(client)));

            Assert.Equal("GET", server.Request.Method);
        }
    }

    [Theory]
    [MemberData(nameof(HostileIds))]
    public async Task A_new_locks_id_that_is_none_is_no_success(string id)
    {
        using var server = LiteralServer.Always(
            Reply.Json(201, $$$"""{"data":[{"code":"SUCCESS","details":{"id":{{{id}}}},"message":"record added","status":"success"}]}"""));
        using var connection = await Opened.WithToken(server);

        AssertUnreadable(await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock));

        Assert.Equal("POST", server.Request.Method);
    }

    [Theory]
    [MemberData(nameof(HostileIds))]
    public async Task The_id_of_somebody_elses_lock_that_is_none_is_not_updated(string id)
    {
        using var server = new LiteralServer(request => request.Method == "POST"
            ? Reply.Json(403, """{"code":"NOT_ALLOWED","details":{"resource_path_index":1},"message":"record is already locked","status":"error"}""")
            : Reply.Json(200, $$"""{"data":[{"id":{{id}},"Lock_Source__s":"Manual"}]}"""));
        using var connection = await Opened.WithToken(server);

        AssertUnreadable(await Assert.ThrowsAsync<ZohoException>(
            () => new RecordLockClient(connection.Api).LockAsync("Leads", Record, "reason", IfLocked.Update)));

        Assert.Equal(["POST", "GET"], server.Requests.Select(request => request.Method));
    }

    [Theory]
    [MemberData(nameof(HostileIds))]
    public async Task An_id_in_a_configuration_that_is_none_ends_the_change_before_it_is_sent(string id)
    {
        foreach (var row in (string[])[
            $$"""{"id":{{id}}}""",
            $$"""{"id":"17","locking_rules":[{"id":{{id}},"name":"R"}]}""",
            $$"""{"id":"17","excluded_fields":[{"id":{{id}},"api_name":"Stage"}]}""",
            $$"""{"id":"17","lock_excluded_profiles":[{"id":{{id}},"name":"Standard"}]}""",
            $$"""{"id":"17","restricted_custom_buttons":[{"id":{{id}},"name":"Send"}]}""",
            $$$"""{"id":"17","locking_rules":[{"id":"1","criteria":{"comparator":"equal","field":{"api_name":"A","id":{{{id}}}},"value":"1"}}]}"""])
        {
            foreach (var change in (Func<LockConfigurationClient, Task>[])[
                client => client.DeleteAsync("Leads"),
                client => client.UpdateAsync("Leads", known => known with { LockType = LockType.Manual })])
            {
                using var server = LiteralServer.Always(Reply.Json(200, $$"""{"record_locking_configurations":[{{row}}]}"""));
                using var connection = await Opened.WithToken(server);

                AssertUnreadable(await Assert.ThrowsAsync<ZohoException>(() => change(new(connection.Api))));

                Assert.Equal("GET", server.Request.Method);
            }
        }
    }

    [Theory]
    [MemberData(nameof(HostileIds))]
    public async Task A_new_configurations_id_that_is_none_is_no_success(string id)
    {
        using var server = LiteralServer.Always(Reply.Json(
            201, $$$"""{"record_locking_configurations":[{"code":"SUCCESS","details":{"id":{{{id}}}},"message":"m","status":"success"}]}"""));
        using var connection = await Opened.WithToken(server);

        AssertUnreadable(await Assert.ThrowsAsync<ZohoException>(
            () => new LockConfigurationClient(connection.Api).CreateAsync(new() { Module = "Leads", LockType = LockType.Manual })));

        Assert.Equal("POST", server.Request.Method);
    }

    [Theory]
    [MemberData(nameof(HostileIds))]
    public async Task An_organisations_id_that_is_none_leaves_the_organisation_unknown(string id)
    {
        using var server = LiteralServer.Always(Reply.Json(200, $$"""{"org":[{"company_name":"Zylker","id":{{id}}}]}"""));
        using var connection = await Opened.WithToken(server);

        Assert.Equal("UnreadableAnswer", (await connection.TryLearnOrganizationAsync())?.Code);
        Assert.Null(connection.Organization);
    }

    [Theory]
    [MemberData(nameof(HostileIds))]
    public async Task An_id_that_is_only_shown_is_not_told_where_it_is_none(string id)
    {
        using var server = LiteralServer.Always(Reply.Json(200, $$$"""
            {"data":[{"id":"1","Locked_By__s":{"name":"Patricia Boyle","id":{{{id}}}},"Record_Locking_Configuration_Id__s":{{{id}}},"Record_Locking_Rule_Id__s":{{{id}}}}]}
            """));
        using var connection = await Opened.WithToken(server);

        var found = Assert.Single(await new RecordLockClient(connection.Api).ListAsync("Leads", Record));

        Assert.Equal(new RecordLock("Leads", Record, "1") { LockedBy = new User { Name = "Patricia Boyle" } }, found);
    }

    [Theory]
    [MemberData(nameof(HostileIds))]
    public async Task What_a_configuration_can_refer_to_is_known_by_its_name_where_the_id_is_none(string id)
    {
        using var server = LiteralServer.Always(Reply.Json(200, $$"""
            {"fields":[{"api_name":"Stage","id":{{id}}}],"profiles":[{"name":"Standard","id":{{id}}}],"custom_buttons":[{"name":"Send","id":{{id}}}]}
            """));
        using var connection = await Opened.WithToken(server);
        var metadata = new ModuleMetadata(connection.Api);

        Assert.Equal(new FieldReference("Stage"), Assert.Single(await metadata.GetFieldsAsync("Leads")).ToReference());
        Assert.Equal([new NamedReference("Standard")], await metadata.GetProfilesAsync());
        Assert.Equal([new NamedReference("Send")], await metadata.GetCustomButtonsAsync("Leads"));
    }

    [Fact]
    public async Task A_page_token_that_no_query_takes_makes_the_list_unreadable()
    {
        foreach (var token in (string[])[new string('a', 2_049), new string('a', 100_000), "a\\nb", "\\u001b]0;x\\u0007"])
        {
            using var server = LiteralServer.Always(Reply.Json(200, $$$"""{"data":[{"id":"1"}],"info":{"more_records":true,"next_page_token":"{{{token}}}"}}"""));
            using var connection = await Opened.WithToken(server);

            AssertUnreadable(await new RecordLockClient(connection.Api).FailAsync(LockingCall.List));

            Assert.Equal("GET", server.Request.Method);
        }
    }

    [Fact]
    public async Task The_longest_page_token_goes_back_as_it_came()
    {
        var token = string.Concat(Enumerable.Repeat("é&=/", 512));
        using var server = LiteralServer.InTurn(
            Reply.Json(200, $$$"""{"data":[{"id":"1"}],"info":{"more_records":true,"next_page_token":"{{{token}}}"}}"""), Reply.NoContent);
        using var connection = await Opened.WithToken(server);

        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.List);

        Assert.Equal(token, server.Requests[1].Query["page_token"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task A_name_or_an_id_that_would_leave_its_place_in_a_path_is_refused_before_any_call(string segment)
    {
        using var server = LiteralServer.Always(Reply.NoContent);
        using var connection = await Opened.WithToken(server);
        var client = new RecordLockClient(connection.Api);
        foreach (var call in (Func<Task>[])[
            () => client.UnlockAsync("Leads", Record, segment),
            () => client.UnlockAsync("Leads", segment, "1"),
            () => client.LockAsync(segment, Record, "reason"),
            () => client.ListAsync("Leads", segment),
            () => new LockConfigurationClient(connection.Api).DeleteAsync("Leads", segment)])
        {
            var failure = await Assert.ThrowsAsync<ZohoException>(call);

            Assert.Equal(("InvalidPathSegment", ZohoErrorKind.InvalidArgument), (failure.Error.Code, failure.Error.Kind));
        }

        Assert.Empty(server.Requests);
    }

    private static void AssertUnreadable(ZohoException failure) =>
        Assert.Equal(("UnreadableAnswer", ZohoErrorKind.ConnectionError), (failure.Error.Code, failure.Error.Kind));
}
