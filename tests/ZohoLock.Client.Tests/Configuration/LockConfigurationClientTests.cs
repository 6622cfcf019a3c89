using System.Globalization;
using System.Text.Json.Nodes;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration;
using ZohoLock.Configuration.Portable;
using ZohoLock.Locking;
using static ZohoLock.Client.Tests.Servers.ConfigurationSample;

namespace ZohoLock.Client.Tests.Configuration;

/// <summary>Whole stories of locking configurations against the emulator (protocol section 2).</summary>
public sealed class LockConfigurationClientTests : IDisposable
{
    private const string Module = EmulatedOrganization.Module;

    // What is an organisation's own, wherever it stands.
    private static readonly string[] Own = ["id", "created_time", "modified_time", "created_by", "modified_by"];

    private static readonly LockConfiguration Both = new()
    {
        Module = Module,
        LockType = LockType.Both,
        LockingRules = [Rule("Zylker", "Company = 'Zylker'"), Rule("Big", "Annual_Revenue > 1000 and (City = 'Oslo' or City = 'Rome')")],
    };

    private readonly EmulatedOrganization _crm = new();

    public LockConfigurationClientTests() => _crm.Leads.AddField("City");

    public void Dispose() => _crm.Dispose();

    [Theory]
    [InlineData("v7")]
    [InlineData("v8")]
    public async Task The_sample_moves_to_another_organisation_by_a_file_of_names(string version)
    {
        using var other = new EmulatedOrganization(prefix: 7000001);
        var first = await PutSampleAsync();
        other.Leads.AddField("Shifts_Every_Id_After_It");
        other.Leads.AddCustomButton("Another button");
        other.Leads.AddCustomButton("Send with Zoho Sign");
        var here = await _crm.OpenAsync(version);
        var there = await other.OpenAsync(version);

        var file = PortableConfiguration.Write(await here.AddNamesAsync((await here.GetAsync(Module))!));
        var read = PortableConfiguration.Read(file);
        var applied = await there.PrepareAndApplyAsync(read);

        Assert.Equal("POST", other.Changes);
        var second = (await other.ReadAsync())!;
        Assert.Equal(second["id"]!.ToString(), applied.Id);
        Assert.Equal(Portable(first), Portable(second));
        Assert.All(IdsOf(second), id => Assert.StartsWith("7000001", id, StringComparison.Ordinal));
        Assert.Equal(file, PortableConfiguration.Write(await there.AddNamesAsync((await there.GetAsync(Module))!)));

        Assert.Empty((await there.PrepareAsync(read)).Changes);
        Assert.Equal(applied.Id, (await there.PrepareAndApplyAsync(read)).Id);
        Assert.Equal(string.Empty, other.Changes);
        Assert.Equal(second.ToJsonString(), (await other.ReadAsync())!.ToJsonString());
        Assert.Equal(string.Empty, _crm.Changes);
    }

