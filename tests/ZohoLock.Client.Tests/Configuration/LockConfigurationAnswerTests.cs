using System.Globalization;
using System.Text.Json.Nodes;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration;
using ZohoLock.Configuration.Criteria;

namespace ZohoLock.Client.Tests.Configuration;

/// <summary>What is read of a locking configuration, against the literal sample of protocol section 2.3 and the contradictions of sections 2.2 and 11.</summary>
public sealed class LockConfigurationAnswerTests
{
    [Fact]
    public async Task Each_key_of_the_sample_is_read()
    {
        var found = (await GetAsync(ConfigurationSample.Get))!;

        Assert.Equal(("Leads", ConfigurationSample.Id, LockType.Both, LockedFor.AllProfiles), (found.Module, found.Id, found.LockType, found.LockedFor));
        Assert.Empty(found.ExcludedProfiles);
        Assert.Equal([new FieldReference("Description", "5843104000000002645")], found.ExcludedFields);
        Assert.Equal("record_locking", found.FeatureType);
        Assert.Equal(["update", "tags", "convert", "delete", "change_owner"], found.RestrictedActions);
        Assert.Equal(["send_mail"], found.RestrictedCommunications);
        Assert.Equal([new NamedReference("Send with Zoho Sign", "5843104000000485570")], found.RestrictedCustomButtons);
        Assert.Equal((true, false), (found.LockForPortalUsers, found.SystemDefined));
        Assert.Equal(new User { Id = "5843104000000424672", Name = "Patricia Boyle" }, found.CreatedBy);
        Assert.Equal(found.CreatedBy, found.ModifiedBy);
        Assert.Equal(Time("2023-08-26T18:11:14-04:00"), found.CreatedTime);
        Assert.Equal(Time("2023-09-07T22:31:35-04:00"), found.ModifiedTime);
        Assert.Equal(
            [
                ("5843104000000820017", "lead conversion rule", "Lead_Conversion_Time > 10", false),
                ("5843104000000820018", "Last activity rule",
                    "Last_Activity_Time < '2018-09-01T01:00:00-04:00' and Created_Time < '2018-09-01T01:00:00-04:00'", false),
            ],
            found.LockingRules.Select(rule => (rule.Id!, rule.Name!, rule.Criteria!.ToString(), rule.LockExistingRecords)));
    }

    [Fact]
    public async Task No_content_and_an_empty_list_mean_none()
    {
        Assert.Null(await GetAsync(Reply.NoContent));
        Assert.Null(await GetAsync("""{"record_locking_configurations":[]}"""));
    }

    [Theory]
    [InlineData("""{"record_locking_configurations":null}""")]
    [InlineData("""{"record_locking_configurations":[null]}""")]
    [InlineData("""{"record_locking_configurations":[{"lock_type":"both"}]}""")]
    [InlineData("""{"record_locking_configurations":[{"id":"1","locking_rules":[{"id":"2","criteria":{"field":"Amount"}}]}]}""")]
    [InlineData("""{"record_locking_configurations":[{"id":"1","locking_rules":[{"id":"2","criteria":{}}]}]}""")]
    public async Task What_cannot_be_read_is_an_error_and_not_a_configuration(string body) =>
        Assert.Equal("UnreadableAnswer", (await Assert.ThrowsAsync<ZohoException>(() => GetAsync(body))).Error.Code);

    [Fact]
    public async Task Both_readings_of_what_the_sources_disagree_on_are_read()
    {
        var found = (await GetAsync("""
            {"record_locking_configurations":[{"id":5843104000000758004,"lock_type":"Manual","locked_for":"all_profiles_except_excluded_profile",
              "lock_excluded_profiles":[{"id":5843104000000026011},{"api_name":"Standard","id":"2"},null],"locking_rules":null,
              "excluded_fields":[{"id":"5843104000000002645"}],"restricted_actions":null,"restricted_communications":null,
              "restricted_custom_buttons":null,"created_by":null}]}
            """))!;

        Assert.Equal((ConfigurationSample.Id, LockType.Manual, LockedFor.AllProfilesExceptExcludedProfiles), (found.Id, found.LockType, found.LockedFor));
        Assert.Equal(["5843104000000026011", "2"], found.ExcludedProfiles.Select(profile => profile.Id));
        Assert.Equal([new FieldReference(null, "5843104000000002645")], found.ExcludedFields);
        Assert.Empty(found.LockingRules);
        Assert.Empty(found.RestrictedActions);
        Assert.Empty(found.RestrictedCommunications);
        Assert.Empty(found.RestrictedCustomButtons);
        Assert.True(found.LockForPortalUsers);
    }

