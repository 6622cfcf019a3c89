using System.Text.Json.Nodes;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration;
using ZohoLock.Configuration.Criteria;

namespace ZohoLock.Client.Tests.Configuration;

/// <summary>What the calls of locking configurations put on the wire (protocol sections 2.1 and 2.2).</summary>
public sealed class LockConfigurationRequestTests
{
    private const string Collection = "/crm/v7/settings/record_locking_configurations?module=Leads";
    private const string One = $"/crm/v7/settings/record_locking_configurations/{ConfigurationSample.Id}?module=Leads";

    private static readonly LockConfiguration New = new()
    {
        Module = "Leads",
        LockType = LockType.Both,
        LockedFor = LockedFor.AllProfilesExceptExcludedProfiles,
        ExcludedProfiles = [new("Administrator", "5843104000000026011")],
        LockingRules = [new() { Name = "Won", Criteria = CriteriaParser.Parse("Stage = 'Won'"), LockExistingRecords = true }],
        RestrictedActions = ["update", "delete"],
    };

    [Fact]
    public async Task A_look_is_a_GET_of_the_module()
    {
        var (_, requests) = await RunAsync(client => client.GetAsync("Leads"), Reply.NoContent);

        Assert.Equal([("GET", Collection)], requests.Select(request => (request.Method, request.Target)));
        Assert.Equal(string.Empty, requests[0].Body);
    }

    [Theory]
    [InlineData("v7")]
    [InlineData("v8")]
    public async Task The_path_has_the_version_and_a_module_that_cannot_lead_elsewhere(string version)
    {
        using var server = LiteralServer.Always(Reply.NoContent);
        using var connection = await Opened.WithToken(server, version);

        await new LockConfigurationClient(connection.Api).GetAsync("A&b/c");

        Assert.Equal($"/crm/{version}/settings/record_locking_configurations?module=A%26b%2Fc", server.Request.Target);
    }

    [Fact]
    public async Task Creating_is_a_POST_with_all_keys_that_are_ours_to_give()
    {
        var (made, requests) = await RunAsync(
            client => client.CreateAsync(New with { SystemDefined = false, Id = "1", LockingRules = [New.LockingRules[0] with { Id = "2" }] }),
            Reply.Json(201, ConfigurationSample.Success("record locking configuration created successfully")));

        Assert.Equal([("POST", Collection)], requests.Select(request => (request.Method, request.Target)));
        Assert.Equal(ConfigurationSample.Id, made.Id);
        AssertBody(
            """
            {"lock_type":"both","locked_for":"all_profiles_except_excluded_profiles",
             "lock_excluded_profiles":[{"name":"Administrator","id":"5843104000000026011"}],
             "locking_rules":[{"name":"Won","lock_existing_records":true,"criteria":{"comparator":"equal","field":{"api_name":"Stage"},"value":"Won"}}],
             "restricted_actions":["update","delete"],"lock_for_portal_users":true}
            """,
            requests[0]);
    }

    [Fact]
    public async Task A_whole_change_edits_adds_and_takes_away_rules()
    {
        var (_, requests) = await RunAsync(
            client => client.UpdateAsync(New with
            {
                LockingRules =
                [
                    new() { Name = "Last activity rule", Criteria = CriteriaParser.Parse("Created_Time > 2019-01-01") },
                    new() { Name = "New", Criteria = CriteriaParser.Parse("A = 1") },
                ],
            }),
            Reply.Json(200, ConfigurationSample.Get),
            Updated);

        Assert.Equal([("GET", Collection), ("PUT", One)], requests.Select(request => (request.Method, request.Target)));
        AssertRules(
            """
            [{"id":"5843104000000820018","name":"Last activity rule","lock_existing_records":false,
               "criteria":{"comparator":"greater_than","field":{"api_name":"Created_Time"},"value":"2019-01-01"}},
             {"name":"New","lock_existing_records":false,"criteria":{"comparator":"equal","field":{"api_name":"A"},"value":"1"}},
             {"id":"5843104000000820017","_delete":true}]
            """,
            requests[1]);
        Assert.Equal(ConfigurationSample.Id, (string?)Body(requests[1])["id"]);
    }

