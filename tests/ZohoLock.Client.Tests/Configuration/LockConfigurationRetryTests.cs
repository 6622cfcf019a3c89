using System.Text.Json.Nodes;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration;
using ZohoLock.Configuration.Criteria;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Configuration;

/// <summary>A change whose answer was lost is looked at before it is repeated, and is made once.</summary>
public sealed class LockConfigurationRetryTests : IDisposable
{
    private static readonly LockConfiguration Wanted = new()
    {
        Module = "Leads",
        LockType = LockType.Both,
        LockingRules = [new() { Name = "Won", Criteria = CriteriaParser.Parse("Stage = 'Won'") }],
    };

    private readonly ConfigurationServer _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData(new[] { Loss.BeforeChange }, new[] { "POST", "POST" })]
    [InlineData(new[] { Loss.AfterChange }, new[] { "POST" })]
    [InlineData(new[] { Loss.BeforeChange, Loss.BeforeChange, Loss.AfterChange }, new[] { "POST", "POST", "POST" })]
    public async Task A_configuration_is_made_once(Loss[] losses, string[] changes)
    {
        _server.Lose(losses);
        using var connection = await _server.OpenAsync();

        var made = await new LockConfigurationClient(connection.Api).CreateAsync(Wanted);

        Assert.Equal((string?)_server.Configuration!["id"], made.Id);
        Assert.Equal(changes, _server.Changes);
    }

    [Fact]
    public async Task A_configuration_that_somebody_else_made_meanwhile_is_not_taken_for_ours()
    {
        foreach (var theirs in (string[])
            [
                """{"id":"9","lock_type":"manual"}""",
                """{"id":"9","lock_type":"both","created_time":"2001-01-01T00:00:00+00:00","locking_rules":[{"id":"8","name":"Won","criteria":{"comparator":"equal","field":{"api_name":"Stage"},"value":"Won"}}]}""",
            ])
        {
            using var server = new ConfigurationServer { Configuration = (JsonObject)JsonNode.Parse(theirs)! };
            server.Lose(Loss.BeforeChange);
            using var connection = await server.OpenAsync();

            var failure = await Assert.ThrowsAsync<ZohoException>(() => new LockConfigurationClient(connection.Api).CreateAsync(Wanted));

            Assert.Equal(("LIMIT_EXCEEDED", ZohoErrorKind.ResourceExists), (failure.Error.Code, failure.Error.Kind));
            Assert.DoesNotContain("not known", failure.Message, StringComparison.Ordinal);
            Assert.Equal(["POST"], server.Changes);
        }
    }

    [Theory]
    [InlineData("5843104000000424672", null)]
    [InlineData("5843104000000424999", "LIMIT_EXCEEDED")]
    public async Task Whose_it_is_decides_about_one_that_is_just_as_it_should_be(string userId, string? refusal)
    {
        using var server = LiteralServer.InTurn(
            Servers.Sample.Success(LockingCall.Lock),
            Reply.Truncated(201, ConfigurationSample.Success("record locking configuration created successfully")),
            Reply.Json(200, $$$"""{"record_locking_configurations":[{"id":"9","lock_type":"manual","created_by":{"name":"x","id":"{{{userId}}}"}}]}"""));
        using var connection = await Opened.WithToken(server, policy: Opened.Repeating);
        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock);

        var made = new LockConfigurationClient(connection.Api).CreateAsync(new() { Module = "Leads", LockType = LockType.Manual });

        Assert.Equal(refusal, (await Xunit.Record.ExceptionAsync(() => made) as ZohoException)?.Error.Code);
        Assert.Equal(refusal is null, made.IsCompletedSuccessfully);
        Assert.Equal(["POST", "POST", "GET"], server.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task A_configuration_that_the_server_shows_by_ids_only_is_known_again()
    {
        using var server = LiteralServer.InTurn(
            Reply.Closed,
            Reply.Json(200, """{"record_locking_configurations":[{"id":"9","lock_type":"manual","excluded_fields":[{"id":"71"}]}]}"""),
            Reply.Json(200, """{"fields":[{"api_name":"Description","id":"71"}]}"""));
        using var connection = await Opened.WithToken(server, policy: Opened.Repeating);

        var made = await new LockConfigurationClient(connection.Api).CreateAsync(
            new() { Module = "Leads", LockType = LockType.Manual, ExcludedFields = [new("Description")] });

        Assert.Equal("9", made.Id);
        Assert.Equal(["POST", "GET", "GET"], server.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task A_repeat_that_is_refused_because_the_first_was_carried_out_late_is_done()
    {
        using var server = LiteralServer.InTurn(
            Reply.Closed,
            Reply.NoContent,
            Reply.Json(400, """{"code":"LIMIT_EXCEEDED","details":{"param_name":"module","limit":1},"message":"Configuration already created for this module","status":"error"}"""),
            Reply.Json(200, """{"record_locking_configurations":[{"id":"9","lock_type":"manual"}]}"""));
        using var connection = await Opened.WithToken(server, policy: Opened.Repeating);

        var made = await new LockConfigurationClient(connection.Api).CreateAsync(new() { Module = "Leads", LockType = LockType.Manual });

        Assert.Equal("9", made.Id);
        Assert.Equal(["POST", "GET", "POST", "GET"], server.Requests.Select(request => request.Method));
    }

    [Theory]
    [InlineData(Loss.BeforeChange, new[] { "PUT", "PUT" })]
    [InlineData(Loss.AfterChange, new[] { "PUT" })]
    public async Task A_rule_is_added_once(Loss loss, string[] changes)
    {
        _server.Configuration = Sample();
        _server.Lose(loss);
        using var connection = await _server.OpenAsync();

        var changed = await new LockConfigurationClient(connection.Api).UpdateAsync("Leads", known => known.WithRuleAdded(Wanted.LockingRules[0]));

        Assert.Equal(["lead conversion rule", "Last activity rule", "Won"], RuleNames());
        Assert.Equal(3, changed.LockingRules.Count);
        Assert.Equal(changes, _server.Changes);
    }

    [Theory]
    [InlineData(Loss.BeforeChange, new[] { "PUT", "PUT" })]
    [InlineData(Loss.AfterChange, new[] { "PUT" })]
    public async Task A_rule_is_taken_away_once(Loss loss, string[] changes)
    {
        _server.Configuration = Sample();
        _server.Lose(loss);
        using var connection = await _server.OpenAsync();

        await new LockConfigurationClient(connection.Api).UpdateAsync("Leads", known => known.WithRuleRemoved("Last activity rule"));

        Assert.Equal(["lead conversion rule"], RuleNames());
        Assert.Equal(changes, _server.Changes);
    }

    [Theory]
    [InlineData(Loss.BeforeChange, new[] { "DELETE", "DELETE" })]
    [InlineData(Loss.AfterChange, new[] { "DELETE" })]
    public async Task A_configuration_is_deleted_once(Loss loss, string[] changes)
    {
        _server.Configuration = Sample();
        _server.Lose(loss);
        using var connection = await _server.OpenAsync();

        await new LockConfigurationClient(connection.Api).DeleteAsync("Leads");

        Assert.Null(_server.Configuration);
        Assert.Equal(changes, _server.Changes);
    }

    [Fact]
    public async Task A_change_that_is_refused_after_a_lost_answer_is_refused_where_it_was_not_made()
    {
        using var server = LiteralServer.InTurn(
            Reply.Json(200, ConfigurationSample.Get),
            Reply.Closed,
            Reply.Json(200, ConfigurationSample.Get),
            Reply.Json(403, """{"code":"NOT_ALLOWED","details":{"resource_path_index":1},"message":"Configuration created by system cannot be updated","status":"error"}"""),
            Reply.Json(200, ConfigurationSample.Get));
        using var connection = await Opened.WithToken(server, policy: Opened.Repeating);

        var failure = await Assert.ThrowsAsync<ZohoException>(
            () => new LockConfigurationClient(connection.Api).UpdateAsync("Leads", known => known.WithRuleAdded(Wanted.LockingRules[0])));

        Assert.Equal("Configuration created by system cannot be updated", failure.Message);
        Assert.Equal(["GET", "PUT", "GET", "PUT", "GET"], server.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task Where_it_cannot_be_cleared_up_the_error_says_so()
    {
        using var server = LiteralServer.InTurn(Reply.Closed);
        using var connection = await Opened.WithToken(server);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => new LockConfigurationClient(connection.Api).CreateAsync(Wanted));

        Assert.EndsWith(", so the outcome is not known", failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("Look at the configuration with LockConfigurationClient.GetAsync", failure.Error.Advice, StringComparison.Ordinal);
        Assert.Equal("POST", server.Request.Method);
    }

    [Fact]
    public async Task A_look_is_repeated_and_leaves_nothing_unknown()
    {
        using var server = LiteralServer.InTurn(Reply.Closed, Reply.Html(502, "<html/>"), Reply.Json(200, ConfigurationSample.Get));
        using var connection = await Opened.WithToken(server, policy: Opened.Repeating);

        Assert.Equal(ConfigurationSample.Id, (await new LockConfigurationClient(connection.Api).GetAsync("Leads"))!.Id);
        Assert.Equal(3, server.Requests.Count);
    }

    private static JsonObject Sample() => (JsonObject)JsonNode.Parse(ConfigurationSample.Get)!["record_locking_configurations"]![0]!.DeepClone();

    private IEnumerable<string?> RuleNames() => _server.Configuration!["locking_rules"]!.AsArray().Select(rule => (string?)rule!["name"]);
}
