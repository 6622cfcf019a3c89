namespace ZohoCrm.Emulator.Tests.Crm.Configurations;

/// <summary>Which records rules lock, and for whom (protocol 1.4, 2.2 and 3).</summary>
public sealed class RuleLockingTests : IDisposable
{
    private const string Existing = ",\"lock_existing_records\":true";
    private const string Zylker = """{"comparator":"equal","field":{"api_name":"Company"},"value":"Zylker"}""";

    private readonly Configuring _crm = new();

    public void Dispose() => _crm.Dispose();

    [Fact]
    public async Task A_rule_locks_all_records_that_match()
    {
        for (var i = 0; i < 1000; i++)
        {
            _crm.AddLead(("Company", "Zylker"));
        }

        var other = _crm.AddLead(("Company", "Zoho"));

        await _crm.ConfiguredAsync(Configuring.Automatic(Configuring.Rule(Zylker, more: Existing)));

        Assert.Equal(1000, _crm.Module.LockedCount);
        Assert.Empty(_crm.Module.GetLocks(other));
        var rows = (await _crm.Emulation.GetAsync("/crm/v7/Leads?fields=Company,Locked__s&per_page=200&page=5")).Json["data"]!.AsArray();
        Assert.Equal(200, rows.Count);
        Assert.All(rows, row => Assert.Equal((string?)row!["Company"] == "Zylker", (bool)row["Locked__s"]!));
    }

    [Fact]
    public async Task An_automatic_lock_names_its_rule_and_stays()
    {
        var id = _crm.AddLead(("Company", "Zylker"));
        await _crm.ConfiguredAsync(Configuring.Automatic(Configuring.Rule(Zylker, more: Existing)));
        var entry = Assert.Single(_crm.Module.GetLocks(id));
        var path = $"/crm/v7/Leads/{id}/Locking_Information__s";

        var row = (await _crm.Emulation.GetAsync($"{path}?fields={Emulation.AllFields}")).Json["data"]![0]!;

        Assert.Null(row["Locked_By__s"]);
        Assert.Null(row["Locked_Reason__s"]);
        Assert.Equal(
            (_crm.Module.ConfigurationId, _crm.Module.RuleId, "Automatic", false, "read_only"),
            ((string?)row["Record_Locking_Configuration_Id__s"], (string?)row["Record_Locking_Rule_Id__s"], (string?)row["Lock_Source__s"],
                (bool)row["$editable"]!, (string?)row["$sharing_permission"]));
        Assert.Equal(
            (403, "Automatically locked records can not be unlocked manually"),
            await _crm.Emulation.SendAsync("DELETE", $"{path}/{entry.Id}") is var refused ? (refused.Status, refused.Message) : default);
    }

    [Theory]
    [InlineData("equal", "\"50\"", "50.0")]
    [InlineData("not_equal", "\"50\"", "7;100;none")]
    [InlineData("greater_than", "\"50\"", "100")]
    [InlineData("greater_equal", "\"50\"", "50.0;100")]
    [InlineData("less_than", "\"50\"", "7")]
    [InlineData("less_equal", "\"50\"", "7;50.0")]
    [InlineData("in", "[\"7\",\"100\"]", "7;100")]
    [InlineData("not_in", "[\"7\",\"100\"]", "50.0;none")]
    [InlineData("between", "[\"7\",\"50\"]", "7;50.0")]
    [InlineData("not_between", "[\"7\",\"50\"]", "100;none")]
    [InlineData("is_empty", "null", "none")]
    [InlineData("is_not_empty", "null", "7;50.0;100")]
    public Task Numbers_are_compared_as_numbers(string comparator, string value, string matches) =>
        MatchAsync("Annual_Revenue", ["7", "50.0", "100", null], comparator, value, matches);

    [Theory]
    [InlineData("equal", "\"ZYLKER\"", "Zylker")]
    [InlineData("contains", "\"ylk\"", "Zylker")]
    [InlineData("not_contains", "\"ylk\"", "Zoho;none")]
    [InlineData("starts_with", "\"z\"", "Zylker;Zoho")]
    [InlineData("ends_with", "\"O\"", "Zoho")]
    [InlineData("greater_than", "\"Zoo\"", "Zylker")]
    public Task Texts_are_compared_case_insensitively(string comparator, string value, string matches) =>
        MatchAsync("Company", ["Zylker", "Zoho", null], comparator, value, matches);