    [Fact]
    public async Task A_list_is_emptied_by_null_and_one_that_was_empty_is_not_sent()
    {
        var (_, requests) = await RunAsync(
            client => client.UpdateAsync(new() { Module = "Leads", LockType = LockType.Manual }), Reply.Json(200, ConfigurationSample.Get), Updated);

        AssertBody(
            """
            {"id":"5843104000000758004","lock_type":"manual","lock_for_portal_users":true,"excluded_fields":null,"restricted_actions":null,"restricted_communications":null,
             "restricted_custom_buttons":null,
             "locking_rules":[{"id":"5843104000000820017","_delete":true},{"id":"5843104000000820018","_delete":true}]}
            """,
            requests[1]);
    }

    [Fact]
    public async Task A_new_rule_may_have_the_former_name_of_one_that_is_renamed()
    {
        var (_, requests) = await RunAsync(
            client => client.UpdateAsync(New with
            {
                LockingRules =
                [
                    new() { Name = "lead conversion rule", Criteria = CriteriaParser.Parse("A = 1") },
                    new() { Id = "5843104000000820017", Name = "renamed" },
                    new() { Name = "Last activity rule", Criteria = CriteriaParser.Parse("A = 2") },
                ],
            }),
            Reply.Json(200, ConfigurationSample.Get),
            Updated);

        Assert.Equal(
            [(null, "lead conversion rule"), ("5843104000000820017", "renamed"), ("5843104000000820018", "Last activity rule")],
            Body(requests[1])["locking_rules"]!.AsArray().Select(rule => ((string?)rule!["id"], (string?)rule["name"])));
        Assert.Equal("10", (string?)Body(requests[1])["locking_rules"]![1]!["criteria"]!["value"]);
    }

    [Fact]
    public async Task What_a_change_leaves_alone_goes_back_with_the_ids_that_it_came_with()
    {
        var (_, requests) = await RunAsync(
            client => client.UpdateAsync(New with
            {
                ExcludedFields = [new("Description"), new("Amount")],
                LockingRules = [new() { Name = "lead conversion rule", Criteria = CriteriaParser.Parse("Lead_Conversion_Time > 10") }],
            }),
            Reply.Json(200, ConfigurationSample.Get),
            Updated);

        Assert.Equal(
            """[{"api_name":"Description","id":"5843104000000002645"},{"api_name":"Amount"}]""", Body(requests[1])["excluded_fields"]!.ToJsonString());
        Assert.Equal("5843104000000280013", (string?)Body(requests[1])["locking_rules"]![0]!["criteria"]!["field"]!["id"]);
    }

    [Fact]
    public async Task Where_the_server_knows_no_path_with_an_id_the_id_goes_in_the_body()
    {
        var (_, requests) = await RunAsync(
            client => client.UpdateAsync(New),
            Reply.Json(200, ConfigurationSample.Get),
            Reply.Json(404, """{"code":"INVALID_URL_PATTERN","details":{},"message":"Please check if the URL trying to access is a correct one","status":"error"}"""),
            Updated);

        Assert.Equal([("PUT", One), ("PUT", Collection)], requests.Skip(1).Select(request => (request.Method, request.Target)));
        Assert.Equal(ConfigurationSample.Id, (string?)Body(requests[2])["id"]);
    }

    [Fact]
    public async Task A_rule_is_changed_by_its_id_or_by_its_name()
    {
        foreach (var id in (string?[])["5843104000000820017", null])
        {
            var (_, requests) = await RunAsync(
                client => client.UpdateAsync("Leads", known => known.WithRuleChanged(new() { Id = id, Name = "lead conversion rule", Criteria = CriteriaParser.Parse("Lead_Conversion_Time > 20") })),
                Reply.Json(200, ConfigurationSample.Get),
                Updated);

            var rules = Body(requests[1])["locking_rules"]!.AsArray();
            Assert.Equal(["5843104000000820017", "5843104000000820018"], rules.Select(rule => (string?)rule!["id"]));
            Assert.Equal("20", (string?)rules[0]!["criteria"]!["value"]!);
        }
    }

