using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration;
using ZohoLock.Configuration.Wire;
using ZohoLock.Locking;
using static ZohoLock.Client.Tests.Servers.ConfigurationSample;

namespace ZohoLock.Client.Tests.Configuration;

/// <summary>Every way in which its sources let the emulator answer about configurations (protocol sections 11 and 12).</summary>
public sealed class ConfigurationContradictionTests : IDisposable
{
    private const string Module = EmulatedOrganization.Module;

    private static readonly LockConfiguration Both = new()
    {
        Module = Module,
        LockType = LockType.Both,
        LockingRules = [Rule("Zylker", "Company = 'Zylker'") with { LockExistingRecords = true }],
        RestrictedActions = ["update", "convert"],
        RestrictedCommunications = ["send_mail"],
    };

    private readonly EmulatedOrganization _crm = new();

    public void Dispose() => _crm.Dispose();

    [Theory]
    [InlineData(nameof(Contradictions.LockTypeOptionalOnUpdate), false)]
    [InlineData(nameof(Contradictions.LockTypeOptionalOnUpdate), true)]
    [InlineData(nameof(Contradictions.ConfigurationIdRequiredInBody), false)]
    [InlineData(nameof(Contradictions.ConfigurationIdRequiredInBody), true)]
    [InlineData(nameof(Contradictions.SystemDefinedAccepted), false)]
    [InlineData(nameof(Contradictions.SystemDefinedAccepted), true)]
    [InlineData(nameof(Contradictions.LockedForSingularAccepted), false)]
    [InlineData(nameof(Contradictions.LockedForSingularAccepted), true)]
    [InlineData(nameof(Contradictions.OnlyMailRestrictable), false)]
    [InlineData(nameof(Contradictions.OnlyMailRestrictable), true)]
    [InlineData(nameof(Unknowns.ConfigurationCallsOfVersion8OnVersion7), false)]
    [InlineData(nameof(Unknowns.ConfigurationCallsOfVersion8OnVersion7), true)]
    [InlineData(nameof(Unknowns.UnknownConfigurationKeysKept), false)]
    [InlineData(nameof(Unknowns.UnknownConfigurationKeysKept), true)]
    [InlineData(nameof(Unknowns.UnknownComparatorsAccepted), false)]
    [InlineData(nameof(Unknowns.UnknownComparatorsAccepted), true)]
    [InlineData(nameof(Unknowns.CriteriaNumbersAccepted), false)]
    [InlineData(nameof(Unknowns.CriteriaNumbersAccepted), true)]
    [InlineData(nameof(Unknowns.RuleRemovalUnlocks), false)]
    [InlineData(nameof(Unknowns.RuleRemovalUnlocks), true)]
    [InlineData(nameof(Unknowns.ConfigurationRemovalUnlocks), false)]
    [InlineData(nameof(Unknowns.ConfigurationRemovalUnlocks), true)]
    public async Task A_configuration_is_made_looked_at_changed_and_deleted_whichever_way_it_is_answered(string name, bool value)
    {
        Set(name, value);
        var standard = _crm.Emulator.Profiles.Single(profile => profile.Name == "Standard");
        var client = await _crm.OpenAsync();

        var made = await client.CreateAsync(Both);
        var found = await client.RequireAsync(Module, made.Id);
        await client.UpdateAsync(found with
        {
            LockedFor = LockedFor.AllProfilesExceptExcludedProfiles,
            ExcludedProfiles = [new("Standard")],
            LockingRules = [.. found.LockingRules, Rule("Oslo", "Company = 'Oslo'")],
        });
        await client.UpdateAsync(Module, known => known.WithRuleRemoved("Zylker"));
        var changed = (await client.GetAsync(Module))!;
        await client.DeleteAsync(Module);

        Assert.Empty(Both.GetChangesFrom(found));
        Assert.Equal((made.Id, LockedFor.AllProfilesExceptExcludedProfiles), (changed.Id, changed.LockedFor!.Value));
        Assert.Equal([standard.Id], changed.ExcludedProfiles.Select(profile => profile.Id));
        Assert.Equal(["Oslo"], changed.LockingRules.Select(rule => rule.Name));
        Assert.Null(await client.GetAsync(Module));
        Assert.Equal("POST PUT PUT DELETE", _crm.Changes);
    }

