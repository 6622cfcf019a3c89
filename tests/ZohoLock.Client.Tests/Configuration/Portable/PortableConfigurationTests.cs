using System.Text.Json.Nodes;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration;
using ZohoLock.Configuration.Criteria;
using ZohoLock.Configuration.Portable;

namespace ZohoLock.Client.Tests.Configuration.Portable;

/// <summary>A configuration as a file: written by names, read with errors that name the place, applied in any organisation.</summary>
public sealed class PortableConfigurationTests : IDisposable
{
    private const string SampleFile = """
        {
          "$schema": "zoholock-configuration.schema.json",
          "module": "Leads",
          "lock_type": "both",
          "locked_for": "all_profiles",
          "lock_excluded_profiles": [],
          "locking_rules": [
            {
              "name": "lead conversion rule",
              "criteria": "Lead_Conversion_Time > 10",
              "lock_existing_records": false
            },
            {
              "name": "Last activity rule",
              "criteria": "Last_Activity_Time < '2018-09-01T01:00:00-04:00' and Created_Time < '2018-09-01T01:00:00-04:00'",
              "lock_existing_records": false
            }
          ],
          "excluded_fields": [
            "Description"
          ],
          "restricted_actions": [
            "update",
            "tags",
            "convert",
            "delete",
            "change_owner"
          ],
          "restricted_communications": [
            "send_mail"
          ],
          "restricted_custom_buttons": [
            "Send with Zoho Sign"
          ],
          "lock_for_portal_users": true
        }

        """;

    private readonly ConfigurationServer _other = new(firstId: 7000000000000000000)
    {
        Fields =
        {
            ["Description"] = "71", ["Lead_Conversion_Time"] = "72", ["Last_Activity_Time"] = "73", ["Created_Time"] = "74", ["Amount"] = "75",
        },
        Profiles = { ["Administrator"] = "81", ["Standard"] = "82", ["Twin"] = "83", ["twin"] = "84" },
        Buttons = { ["Send with Zoho Sign"] = "91" },
    };

    public void Dispose() => _other.Dispose();

    [Fact]
    public async Task The_sample_is_written_in_names_and_lines_that_do_not_change()
    {
        var found = await SampleAsync();

        Assert.Equal(SampleFile.ReplaceLineEndings("\n"), PortableConfiguration.Write(found));
        Assert.Equal(
            PortableConfiguration.Write(found),
            PortableConfiguration.Write(PortableConfiguration.Read(PortableConfiguration.Write(found))));
    }

    [Fact]
    public async Task The_sample_applied_in_another_organisation_reads_the_same_but_for_its_ids()
    {
        using var connection = await _other.OpenAsync();
        var client = new LockConfigurationClient(connection.Api);

        var made = await client.PrepareAndApplyAsync(PortableConfiguration.Read(SampleFile));

        var there = (await client.GetAsync("Leads"))!;
        Assert.Equal(SampleFile.ReplaceLineEndings("\n"), PortableConfiguration.Write(there));
        Assert.Equal(there.Id, made.Id);
        Assert.Equal(["71"], there.ExcludedFields.Select(field => field.Id));
        Assert.Equal(["91"], there.RestrictedCustomButtons.Select(button => button.Id));
        Assert.Equal(new FieldReference("Lead_Conversion_Time", "72"), ((LockingComparison)there.LockingRules[0].Criteria!).Field);
    }

    [Fact]
    public async Task Applied_twice_nothing_is_changed_the_second_time()
    {
        using var connection = await _other.OpenAsync();
        var client = new LockConfigurationClient(connection.Api);
        var file = PortableConfiguration.Read(SampleFile);
        await client.PrepareAndApplyAsync(file);
        var before = _other.Configuration!.ToJsonString();
        var calls = _other.Requests.Count;

        var again = await client.PrepareAndApplyAsync(file);

        Assert.Equal(before, _other.Configuration!.ToJsonString());
        Assert.Equal(["POST"], _other.Changes);
        Assert.Equal(["GET record_locking_configurations"], _other.Calls.Skip(calls));
        Assert.Empty((await client.PrepareAsync(file)).Changes);
        Assert.Equal((string?)_other.Configuration["id"], again.Id);
    }