    [Theory]
    [InlineData("equal", "\"2026-09-01\"", "2026-09-01")]
    [InlineData("less_than", "\"2026-09-01T00:00:00+00:00\"", "2026-08-31T23:00:00-00:30")]
    [InlineData("greater_than", "\"2026-08-31T23:29:59Z\"", "2026-08-31T23:00:00-00:30;2026-09-01;2026-10-01")]
    [InlineData("greater_than", "\"soon\"", "")]
    public Task Dates_are_compared_as_dates(string comparator, string value, string matches)
    {
        _crm.Module.AddField("Due", "datetime");
        return MatchAsync("Due", ["2026-08-31T23:00:00-00:30", "2026-09-01", "2026-10-01"], comparator, value, matches);
    }

    [Theory]
    [InlineData("AND", "OR", "ac")]
    [InlineData("OR", "AND", "a")]
    public async Task Groups_join_with_AND_or_OR(string outer, string inner, string locked)
    {
        _crm.Module.AddField("Size", "integer");
        var leads = new Dictionary<string, string>
        {
            ["a"] = _crm.AddLead(("Company", "Zylker"), ("City", "Oslo"), ("Size", "5")),
            ["b"] = _crm.AddLead(("Company", "Zoho"), ("City", "Rome"), ("Size", "1")),
            ["c"] = _crm.AddLead(("Company", "Zoho"), ("City", "Oslo"), ("Size", "9")),
        };
        string Group(string name, params string[] group) => $$"""{"group_operator":"{{name}}","group":[{{string.Join(',', group)}}]}""";
        var city = Configuring.Compare("City", "equal", "\"Oslo\"");
        var size = Configuring.Compare("Size", "greater_than", "\"4\"");
        var never = Configuring.Compare("Size", "greater_than", "\"100\"");

        // AND: (Zylker or Oslo) and more than 4. OR: (Zylker and Oslo) or never.
        await _crm.ConfiguredAsync(Configuring.Automatic(
            Configuring.Rule(Group(outer, Group(inner, Zylker, city), outer == "AND" ? size : never), more: Existing)));

        Assert.Equal(locked, string.Concat(leads.Where(lead => _crm.Module.GetLocks(lead.Value).Count > 0).Select(lead => lead.Key)));
    }

    [Fact]
    public async Task Existing_records_are_locked_only_if_the_rule_says_so()
    {
        _crm.AddLead(("Company", "Zylker"));
        await _crm.ConfiguredAsync(Configuring.Automatic(Configuring.Rule(Zylker)));
        Assert.Equal(0, _crm.Module.LockedCount);

        await _crm.ChangedAsync(Configuring.Automatic($$"""{"id":"{{_crm.Module.RuleId}}"{{Existing}}}"""));
        Assert.Equal(1, _crm.Module.LockedCount);
    }