    [Theory]
    [InlineData("5843104000000820018")]
    [InlineData("Last activity rule")]
    public async Task A_rule_is_taken_away_by_its_id_or_by_its_name(string rule)
    {
        var (left, requests) = await RunAsync(
            client => client.UpdateAsync("Leads", known => known.WithRuleRemoved(rule)), Reply.Json(200, ConfigurationSample.Get), Updated);

        Assert.Equal("lead conversion rule", Assert.Single(left.LockingRules).Name);
        AssertRules(
            """
            [{"name":"lead conversion rule","id":"5843104000000820017","lock_existing_records":false,
               "criteria":{"comparator":"greater_than","field":{"api_name":"Lead_Conversion_Time","id":"5843104000000280013"},"value":"10"}},
             {"id":"5843104000000820018","_delete":true}]
            """,
            requests[1]);
    }

    [Fact]
    public async Task Where_nothing_differs_nothing_is_sent()
    {
        var (same, requests) = await RunAsync(
            client => client.UpdateAsync("Leads", known => known.WithRuleChanged(new() { Name = "lead conversion rule", Criteria = CriteriaParser.Parse("Lead_Conversion_Time > 10") })),
            Reply.Json(200, ConfigurationSample.Get));

        Assert.Single(requests);
        Assert.Equal(ConfigurationSample.Id, same.Id);
    }

    [Fact]
    public async Task Deleting_is_a_DELETE_of_the_id_which_is_looked_up_where_it_is_not_given()
    {
        var (_, given) = await RunAsync(Delete(ConfigurationSample.Id), Deleted);
        var (_, found) = await RunAsync(Delete(null), Reply.Json(200, ConfigurationSample.Get), Deleted);

        Assert.Equal([("DELETE", One)], given.Select(request => (request.Method, request.Target)));
        Assert.Equal([("GET", Collection), ("DELETE", One)], found.Select(request => (request.Method, request.Target)));
        Assert.Equal(string.Empty, found[1].Body);

        static Func<LockConfigurationClient, Task<LockConfiguration?>> Delete(string? id) => async client =>
        {
            await client.DeleteAsync("Leads", id);
            return null;
        };
    }

    [Fact]
    public async Task What_is_not_there_is_not_changed()
    {
        Assert.Equal("NO_CONFIGURATION", await CodeAsync(client => client.UpdateAsync(New), Reply.NoContent));
        Assert.Equal("NO_CONFIGURATION", await CodeAsync(client => client.DeleteAsync("Leads"), Reply.NoContent));
        Assert.Equal("NO_CONFIGURATION", await CodeAsync(client => client.UpdateAsync(New with { Id = "17" }), Reply.Json(200, ConfigurationSample.Get)));
        Assert.Equal("NO_RULE", await CodeAsync(client => client.UpdateAsync("Leads", known => known.WithRuleRemoved("nobody's")), Reply.Json(200, ConfigurationSample.Get)));
        Assert.Equal(
            "NO_RULE", await CodeAsync(client => client.UpdateAsync("Leads", known => known.WithRuleChanged(new() { Name = "nobody's" })), Reply.Json(200, ConfigurationSample.Get)));

        static async Task<string> CodeAsync(Func<LockConfigurationClient, Task> call, Reply reply)
        {
            using var server = LiteralServer.InTurn(reply);
            using var connection = await Opened.WithToken(server);
            var failure = await Assert.ThrowsAsync<ZohoException>(() => call(new LockConfigurationClient(connection.Api)));
            Assert.Equal(ZohoErrorKind.ObjectNotFound, failure.Error.Kind);
            return failure.Error.Code;
        }
    }

    private static Reply Updated => Reply.Json(200, ConfigurationSample.Success("record locking configuration updated successfully"));

    private static Reply Deleted => Reply.Json(200, ConfigurationSample.Success("record locking configuration deleted"));

    private static async Task<(T Result, IReadOnlyList<ReceivedRequest> Requests)> RunAsync<T>(
        Func<LockConfigurationClient, Task<T>> call, params Reply[] replies)
    {
        using var server = LiteralServer.InTurn(replies);
        using var connection = await Opened.WithToken(server);
        var result = await call(new LockConfigurationClient(connection.Api));
        Assert.Equal(replies.Length, server.Requests.Count);
        return (result, server.Requests);
    }

    private static JsonNode Body(ReceivedRequest request) => Assert.Single(request.Json!["record_locking_configurations"]!.AsArray())!;

    private static void AssertBody(string expected, ReceivedRequest request) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), Body(request)), request.Body);

    private static void AssertRules(string expected, ReceivedRequest request) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), Body(request)["locking_rules"]), request.Body);
}