    [Theory]
    [InlineData("v7")]
    [InlineData("v8")]
    public async Task What_a_configuration_can_hold_moves_unchanged(string version)
    {
        using var other = new EmulatedOrganization(prefix: 7000001);
        foreach (var crm in (EmulatedOrganization[])[_crm, other])
        {
            crm.Leads.AddCustomButton("Zweite \"Taste\"");
            crm.Leads.AddCustomButton("Erste Taste");
            crm.Emulator.AddProfile("Verkauf Süd / 営業");
        }

        other.Leads.AddField("City");
        await _crm.MakeAsync("""
            {"lock_type":"automatic","locked_for":"all_profiles_except_excluded_profiles","lock_for_portal_users":false,
             "lock_excluded_profiles":[{"name":"Standard"},{"name":"Verkauf Süd / 営業"}],
             "excluded_fields":[{"api_name":"City"},{"api_name":"Email"}],"restricted_actions":["update","delete"],
             "restricted_communications":["send_mail","send_survey","send_portal_invitation"],
             "restricted_custom_buttons":[{"name":"Erste Taste"},{"name":"Zweite \"Taste\""}],
             "locking_rules":[
              {"name":"texts","lock_existing_records":true,"criteria":{"group_operator":"OR","group":[
                {"comparator":"equal","field":{"api_name":"Company"},"value":"it's \"quoted\" \\ and\n営業 🔒"},
                {"comparator":"not_equal","field":{"api_name":"Company"},"value":""},
                {"comparator":"contains","field":{"api_name":"Company"},"value":"true"},
                {"comparator":"in","field":{"api_name":"Company"},"value":["a","10","7","2018-09-01"]}]}},
              {"name":"numbers","criteria":{"group_operator":"AND","group":[
                {"comparator":"between","field":{"api_name":"Annual_Revenue"},"value":["-1.50","1e3"]},
                {"comparator":"greater_equal","field":{"api_name":"Annual_Revenue"},"value":"10000.00"},
                {"comparator":"less_than","field":{"api_name":"Annual_Revenue"},"value":"12345678901234567890"}]}},
              {"name":"depth","criteria":{"group_operator":"AND","group":[
                {"comparator":"equal","field":{"api_name":"City"},"value":"Oslo"},
                {"group_operator":"OR","group":[
                  {"comparator":"is_empty","field":{"api_name":"Email"}},
                  {"group_operator":"AND","group":[
                    {"comparator":"is_not_empty","field":{"api_name":"Phone"}},
                    {"comparator":"equal","field":{"api_name":"City"},"value":"true"}]}]}]}},
              {"name":"times","criteria":{"comparator":"less_than","field":{"api_name":"Created_Time"},"value":"2018-09-01T01:00:00.250+05:30"}},
              {"name":"days","criteria":{"comparator":"greater_than","field":{"api_name":"Created_Time"},"value":"2018-09-01"}}]}
            """);
        var first = (await _crm.ReadAsync(version))!;
        var here = await _crm.OpenAsync(version);
        var there = await other.OpenAsync(version);

        var file = PortableConfiguration.Write((await here.GetAsync(Module))!);
        await there.PrepareAndApplyAsync(PortableConfiguration.Read(file));
        Assert.Empty((await there.PrepareAsync(PortableConfiguration.Read(file))).Changes);

        Assert.Equal(Portable(first), Portable((await other.ReadAsync(version))!));
    }

    [Fact]
    public async Task A_name_in_another_casing_is_no_difference_and_one_that_is_not_known_is_told_before_anything_is_changed()
    {
        await _crm.MakeAsync("""
            {"lock_type":"manual","locked_for":"all_profiles_except_excluded_profiles","lock_excluded_profiles":[{"name":"Standard"}],
             "excluded_fields":[{"api_name":"City"}]}
            """);
        var client = await _crm.OpenAsync();
        var there = (await client.GetAsync(Module))!;
        var otherwise = there with { Id = null, ExcludedProfiles = [new("standard")], ExcludedFields = [new("CITY")] };

        Assert.Empty((await client.PrepareAsync(otherwise)).Changes);
        var failure = await Assert.ThrowsAsync<ZohoException>(() => client.PrepareAsync(otherwise with { ExcludedProfiles = [new("Nobody")] }));

        Assert.Contains("Nobody", failure.Error.Message, StringComparison.Ordinal);
        Assert.Equal(string.Empty, _crm.Changes);
    }

    [Fact]
    public async Task The_sample_is_read_with_all_that_it_says()
    {
        var sample = await PutSampleAsync();
        var client = await _crm.OpenAsync();

        var read = (await client.GetAsync(Module))!;

        Assert.Equal((Module, sample["id"]!.ToString(), LockType.Both, LockedFor.AllProfiles), (read.Module, read.Id, read.LockType, read.LockedFor));
        Assert.Equal(["lead conversion rule", "Last activity rule"], read.LockingRules.Select(rule => rule.Name));
        Assert.Equal(sample["locking_rules"]!.AsArray().Select(rule => rule!["id"]!.ToString()), read.LockingRules.Select(rule => rule.Id));
        Assert.Equal("Lead_Conversion_Time > 10", read.LockingRules[0].Criteria!.ToString());
        Assert.Equal([new FieldReference("Description", _crm.FieldId("Description"))], read.ExcludedFields);
        Assert.Equal(["Send with Zoho Sign"], read.RestrictedCustomButtons.Select(button => button.Name));
        Assert.Equal(["update", "tags", "convert", "delete", "change_owner"], read.RestrictedActions);
        Assert.Equal(["send_mail"], read.RestrictedCommunications);
        Assert.Equal((false, true, "record_locking"), (read.SystemDefined, read.LockForPortalUsers, read.FeatureType));
        Assert.Equal((_crm.Emulator.User.Id, "Patricia Boyle"), (read.CreatedBy!.Id, read.ModifiedBy!.Name));
        Assert.Equal(sample["created_time"]!.GetValue<DateTimeOffset>(), read.CreatedTime);
        Assert.Empty(read.ExcludedProfiles);
    }