    [Fact]
    public async Task Values_that_Zoho_has_as_numbers_and_booleans_are_those_that_it_is_sent_as_strings()
    {
        const string Criteria = "Annual_Revenue > 10000 and Annual_Revenue between -1.50 and 1e3 and City = true and City in ('a', 7)";
        var wanted = Both with { LockingRules = [Rule("values", Criteria)] };
        _crm.Leads.AddField("City");
        _crm.Unknowns.CriteriaNumbersAccepted = true;
        await _crm.MakeAsync("""
            {"lock_type":"both","restricted_actions":["update","convert"],"restricted_communications":["send_mail"],
             "locking_rules":[{"name":"values","criteria":{"group_operator":"AND","group":[
               {"comparator":"greater_than","field":{"api_name":"Annual_Revenue"},"value":10000},
               {"comparator":"between","field":{"api_name":"Annual_Revenue"},"value":[-1.50,1e3]},
               {"comparator":"equal","field":{"api_name":"City"},"value":true},
               {"comparator":"in","field":{"api_name":"City"},"value":["a",7]}]}}]}
            """);
        var client = await _crm.OpenAsync();

        Assert.Equal(Criteria, (await client.GetAsync(Module))!.LockingRules[0].Criteria!.ToString());
        Assert.Empty((await client.PrepareAsync(wanted)).Changes);

        // Whatever is changed then is sent as strings, which come back as they are.
        _crm.Unknowns.CriteriaNumbersAccepted = false;
        await client.UpdateAsync(wanted with { LockForPortalUsers = false });

        Assert.Empty((await client.PrepareAsync(wanted with { LockForPortalUsers = false })).Changes);
        Assert.Equal(
            ["\"10000\"", "[\"-1.50\",\"1000\"]", "\"true\"", "[\"a\",\"7\"]"],
            (await _crm.ReadAsync())!["locking_rules"]![0]!["criteria"]!["group"]!.AsArray().Select(part => part!["value"]!.ToJsonString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_the_address_of_one_is_not_known_its_id_goes_in_the_body(bool required)
    {
        _crm.Contradictions.ConfigurationIdRequiredInBody = required;
        var client = await _crm.OpenAsync();
        await client.CreateAsync(Both);
        _crm.Emulator.Inject(new Fault
        {
            Kind = FaultKind.StatusAnswer,
            StatusCode = 404,
            Count = 1,
            Operations = [Operation.UpdateLockingConfiguration],
        });

        await client.UpdateAsync(Module, known => known.WithRuleAdded(Rule("Oslo", "Company = 'Oslo'")));

        Assert.Equal("POST PUT PUT", _crm.Changes);
        Assert.Equal(["Zylker", "Oslo"], (await client.GetAsync(Module))!.LockingRules.Select(rule => rule.Name));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Convert_is_forbidden_or_refused_as_Zoho_says(bool restrictable)
    {
        _crm.Contradictions.ConvertRestrictable = restrictable;
        var client = await _crm.OpenAsync();

        if (restrictable)
        {
            await client.CreateAsync(Both);
            Assert.Equal(["update", "convert"], (await client.GetAsync(Module))!.RestrictedActions);
            return;
        }

        var error = await Failure.OfAsync(() => client.CreateAsync(Both));
        Assert.StartsWith("action not found", error.Message, StringComparison.Ordinal);
        Assert.Equal("INVALID_DATA", error.Code);
    }

    [Theory]
    [InlineData(false, "send_portal_invitation", true)]
    [InlineData(true, "send_portal_invitation", false)]
    [InlineData(true, "send_mail", true)]
    public async Task Communications_are_forbidden_or_refused_as_Zoho_says(bool onlyMail, string communication, bool taken)
    {
        _crm.Contradictions.OnlyMailRestrictable = onlyMail;
        var client = await _crm.OpenAsync();
        var wanted = Both with { RestrictedCommunications = [communication] };

        if (taken)
        {
            await client.CreateAsync(wanted);
            Assert.Equal([communication], (await client.GetAsync(Module))!.RestrictedCommunications);
            return;
        }

        Assert.Equal("NOT_SUPPORTED", (await Failure.OfAsync(() => client.CreateAsync(wanted))).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_singular_of_locked_for_is_taken_or_refused_and_read_as_the_plural(bool accepted)
    {
        _crm.Contradictions.LockedForSingularAccepted = accepted;
        var calls = await _crm.OpenUncheckedAsync();
        var row = ConfigurationRow.From(Both with { ExcludedProfiles = [new("Standard", _crm.Emulator.Profiles[1].Id)] });
        Task<string> CreateAsync() => calls.CreateAsync(
            Module, row with { LockedFor = "all_profiles_except_excluded_profile" }, isRepeat: false, CancellationToken.None);

        if (accepted)
        {
            await CreateAsync();
            var found = (await calls.GetAsync(Module, isRepeat: false, CancellationToken.None))!;
            Assert.Equal(LockedFor.AllProfilesExceptExcludedProfiles, found.LockedFor);
            return;
        }

        var error = await Failure.OfAsync(CreateAsync);
        Assert.Equal("INVALID_DATA", error.Code);
        Assert.Contains("$.record_locking_configurations[0].locked_for", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Any_comparator_is_sent_and_taken_or_refused_as_Zoho_says(bool accepted)
    {
        _crm.Unknowns.UnknownComparatorsAccepted = accepted;
        var client = await _crm.OpenAsync();
        var wanted = Both with { LockingRules = [Rule("A", "Company sounds_like 'Zylker'")] };

        if (accepted)
        {
            await client.CreateAsync(wanted);
            Assert.Empty(wanted.GetChangesFrom(await client.GetAsync(Module)));
            return;
        }

        var error = await Failure.OfAsync(() => client.CreateAsync(wanted));
        Assert.Equal(("INVALID_DATA", ZohoErrorKind.InvalidArgument), (error.Code, error.Kind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_configuration_that_is_deleted_leaves_its_locks_or_takes_them_off_as_Zoho_does(bool unlocks)
    {
        _crm.Unknowns.ConfigurationRemovalUnlocks = unlocks;
        var (client, locks) = await OpenWithLockAsync();

        await client.DeleteAsync(Module);

        Assert.Equal(unlocks ? 0 : 1, _crm.Leads.LockedCount);
        var error = await Failure.OfAsync(() => locks.ListAsync(Module, "17"));
        Assert.Equal(("NOT_ALLOWED", ZohoErrorKind.ObjectNotFound), (error.Code, error.Kind));
        Assert.Equal("Required Record Locking Configuration is not present", error.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rule_that_is_removed_leaves_its_locks_or_takes_them_off_as_Zoho_does(bool unlocks)
    {
        _crm.Unknowns.RuleRemovalUnlocks = unlocks;
        var (client, locks) = await OpenWithLockAsync();
        await client.UpdateAsync(Module, known => known.WithRuleAdded(Rule("Oslo", "Company = 'Oslo'")));

        await client.UpdateAsync(Module, known => known.WithRuleRemoved("Zylker"));

        Assert.Equal(unlocks ? 0 : 1, (await locks.ListAsync(Module, "17")).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Keys_that_nobody_knows_are_kept_or_dropped_by_the_server_without_being_a_difference(bool kept)
    {
        _crm.Unknowns.UnknownConfigurationKeysKept = kept;
        await _crm.MakeAsync("""{"lock_type":"manual","colour":"red"}""");
        var client = await _crm.OpenAsync();
        var read = (await client.GetAsync(Module))!;

        await client.UpdateAsync(read);
        await client.UpdateAsync(read with { RestrictedActions = ["delete"] });

        Assert.Equal("PUT", _crm.Changes);
        Assert.Equal(kept ? "red" : null, (string?)(await _crm.ReadAsync())!["colour"]);
    }

    [Theory]
    [InlineData("v7", false)]
    [InlineData("v8", true)]
    public async Task Products_have_a_configuration_from_version_8_on(string version, bool has)
    {
        _crm.Emulator.AddModule("Products").LockingConfiguration = LockingConfiguration.None;
        var client = await _crm.OpenAsync(version);
        var wanted = new LockConfiguration { Module = "Products", LockType = LockType.Manual };

        if (has)
        {
            Assert.Equal((await client.CreateAsync(wanted)).Id, (await client.GetAsync("Products"))!.Id);
            return;
        }

        Assert.Equal("NOT_SUPPORTED", (await Failure.OfAsync(() => client.CreateAsync(wanted))).Code);
    }

    // A switch that is renamed fails the test rather than being left as it is.
    private void Set(string name, bool value)
    {
        var (owner, property) = typeof(Contradictions).GetProperty(name) is { } found
            ? ((object)_crm.Contradictions, found)
            : (_crm.Unknowns, typeof(Unknowns).GetProperty(name)!);
        property.SetValue(owner, value);
    }

    private async Task<(LockConfigurationClient Client, RecordLockClient Locks)> OpenWithLockAsync()
    {
        _crm.Leads.AddRecord("17", "Lead", new Dictionary<string, string?> { ["Company"] = "Zylker" });
        var connection = await _crm.ConnectAsync();
        var client = new LockConfigurationClient(connection.Api);
        await client.CreateAsync(Both);
        Assert.Equal(1, _crm.Leads.LockedCount);
        return (client, new(connection.Api));
    }
}