    [Fact]
    public async Task A_file_that_differs_changes_what_differs_and_keeps_the_ids()
    {
        using var connection = await _other.OpenAsync();
        var client = new LockConfigurationClient(connection.Api);
        await client.PrepareAndApplyAsync(PortableConfiguration.Read(SampleFile));
        var former = (await client.GetAsync("Leads"))!;
        var changed = PortableConfiguration.Read(SampleFile) with
        {
            LockedFor = LockedFor.AllProfilesExceptExcludedProfiles,
            ExcludedProfiles = [new("Standard"), new("administrator")],
            LockingRules =
            [
                new() { Name = "lead conversion rule", Criteria = CriteriaParser.Parse("Lead_Conversion_Time > 20 or Amount > 1") },
                new() { Name = "new", Criteria = CriteriaParser.Parse("Amount > 2"), LockExistingRecords = true },
            ],
        };

        var changes = (await client.PrepareAsync(changed)).Changes;
        await client.PrepareAndApplyAsync(changed);

        Assert.Equal(
            [
                "locked_for: all_profiles -> all_profiles_except_excluded_profiles",
                "lock_excluded_profiles: (none) -> Standard, administrator",
                "locking_rules['lead conversion rule'].criteria: Lead_Conversion_Time > 10 -> Lead_Conversion_Time > 20 or Amount > 1",
                "locking_rules['new']: (none) -> Amount > 2, existing records too",
                "locking_rules['Last activity rule']: Last_Activity_Time < '2018-09-01T01:00:00-04:00' and "
                    + "Created_Time < '2018-09-01T01:00:00-04:00' -> (none)",
            ],
            changes.Select(change => change.ToString()));
        var there = (await client.GetAsync("Leads"))!;
        Assert.Equal((former.Id, former.LockingRules[0].Id), (there.Id, there.LockingRules[0].Id));
        Assert.Equal(["lead conversion rule", "new"], there.LockingRules.Select(rule => rule.Name));
        Assert.Equal(["82", "81"], there.ExcludedProfiles.Select(profile => profile.Id));
        Assert.Equal(["POST", "PUT"], _other.Changes);
    }

    [Theory]
    [InlineData("Nobody", "lock_excluded_profiles not found: the organisation has no 'Nobody' ($.record_locking_configurations[0].lock_excluded_profiles[0].id)")]
    [InlineData("TWIN", "lock_excluded_profiles not found: the organisation has 2 named 'TWIN': only its id tells which is meant ($.record_locking_configurations[0].lock_excluded_profiles[0].id)")]
    public async Task A_name_that_is_not_one_here_ends_it_before_anything_is_changed(string profile, string message)
    {
        using var connection = await _other.OpenAsync();
        var wrong = PortableConfiguration.Read(SampleFile) with { ExcludedProfiles = [new(profile)] };

        var failure = await Assert.ThrowsAsync<ZohoException>(() => new LockConfigurationClient(connection.Api).PrepareAndApplyAsync(wrong));

        Assert.Equal(("INVALID_DATA", message), (failure.Error.Code, failure.Message));
        Assert.Empty(_other.Changes);
    }