    [Fact]
    public async Task A_module_without_a_configuration_has_none_in_every_way()
    {
        var client = await _crm.OpenAsync();

        Assert.Null(await client.GetAsync(Module));
        Assert.Equal("NO_CONFIGURATION", (await Failure.OfAsync(() => client.UpdateAsync(Both))).Code);
        Assert.Equal("NO_CONFIGURATION", (await Failure.OfAsync(
            () => client.UpdateAsync(Module, known => known.WithRuleAdded(Both.LockingRules[0])))).Code);
        Assert.Equal("NO_CONFIGURATION", (await Failure.OfAsync(() => client.UpdateAsync(Module, known => known.WithRuleRemoved("Zylker")))).Code);
        Assert.Equal("NO_CONFIGURATION", (await Failure.OfAsync(() => client.DeleteAsync(Module))).Code);
        Assert.Equal(string.Empty, _crm.Changes);
    }

    [Theory]
    [InlineData("v7")]
    [InlineData("v8")]
    public async Task A_configuration_is_made_looked_at_changed_and_deleted(string version)
    {
        var client = await _crm.OpenAsync(version);

        var made = await client.CreateAsync(Both);
        var found = await client.RequireAsync(Module, made.Id);
        var changed = await client.UpdateAsync(
            found with { LockType = LockType.Automatic, RestrictedActions = ["delete"], LockForPortalUsers = false });
        var again = (await client.GetAsync(Module))!;
        var same = await client.UpdateAsync(again);
        await client.DeleteAsync(Module, made.Id);

        Assert.Empty(made.GetChangesFrom(found));
        Assert.Empty(changed.GetChangesFrom(again));
        Assert.Empty(same.GetChangesFrom(again));
        Assert.Equal((made.Id, LockType.Automatic, false), (again.Id, again.LockType, again.LockForPortalUsers));
        Assert.Equal(["update", "delete"], again.RestrictedActions);
        Assert.Equal(found.LockingRules.Select(rule => rule.Id), again.LockingRules.Select(rule => rule.Id));
        Assert.Equal("POST PUT DELETE", _crm.Changes);
        Assert.Null(await client.GetAsync(Module));
        Assert.Equal("NO_CONFIGURATION", (await Failure.OfAsync(() => client.RequireAsync(Module, made.Id))).Code);
    }

    [Fact]
    public async Task Rules_are_added_changed_renamed_and_removed_one_by_one()
    {
        var client = await _crm.OpenAsync();
        await client.CreateAsync(Both);
        var before = (await client.GetAsync(Module))!.LockingRules;

        var added = await client.UpdateAsync(Module, known => known.WithRuleAdded(Rule("Oslo", "City = 'Oslo'")));
        Assert.Equal(["Zylker", "Big", "Oslo"], added.LockingRules.Select(rule => rule.Name));
        await AssertRulesAsync(client, "Zylker: Company = 'Zylker'", $"Big: {before[1].Criteria}", "Oslo: City = 'Oslo'");

        await client.UpdateAsync(Module, known => known.WithRuleChanged(Rule("Zylker", "Company starts_with 'Zyl'")));
        await AssertRulesAsync(client, "Zylker: Company starts_with 'Zyl'", $"Big: {before[1].Criteria}", "Oslo: City = 'Oslo'");

        await client.UpdateAsync(Module, known => known.WithRuleChanged(before[1] with { Name = "Large" }));
        await AssertRulesAsync(client, "Zylker: Company starts_with 'Zyl'", $"Large: {before[1].Criteria}", "Oslo: City = 'Oslo'");

        await client.UpdateAsync(Module, known => known.WithRuleRemoved(before[0].Id!));
        await client.UpdateAsync(Module, known => known.WithRuleRemoved("Oslo"));
        await AssertRulesAsync(client, $"Large: {before[1].Criteria}");
        Assert.Equal([before[1].Id], (await client.GetAsync(Module))!.LockingRules.Select(rule => rule.Id));

        Assert.Equal("NO_RULE", (await Failure.OfAsync(() => client.UpdateAsync(Module, known => known.WithRuleRemoved("Oslo")))).Code);
        Assert.Equal("NO_RULE", (await Failure.OfAsync(() => client.UpdateAsync(Module, known => known.WithRuleChanged(before[0])))).Code);
        Assert.Equal("DEPENDENT_FIELD_MISSING", (await Failure.OfAsync(() => client.UpdateAsync(Module, known => known.WithRuleRemoved("Large")))).Code);
        Assert.Equal("POST PUT PUT PUT PUT PUT", _crm.Changes);
    }