    [Fact]
    public async Task Keys_that_nobody_knows_go_back_at_every_level_with_a_change()
    {
        using var server = LiteralServer.InTurn(
            Reply.Json(200, """
                {"record_locking_configurations":[{"id":"5843104000000758004","lock_type":"by_moonlight","locked_for":"nobody","$new":{"a":[1]},
                  "lock_excluded_profiles":[{"name":"P","id":"1","kind":"x"}],"restricted_actions":["update","fax"],
                  "excluded_fields":[{"api_name":"F","id":"2","kind":"y"}],"restricted_custom_buttons":[{"name":"B","id":"3","kind":"z"}],
                  "locking_rules":[{"id":"4","name":"R","lock_existing_records":false,"order":7,"criteria":{"group_operator":"OR","kind":"g","group":[
                    {"comparator":"equal","field":{"api_name":"F","id":"2","kind":"f"},"value":"1","type":"value"},
                    {"comparator":"is_set","field":{"api_name":"F","id":"2"}}]}}]}]}
                """),
            Reply.Json(200, ConfigurationSample.Success("record locking configuration updated successfully")));
        using var connection = await Opened.WithToken(server);

        await new LockConfigurationClient(connection.Api).UpdateAsync("Leads", known => known.WithRuleAdded(new() { Name = "New", Criteria = CriteriaParser.Parse("A = 1") }));

        var sent = server.Requests[1].Json!["record_locking_configurations"]![0]!;
        var expected = JsonNode.Parse("""
            {"id":"5843104000000758004","lock_type":"by_moonlight","locked_for":"nobody","$new":{"a":[1]},"lock_for_portal_users":true,
              "lock_excluded_profiles":[{"name":"P","id":"1","kind":"x"}],"restricted_actions":["update","fax"],
              "excluded_fields":[{"api_name":"F","id":"2","kind":"y"}],"restricted_custom_buttons":[{"name":"B","id":"3","kind":"z"}],
              "locking_rules":[{"id":"4","name":"R","lock_existing_records":false,"order":7,"criteria":{"group_operator":"OR","kind":"g","group":[
                {"comparator":"equal","field":{"api_name":"F","id":"2","kind":"f"},"value":"1","type":"value"},
                {"comparator":"is_set","field":{"api_name":"F","id":"2"}}]}},
               {"name":"New","lock_existing_records":false,"criteria":{"comparator":"equal","field":{"api_name":"A"},"value":"1"}}]}
            """);
        Assert.True(JsonNode.DeepEquals(expected, sent), sent.ToJsonString());
    }

    [Fact]
    public async Task They_go_back_too_where_a_whole_configuration_takes_the_place_of_the_current_one()
    {
        using var server = LiteralServer.InTurn(
            Reply.Json(200, """
                {"record_locking_configurations":[{"id":"5843104000000758004","lock_type":"both","locked_for":"all_profiles_except_excluded_profiles","$new":{"a":[1]},
                  "lock_excluded_profiles":[{"name":"P","id":"1","kind":"x"}],"excluded_fields":[{"api_name":"F","id":"2","kind":"y"}],
                  "restricted_custom_buttons":[{"name":"B","id":"3","kind":"z"}],"locking_rules":[{"id":"4","name":"R","lock_existing_records":false,"order":7,
                    "criteria":{"comparator":"equal","field":{"api_name":"F","id":"2"},"value":"1"}}]}]}
                """),
            Reply.Json(200, ConfigurationSample.Success("record locking configuration updated successfully")));
        using var connection = await Opened.WithToken(server);

        await new LockConfigurationClient(connection.Api).UpdateAsync(new LockConfiguration
        {
            Module = "Leads",
            LockType = LockType.Automatic,
            LockedFor = LockedFor.AllProfilesExceptExcludedProfiles,
            ExcludedProfiles = [new("P", "1")],
            ExcludedFields = [new("F", "2")],
            RestrictedCustomButtons = [new("B", "3")],
            LockingRules = [ConfigurationSample.Rule("R", "F = 2")],
        });

        var sent = server.Requests[1].Json!["record_locking_configurations"]![0]!;
        Assert.Equal("""{"a":[1]}""", sent["$new"]?.ToJsonString());
        Assert.Equal(
            ["x", "y", "z", "7"],
            new[] { sent["lock_excluded_profiles"]![0]!["kind"], sent["excluded_fields"]![0]!["kind"], sent["restricted_custom_buttons"]![0]!["kind"], sent["locking_rules"]![0]!["order"] }
                .Select(value => value?.ToString()));
    }

    [Fact]
    public async Task A_configuration_is_found_by_its_id_among_the_modules_own()
    {
        using var server = LiteralServer.Always(Reply.Json(200, ConfigurationSample.Get));
        using var connection = await Opened.WithToken(server);
        var client = new LockConfigurationClient(connection.Api);

        Assert.Equal(ConfigurationSample.Id, (await client.RequireAsync("Leads", ConfigurationSample.Id)).Id);
        var failure = await Assert.ThrowsAsync<ZohoException>(() => client.RequireAsync("Leads", "17"));
        Assert.Equal("NO_CONFIGURATION", failure.Error.Code);
    }

    private static Task<LockConfiguration?> GetAsync(string body) => GetAsync(Reply.Json(200, body));

    private static async Task<LockConfiguration?> GetAsync(Reply reply)
    {
        using var server = LiteralServer.Always(reply);
        using var connection = await Opened.WithToken(server);
        return await new LockConfigurationClient(connection.Api).GetAsync("Leads");
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