    [Fact]
    public async Task A_field_that_is_not_there_is_named_with_its_place()
    {
        using var connection = await _other.OpenAsync();
        var wrong = PortableConfiguration.Read(SampleFile) with
        {
            LockingRules = [new() { Name = "R", Criteria = CriteriaParser.Parse("Amount > 1 and Nothing = 2") }],
        };

        var failure = await Assert.ThrowsAsync<ZohoException>(() => new LockConfigurationClient(connection.Api).PrepareAndApplyAsync(wrong));

        Assert.StartsWith("field not found: the organisation has no 'Nothing'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("locking_rules[0].criteria.group[1].field.api_name", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_other.Changes);
    }

    [Fact]
    public async Task Ids_without_names_are_named_before_they_are_written()
    {
        var nameless = new LockConfiguration
        {
            Module = "Leads",
            LockType = LockType.Automatic,
            ExcludedProfiles = [new(null, "82"), new(null, "81")],
            ExcludedFields = [new(null, "71")],
            RestrictedCustomButtons = [new(null, "91")],
            LockingRules = [new() { Name = "R", Criteria = CriteriaParser.Parse("#75 > 1") }],
        };
        using var connection = await _other.OpenAsync();

        var text = PortableConfiguration.Write(await new LockConfigurationClient(connection.Api).AddNamesAsync(nameless));

        var file = JsonNode.Parse(text)!;
        Assert.Equal("""["Administrator","Standard"]""", file["lock_excluded_profiles"]!.ToJsonString());
        Assert.Equal("""["Description"]""", file["excluded_fields"]!.ToJsonString());
        Assert.Equal("""["Send with Zoho Sign"]""", file["restricted_custom_buttons"]!.ToJsonString());
        Assert.Equal("Amount > 1", (string?)file["locking_rules"]![0]!["criteria"]);
        var failure = Assert.Throws<ZohoException>(() => PortableConfiguration.Write(nameless));
        Assert.Equal("NameUnknown", failure.Error.Code);
        Assert.StartsWith("$.lock_excluded_profiles[0]: ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"module":"Leads"}""", "$: 'lock_type' is missing")]
    [InlineData("""{"lock_type":"both"}""", "$: 'module' is missing")]
    [InlineData("""[]""", "$: expected an object, found []")]
    [InlineData("""{"module":"My Leads","lock_type":"both"}""", "$.module: 'My Leads' is no API name of a module")]
    [InlineData("""{"module":7,"lock_type":"both"}""", "$.module: expected a text, found 7")]
    [InlineData("""{"module":"Leads","lock_type":"bothh"}""", "$.lock_type: 'bothh' can't be")]
    [InlineData("""{"module":"Leads","lock_type":"both","lock_typ":"both"}""", "$.lock_typ: there is no such key")]
    [InlineData("""{"module":"Leads","lock_type":"both","lock_type":"manual"}""", "$.lock_type: the key is there twice")]
    [InlineData("""{"module":"Leads","lock_type":"both","locked_for":"all"}""", "$.locked_for: 'all' can't be")]
    [InlineData("""{"module":"Leads","lock_type":"both","restricted_actions":["update","fax"]}""", "$.restricted_actions[1]: 'fax' can't be")]
    [InlineData("""{"module":"Leads","lock_type":"both","excluded_fields":"Description"}""", "$.excluded_fields: expected a list, found \"Description\"")]
    [InlineData("""{"module":"Leads","lock_type":"both","excluded_fields":[null]}""", "$.excluded_fields[0]: expected a text, found null")]
    [InlineData("""{"module":"Leads","lock_type":"both","lock_for_portal_users":"yes"}""", "$.lock_for_portal_users: expected true or false, found \"yes\"")]
    [InlineData("""{"module":"Leads","lock_type":"both","locking_rules":[{"name":"R"}]}""", "$.locking_rules[0]: 'criteria' is missing")]
    [InlineData("""{"module":"Leads","lock_type":"both","locking_rules":[{"name":"R","criteria":"A = 1","id":"5"}]}""", "$.locking_rules[0].id: there is no such key")]
    [InlineData(
        """{"module":"Leads","lock_type":"both","locking_rules":[{"name":"R","criteria":"A == 1"}]}""",
        "$.locking_rules[0].criteria: column 3: expected an operator (=, !=, >, >=, <, <=) or a comparator such as contains, found ==")]
    [InlineData("""{"module":"Leads","lock_type":"both","locking_rules":[{"name":"R","criteria":{}}]}""", "$.locking_rules[0].criteria: the JSON is no criteria: neither a comparison nor a group")]
    [InlineData("{\n  \"module\": \"Leads\",\n  oops\n}", "line 3, column 3: this is no JSON")]
    [InlineData("", "line 1, column 1: this is no JSON")]
    [InlineData("""{"module":"\ud800","lock_type":"both"}""", "$: a text has half a character, written as an escape (\\ud800 to \\udfff)")]
    public void An_error_in_a_file_names_its_place(string json, string message)
    {
        var failure = Assert.Throws<ZohoException>(() => PortableConfiguration.Read(json));

        Assert.Equal(("InvalidConfigurationFile", message), (failure.Error.Code, failure.Message));
        Assert.NotEmpty(failure.Error.Advice);
    }

    [Fact]
    public void A_short_file_with_remarks_means_what_Zoho_means_where_nothing_is_said()
    {
        var read = PortableConfiguration.Read("""
            {
              // Quarter's end
              "module": "Deals", "lock_type": "automatic", "lock_excluded_profiles": null,
              "locking_rules": [{ "name": "Won", "criteria": { "comparator": "equal", "field": { "api_name": "Stage", "id": "17" }, "value": "Won" } }]
            }
            """);

        Assert.Equal((LockedFor.AllProfiles, true), (read.LockedFor, read.LockForPortalUsers));
        Assert.Equal(CriteriaParser.Parse("Stage = 'Won'"), Assert.Single(read.LockingRules).Criteria);
        Assert.Empty(read.FindProblems());
        Assert.Equal(
            ["restricted_actions: update -> update, delete"],
            (read with { RestrictedActions = ["delete"] }).GetChangesFrom(read).Select(change => change.ToString()));
    }

    [Fact]
    public void The_schema_knows_the_keys_and_words_that_are_written_and_read()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Root(), "docs", PortableConfiguration.SchemaFile)))!;
        var properties = schema["properties"]!.AsObject();

        Assert.All(JsonNode.Parse(SampleFile)!.AsObject(), key => Assert.True(properties.ContainsKey(key.Key), key.Key));
        foreach (var (key, _) in properties)
        {
            var failure = Assert.Throws<ZohoException>(() => PortableConfiguration.Read($$"""{"{{key}}": 1,"{{key}}": 2 }"""));
            Assert.Equal($"$.{key}: the key is there twice", failure.Message);
        }

        Assert.Equal(ConfigurationValues.Actions, Words("restricted_actions"));
        Assert.Equal(ConfigurationValues.Communications, Words("restricted_communications"));
        Assert.Equal(
            (ConfigurationValues.MaxRules, ConfigurationValues.MaxExcludedFields, ConfigurationValues.MaxExcludedProfiles, ConfigurationValues.MaxCustomButtons),
            (Max("locking_rules"), Max("excluded_fields"), Max("lock_excluded_profiles"), Max("restricted_custom_buttons")));

        IEnumerable<string> Words(string key) => properties[key]!["items"]!["enum"]!.AsArray().Select(word => (string)word!);

        int Max(string key) => (int)properties[key]!["maxItems"]!;
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ZohoLock.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests run outside the repository");
        }

        return folder;
    }

    private static async Task<LockConfiguration> SampleAsync()
    {
        using var server = LiteralServer.Always(Reply.Json(200, ConfigurationSample.Get));
        using var connection = await Opened.WithToken(server);
        return (await new LockConfigurationClient(connection.Api).GetAsync("Leads"))!;
    }
}