    [Fact]
    public async Task A_rule_that_is_only_renamed_keeps_its_criteria_and_is_told_with_them()
    {
        var client = await _crm.OpenAsync();
        await client.CreateAsync(Both);
        var id = (await client.GetAsync(Module))!.LockingRules[0].Id;

        var changed = await client.UpdateAsync(Module, known => known.WithRuleChanged(new() { Id = id, Name = "Renamed" }));

        Assert.Equal("Renamed: Company = 'Zylker'", changed.LockingRules[0].ToString());
        Assert.Equal("Renamed: Company = 'Zylker'", (await client.GetAsync(Module))!.LockingRules[0].ToString());
    }

    [Fact]
    public async Task A_whole_configuration_takes_the_place_of_another()
    {
        var standard = _crm.Emulator.Profiles.Single(profile => profile.Name == "Standard");
        _crm.Leads.AddCustomButton("Sign");
        var client = await _crm.OpenAsync();
        await client.CreateAsync(Both with
        {
            LockedFor = LockedFor.AllProfilesExceptExcludedProfiles,
            ExcludedProfiles = [new("Standard")],
            ExcludedFields = [new("Description"), new("Email")],
            RestrictedActions = ["delete", "tags"],
            RestrictedCommunications = ["send_mail"],
            RestrictedCustomButtons = [new("Sign")],
            LockForPortalUsers = false,
        });
        var before = (await client.GetAsync(Module))!;
        Assert.Equal((standard.Id, "Sign"), (before.ExcludedProfiles[0].Id, before.RestrictedCustomButtons[0].Name));

        var wanted = new LockConfiguration
        {
            Module = Module,
            LockType = LockType.Automatic,
            LockedFor = LockedFor.AllProfiles,
            LockingRules = [Rule("Rome", "City = 'Rome'"), Rule("Zylker", "Company = 'Zylker' or Company = 'Zoho'")],
        };
        await client.UpdateAsync(wanted);

        var after = (await client.GetAsync(Module))!;
        Assert.Empty(wanted.GetChangesFrom(after));
        Assert.Equal(before.Id, after.Id);
        Assert.Equal(before.LockingRules[0].Id, after.LockingRules.Single(rule => rule.Name == "Zylker").Id);
        Assert.Equal(2, after.LockingRules.Count);
        Assert.Equal("POST PUT", _crm.Changes);
    }

    [Fact]
    public async Task A_configuration_that_says_nothing_of_profiles_is_for_all_of_them()
    {
        var client = await _crm.OpenAsync();
        var manual = new LockConfiguration { Module = Module, LockType = LockType.Manual };
        await client.CreateAsync(manual with { LockedFor = LockedFor.AllProfilesExceptExcludedProfiles, ExcludedProfiles = [new("Standard")] });

        await client.UpdateAsync(manual);

        var after = (await client.GetAsync(Module))!;
        Assert.Equal(LockedFor.AllProfiles, after.LockedFor);
        Assert.Empty(after.ExcludedProfiles);
    }

    [Fact]
    public async Task Five_rules_are_exchanged_for_five_others_at_once()
    {
        var client = await _crm.OpenAsync();
        await client.CreateAsync(Both with { LockingRules = Rules(5, "old") });

        await client.UpdateAsync(Both with { LockingRules = Rules(5, "new") });

        Assert.Equal(Rules(5, "new").Select(rule => rule.Name), (await client.GetAsync(Module))!.LockingRules.Select(rule => rule.Name));
    }