    [Fact]
    public async Task A_record_is_locked_when_an_update_makes_it_match()
    {
        await _crm.ConfiguredAsync(Configuring.Automatic(Configuring.Rule(Zylker)));

        Assert.Equal(200, (await UpdateAsync("""{"Company":"Zoho"}""")).Status);
        Assert.Equal(0, _crm.Module.LockedCount);
        Assert.Equal(200, (await UpdateAsync("""{"Company":"Zylker"}""")).Status);
        Assert.Equal(LockKind.Automatic, Assert.Single(_crm.Module.GetLocks(Emulation.RecordId)).Kind);
        Assert.Equal("RECORD_LOCKED", (await UpdateAsync("""{"Company":"Zoho"}""")).Code);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task A_manually_locked_record_gets_a_second_lock_as_set(bool can, int count)
    {
        _crm.Settings.Unknowns.LockOverAutomatic = can;
        var id = _crm.AddLead(("Company", "Zylker"));
        _crm.Module.SetLocked(id);

        await _crm.ConfiguredAsync("\"lock_type\":\"both\",\"locking_rules\":[" + Configuring.Rule(Zylker, more: Existing) + "]");

        Assert.Equal(count, _crm.Module.GetLocks(id).Count);
        Assert.Equal(1, _crm.Module.LockedCount);
    }

    [Fact]
    public async Task Rules_do_nothing_while_only_users_lock()
    {
        var id = _crm.AddLead(("Company", "Zylker"));
        await _crm.ConfiguredAsync($"{Configuring.Manual},\"locking_rules\":[{Configuring.Rule(Zylker, more: Existing)}]");
        Assert.Empty(_crm.Module.GetLocks(id));

        await _crm.ChangedAsync("\"lock_type\":\"both\"");

        Assert.Single(_crm.Module.GetLocks(id));
    }

    [Fact]
    public async Task Users_of_excluded_profiles_may_change_locked_records()
    {
        var standard = _crm.Emulation.Emulator.Profiles.Single(profile => profile.Name == "Standard");
        await _crm.ConfiguredAsync($$"""
            {{Configuring.Manual}},"locked_for":"all_profiles_except_excluded_profiles","lock_excluded_profiles":[{"id":"{{standard.Id}}"}]
            """);
        Assert.Equal(201, (await _crm.Emulation.LockAsync()).Status);
        Assert.Equal((true, true), await LockedAsync());
        Assert.Equal("RECORD_LOCKED", (await UpdateAsync("""{"Company":"Zoho"}""")).Code);

        _crm.Emulation.Emulator.SetProfile(_crm.Emulation.Emulator.User, standard);

        Assert.Equal((true, false), await LockedAsync());
        Assert.Equal(200, (await UpdateAsync("""{"Company":"Zoho"}""")).Status);

        await _crm.ChangedAsync($"{Configuring.Manual},\"locked_for\":\"all_profiles\"");
        Assert.Equal((true, true), await LockedAsync());
    }

    [Fact]
    public async Task Excluded_fields_can_be_changed()
    {
        await _crm.ConfiguredAsync($$"""{{Configuring.Manual}},"excluded_fields":[{"api_name":"Description"}]""");
        _crm.Module.SetLocked(Emulation.RecordId);

        Assert.Equal(200, (await UpdateAsync("""{"Description":"x"}""")).Status);
        Assert.Equal("RECORD_LOCKED", (await UpdateAsync("""{"Description":"y","Company":"z"}""")).Code);
        Assert.Equal("x", _crm.Module.Records.Single(record => record.Id == Emulation.RecordId).Fields["Description"]);
    }

    [Theory]
    [InlineData("Company", "1")]
    [InlineData("Comp", null)]
    public async Task A_field_is_found_by_name_or_id_alone(string name, string? id)
    {
        id ??= _crm.Module.Fields.Single(field => field.ApiName == "Company").Id;
        _crm.AddLead(("Company", "Zylker"));
        var criteria = $$"""{"comparator":"equal","field":{"api_name":"{{name}}","id":"{{id}}"},"value":"Zylker"}""";

        await _crm.ConfiguredAsync(Configuring.Automatic(Configuring.Rule(criteria, more: Existing)));

        Assert.Equal(1, _crm.Module.LockedCount);
        Assert.Equal("Company", (string?)(await _crm.ReadAsync())["locking_rules"]![0]!["criteria"]!["field"]!["api_name"]);
    }

    private async Task MatchAsync(string field, string?[] values, string comparator, string value, string matches)
    {
        _crm.Module.DeleteRecord(Emulation.RecordId);
        var leads = values.Select(own => (Id: _crm.AddLead((field, own)), Value: own)).ToArray();

        await _crm.ConfiguredAsync(Configuring.Automatic(
            Configuring.Rule(Configuring.Compare(field, comparator, value), more: Existing)));

        var locked = leads.Where(lead => _crm.Module.GetLocks(lead.Id).Count > 0).Select(lead => lead.Value ?? "none");
        Assert.Equal(matches, string.Join(';', locked));
    }

    private Task<Answer> UpdateAsync(string item) =>
        _crm.Emulation.SendAsync("PUT", $"/crm/v7/Leads/{Emulation.RecordId}", $$"""{"data":[{{item}}]}""");

    private async Task<(bool Locked, bool LockedForMe)> LockedAsync()
    {
        var row = (await _crm.Emulation.GetAsync($"/crm/v7/Leads/{Emulation.RecordId}?fields=Locked__s")).Json["data"]![0]!;
        return ((bool)row["Locked__s"]!, (bool)row["$locked_for_me"]!);
    }
}