    [Fact]
    public async Task Profiles_and_buttons_are_found_by_name_whatever_its_casing()
    {
        var north = _crm.Emulator.AddProfile("Sales North");
        var button = _crm.Leads.AddCustomButton("Send with Zoho Sign");
        var client = await _crm.OpenAsync();

        await client.CreateAsync(Both with
        {
            LockedFor = LockedFor.AllProfilesExceptExcludedProfiles,
            ExcludedProfiles = [new("sales north"), new("Standard")],
            RestrictedCustomButtons = [new("Send with Zoho Sign")],
        });

        var made = (await client.GetAsync(Module))!;
        Assert.Equal(
            [(north.Id, "Sales North"), (_crm.Emulator.Profiles[1].Id, "Standard")], made.ExcludedProfiles.Select(one => (one.Id!, one.Name!)));
        Assert.Equal([(button.Id, button.Name)], made.RestrictedCustomButtons.Select(one => (one.Id!, one.Name!)));
        Assert.Equal(
            ["GET profiles", "GET custom_buttons", "POST record_locking_configurations", "GET record_locking_configurations"], _crm.Calls);
    }

    [Fact]
    public async Task An_import_reads_the_configuration_and_each_list_once()
    {
        _crm.Leads.AddCustomButton("Sign");
        var first = Both with
        {
            LockedFor = LockedFor.AllProfilesExceptExcludedProfiles,
            ExcludedProfiles = [new("Standard")],
            RestrictedCustomButtons = [new("Sign")],
            ExcludedFields = [new("City")],
        };
        await (await _crm.OpenAsync()).PrepareAndApplyAsync(first);
        var before = _crm.Calls.Count();

        var changed = await (await _crm.OpenAsync()).PrepareAndApplyAsync(first with { LockForPortalUsers = true, ExcludedProfiles = [new("Standard"), new("Administrator")] });

        Assert.Equal(["Standard", "Administrator"], changed.ExcludedProfiles.Select(profile => profile.Name));
        Assert.Equal(
            ["GET custom_buttons", "GET fields", "GET profiles", "GET record_locking_configurations", "PUT record_locking_configurations"],
            _crm.Calls.Skip(before).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_name_that_the_organisation_lacks_or_has_twice_is_refused_before_anything_is_made()
    {
        _crm.Leads.AddCustomButton("Sign");
        _crm.Leads.AddCustomButton("Sign");
        var client = await _crm.OpenAsync();
        var except = Both with { LockedFor = LockedFor.AllProfilesExceptExcludedProfiles };

        var profile = await Failure.OfAsync(() => client.PrepareAndApplyAsync(except with { ExcludedProfiles = [new("Standard"), new("Nobody")] }));
        var button = await Failure.OfAsync(() => client.CreateAsync(Both with { RestrictedCustomButtons = [new("Sign")] }));
        var field = await Failure.OfAsync(() => client.PrepareAndApplyAsync(Both with { ExcludedFields = [new("Colour")] }));

        Assert.Equal(("INVALID_DATA", ZohoErrorKind.InvalidArgument), (profile.Code, profile.Kind));
        Assert.Contains("'Nobody'", profile.Message, StringComparison.Ordinal);
        Assert.Contains("$.record_locking_configurations[0].lock_excluded_profiles[1].id", profile.Message, StringComparison.Ordinal);
        Assert.Contains("2 named 'Sign'", button.Message, StringComparison.Ordinal);
        Assert.Contains("$.record_locking_configurations[0].excluded_fields[0].api_name", field.Message, StringComparison.Ordinal);
        Assert.Equal(string.Empty, _crm.Changes);
    }

    [Fact]
    public async Task Where_names_may_not_be_read_the_scope_is_told_and_ids_do()
    {
        _crm.Settings.Scopes = "ZohoCRM.modules.ALL,ZohoCRM.settings.record_locking_configurations.ALL";
        var standard = _crm.Emulator.Profiles.Single(profile => profile.Name == "Standard");
        var client = await _crm.OpenAsync();
        var except = Both with { LockedFor = LockedFor.AllProfilesExceptExcludedProfiles };

        var refused = await Failure.OfAsync(() => client.CreateAsync(except with { ExcludedProfiles = [new("Standard")] }));
        Assert.Equal(("OAUTH_SCOPE_MISMATCH", false), (refused.Code, refused.EndsRun));
        Assert.Contains("ZohoCRM.settings.profiles.READ", refused.Advice, StringComparison.Ordinal);
        Assert.Equal(string.Empty, _crm.Changes);

        await client.CreateAsync(except with { ExcludedProfiles = [new(null, standard.Id)] });
        Assert.Equal("Standard", (await client.GetAsync(Module))!.ExcludedProfiles[0].Name);
    }

    [Theory]
    [InlineData("READ", false, "ZohoCRM.settings.record_locking_configurations.CREATE")]
    [InlineData("CREATE", true, null)]
    public async Task A_configuration_needs_the_scope_of_what_is_done(string access, bool enough, string? told)
    {
        _crm.Settings.Scopes = $"ZohoCRM.settings.record_locking_configurations.{access}";
        var client = await _crm.OpenAsync();

        if (enough)
        {
            var made = await client.CreateAsync(Both);
            Assert.Equal(_crm.Leads.ConfigurationId, made.Id);
            return;
        }

        var refused = await Failure.OfAsync(() => client.CreateAsync(Both));
        Assert.Equal(("OAUTH_SCOPE_MISMATCH", ZohoErrorKind.AuthenticationError), (refused.Code, refused.Kind));
        Assert.Contains(told!, refused.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_alone_knows_of_outlives_a_change()
    {
        _crm.Unknowns.UnknownConfigurationKeysKept = true;
        await _crm.MakeAsync("""
            {"lock_type":"both","colour":{"of":["red",1.50]},
             "locking_rules":[{"name":"Zylker","weight":[1,2],"criteria":{"comparator":"equal","field":{"api_name":"Company"},"value":"Zylker"}}]}
            """);
        var client = await _crm.OpenAsync();

        await client.UpdateAsync(Module, known => known.WithRuleAdded(Rule("Oslo", "City = 'Oslo'")));
        await client.UpdateAsync(Module, known => known.WithRuleChanged(Rule("Zylker", "Company = 'Zylker Inc'")));
        await client.UpdateAsync((await client.GetAsync(Module))! with { RestrictedActions = ["delete"] });

        Assert.All(
            _crm.Emulator.Requests.Where(request => request.Method == "PUT").Select(Sent),
            sent => Assert.Equal(
                ("""{"of":["red",1.50]}""", "[1,2]"), (sent["colour"]!.ToJsonString(), sent["locking_rules"]![0]!["weight"]!.ToJsonString())));
        var after = (await _crm.ReadAsync())!;
        Assert.Equal("""{"of":["red",1.50]}""", after["colour"]!.ToJsonString());
        Assert.Equal("[1,2]", after["locking_rules"]![0]!["weight"]!.ToJsonString());
        Assert.Equal("Zylker Inc", after["locking_rules"]![0]!["criteria"]!["value"]!.ToString());
        Assert.Equal(2, after["locking_rules"]!.AsArray().Count);
    }

    [Fact]
    public async Task What_was_deleted_is_made_anew_with_another_id()
    {
        var client = await _crm.OpenAsync();
        var first = await client.CreateAsync(Both);
        await client.DeleteAsync(Module);

        var second = await client.PrepareAndApplyAsync(Both with { Id = first.Id });

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal("NO_CONFIGURATION", (await Failure.OfAsync(() => client.UpdateAsync(Both with { Id = first.Id }))).Code);
        var gone = await Failure.OfAsync(() => client.DeleteAsync(Module, first.Id));
        Assert.Equal(("INVALID_DATA", ZohoErrorKind.ObjectNotFound, 400), (gone.Code, gone.Kind, gone.StatusCode!.Value));
    }

    [Fact]
    public async Task A_new_rule_locks_fifty_records_that_fit_and_nobody_unlocks_them()
    {
        string[] matching = [.. Enumerable.Range(0, 50).Select(i => AddLead(i, "Zylker"))];
        var byHand = AddLead(50, "Zylker");
        var other = AddLead(51, "Zoho");
        var connection = await _crm.ConnectAsync();
        var configurations = new LockConfigurationClient(connection.Api);
        var locks = new RecordLockClient(connection.Api);
        var made = await configurations.CreateAsync(new() { Module = Module, LockType = LockType.Manual });
        var lockByHand = await locks.LockAsync(Module, byHand, "Quarter closed");

        await configurations.UpdateAsync((await configurations.GetAsync(Module))! with
        {
            LockType = LockType.Both,
            LockingRules = [Rule("Zylker", "Company = 'Zylker'") with { LockExistingRecords = true }],
        });

        var ruleId = Assert.Single((await configurations.GetAsync(Module))!.LockingRules).Id;
        Assert.Equal(51, _crm.Leads.LockedCount);
        foreach (var id in matching)
        {
            var found = Assert.Single(await locks.ListAsync(Module, id));
            Assert.Equal((LockSource.Automatic, ruleId, made.Id, false), (found.Source!.Value, found.RuleId, found.ConfigurationId, found.Editable));
            Assert.Null(found.LockedBy);
            Assert.Null(found.Reason);
            var refused = await Failure.OfAsync(() => locks.UnlockAsync(Module, id, found.LockId));
            Assert.Equal(("NOT_ALLOWED", ZohoErrorKind.PermissionDenied, 403), (refused.Code, refused.Kind, refused.StatusCode!.Value));
            Assert.Equal("Automatically locked records can not be unlocked manually", refused.Message);
            Assert.Contains("rule", refused.Advice, StringComparison.Ordinal);
        }

        Assert.Empty(await locks.ListAsync(Module, other));
        Assert.Equal(LockSource.Manual, Assert.Single(await locks.ListAsync(Module, byHand)).Source);
        await locks.UnlockAsync(Module, byHand, lockByHand.LockId);
        Assert.Equal(50, _crm.Leads.LockedCount);
    }

    [Fact]
    public async Task A_rule_locks_nothing_that_is_there_unless_it_says_so()
    {
        AddLead(0, "Zylker");
        var client = await _crm.OpenAsync();

        await client.CreateAsync(Both);
        Assert.Equal(0, _crm.Leads.LockedCount);

        await client.UpdateAsync(Module, known => known.WithRuleChanged(Both.LockingRules[0] with { LockExistingRecords = true }));
        Assert.Equal(1, _crm.Leads.LockedCount);
    }

    private static LockingRule[] Rules(int count, string prefix) =>
        [.. Enumerable.Range(0, count).Select(i => Rule($"{prefix} {i}", $"Company = '{prefix} {i}'"))];

    private static async Task AssertRulesAsync(LockConfigurationClient client, params string[] rules) =>
        Assert.Equal(rules, (await client.GetAsync(Module))!.LockingRules.Select(rule => rule.ToString()));

    private static JsonNode Sent(RecordedRequest request) => JsonNode.Parse(request.Body)!["record_locking_configurations"]![0]!;

    private static string Portable(JsonNode configuration)
    {
        var copy = configuration.DeepClone();
        Strip(copy);
        return copy.ToJsonString();

        static void Strip(JsonNode? node)
        {
            if (node is JsonObject members)
            {
                Array.ForEach(Own, key => members.Remove(key));
            }

            foreach (var part in PartsOf(node))
            {
                Strip(part);
            }
        }
    }

    private static IEnumerable<string> IdsOf(JsonNode? node) =>
        (node is JsonObject members && members["id"] is { } id ? [id.ToString()] : Array.Empty<string>()).Concat(PartsOf(node).SelectMany(IdsOf));

    private static IEnumerable<JsonNode?> PartsOf(JsonNode? node) => node switch
    {
        JsonObject members => members.Select(member => member.Value),
        JsonArray items => items,
        _ => [],
    };

    private async Task<JsonObject> PutSampleAsync()
    {
        var sample = JsonNode.Parse(ConfigurationSample.Get)!["record_locking_configurations"]![0]!.AsObject();
        sample["restricted_custom_buttons"]![0]!["id"] = _crm.Leads.AddCustomButton("Send with Zoho Sign").Id;
        await _crm.MakeAsync(sample.ToJsonString());
        var made = (await _crm.ReadAsync())!;
        Assert.Equal(Portable(sample), Portable(made));
        return made;
    }

    private string AddLead(int number, string company)
    {
        var id = (5843104000000500000 + number).ToString(CultureInfo.InvariantCulture);
        _crm.Leads.AddRecord(id, "Lead", new Dictionary<string, string?> { ["Company"] = company });
        return id;
    }
}
