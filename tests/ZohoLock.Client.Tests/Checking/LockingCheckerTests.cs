using ZohoCrm.Emulator;
using ZohoLock.Client.Tests.Servers;
using Needs = ZohoLock.LockingRequirement;
using static ZohoLock.CheckResult;

namespace ZohoLock.Client.Tests.Checking;

/// <summary>Whether records of a module can be locked, and if not, why (protocol sections 1.6, 1.7 and 1.9).</summary>
public sealed class LockingCheckerTests : IDisposable
{
    private const string EachOperation =
        "ZohoCRM.modules.deals.READ,ZohoCRM.modules.deals.CREATE,ZohoCRM.modules.deals.UPDATE,ZohoCRM.modules.deals.DELETE,ZohoCRM.modules.lockinginformation.READ,"
        + "ZohoCRM.modules.lockinginformation.CREATE,ZohoCRM.modules.lockinginformation.UPDATE,ZohoCRM.modules.lockinginformation.DELETE";

    private readonly CrmEmulator _emulator = new(new() { RecordRequests = true });
    private readonly List<Connection> _connections = [];
    private readonly CrmModule _deals;

    public LockingCheckerTests()
    {
        _deals = _emulator.AddModule("Deals");
        _deals.AddRecords(3);
        _emulator.Start();
    }

    public void Dispose()
    {
        _connections.ForEach(connection => connection.Dispose());
        _emulator.Dispose();
        Assert.Empty(_emulator.Failures);
    }

    [Fact]
    public async Task A_module_that_is_set_up_passes_all_but_what_only_a_lock_would_show()
    {
        var checks = await CheckAsync("Deals");

        Assert.Equal(Enum.GetValues<LockingRequirement>().Except([Needs.Record]), checks.Select(check => check.Requirement));
        Assert.Equal([Needs.Permission], checks.Where(check => check.Result != Passed).Select(check => check.Requirement));
        Assert.All(checks, check => Assert.Equal(("Deals", null), (check.Module, check.RecordId)));
        Assert.All(checks, check => Assert.NotEmpty(check.Message));
        Assert.Equal(Unknown, checks[6].Result);
        Assert.DoesNotContain(ApiCalls, request => request.PathAndQuery.Contains("/users", StringComparison.Ordinal));
        Assert.Contains("Profiles", checks[6].Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_changed()
    {
        _deals.SetLocked(_deals.Records[0].Id);
        await CheckAsync("Deals", [.. _deals.Records.Select(record => record.Id)]);

        Assert.All(ApiCalls, request => Assert.Equal("GET", request.Method));
        Assert.Equal(1, _deals.LockedCount);
    }

    [Theory]
    [InlineData("ZohoCRM.modules.ALL,ZohoCRM.modules.lockinginformation.ALL", Passed, null)]
    [InlineData("ZohoCRM.modules.deals.ALL,ZohoCRM.modules.lockinginformation.ALL", Passed, null)]
    [InlineData("zohocrm.MODULES.all,ZohoCRM.modules.LockingInformation.all", Passed, null)]
    [InlineData("ZohoCRM.modules.ALL", Unknown, "ZohoCRM.modules.lockinginformation.CREATE")]
    [InlineData(EachOperation, Passed, null)]
    [InlineData("ZohoCRM.modules.lockinginformation.ALL", Failed, "ZohoCRM.modules.deals.READ")]
    [InlineData("ZohoCRM.modules.deals.ALL", Failed, "ZohoCRM.modules.lockinginformation.READ")]
    [InlineData("ZohoCRM.modules.READ,ZohoCRM.modules.deals.ALL", Failed, "ZohoCRM.modules.lockinginformation.CREATE")]
    [InlineData("ZohoCRM.modules.leads.ALL,ZohoCRM.modules.lockinginformation.ALL", Failed, "ZohoCRM.modules.deals.READ")]
    [InlineData("ZohoCRM.modules.READ,ZohoCRM.modules.lockinginformation.READ", Failed, "ZohoCRM.modules.lockinginformation.DELETE")]
    [InlineData("ZohoCRM.org.READ", Failed, "ZohoCRM.modules.lockinginformation.READ")]
    public async Task Scopes_are_compared_with_what_locking_needs(string scopes, CheckResult result, string? missing)
    {
        _emulator.Settings.Scopes = scopes;

        var check = await CheckAsync("Deals", Needs.Scope);

        Assert.Equal(result, check.Result);
        Assert.Contains(missing ?? "granted", check.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not granted: ,", check.Message, StringComparison.Ordinal);
        Assert.Equal(result == Passed, check.Advice is null);
    }

    [Fact]
    public async Task Scopes_that_are_not_reported_are_unknown()
    {
        using var connection = await Opened.Open(Opened.TokenOptions(_emulator.BaseUri) with
        {
            Credential = new AccessTokenCredential(Opened.Secure(_emulator.CreateAccessToken())),
        });

        Assert.Equal(Unknown, (await connection.CreateLockingChecker().CheckAsync("Deals", [])).First(check => check.Requirement == Needs.Scope).Result);
    }

    [Fact]
    public async Task An_edition_without_locking_fails_and_the_rest_is_unknown()
    {
        _emulator.Settings.Permissions.EditionSupported = false;

        var checks = await CheckAsync("Deals", _deals.Records[0].Id);

        Assert.Equal([Needs.Edition], checks.Where(check => check.Result == Failed).Select(check => check.Requirement));
        Assert.Equal(
            [Needs.Module, Needs.Configuration, Needs.ManualLocking, Needs.Profile, Needs.Permission, Needs.Record],
            checks.Where(check => check.Result == Unknown).Select(check => check.Requirement));
        Assert.Contains("failed checks", checks.Single(check => check.Requirement == Needs.Configuration).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Dealz", "'Deals'")]
    [InlineData("Campaigns", "")]
    public async Task A_module_that_is_not_there_or_cannot_be_locked_fails(string module, string expected)
    {
        _emulator.AddModule("Campaigns");

        var check = await CheckAsync(module, Needs.Module);

        Assert.Equal(Failed, check.Result);
        Assert.Contains(expected, check.Message, StringComparison.Ordinal);
        Assert.NotNull(check.Advice);
    }

    [Fact]
    public async Task A_module_that_cannot_be_locked_is_known_without_its_configuration()
    {
        _emulator.AddModule("Campaigns");
        _emulator.Settings.Permissions.MayCustomize = false;

        Assert.Equal(Failed, (await CheckAsync("Campaigns", Needs.Module)).Result);
        var unknown = await CheckAsync("Campaigns", Needs.ManualLocking);
        Assert.Equal(Unknown, unknown.Result);
        Assert.Contains("permission denied", unknown.Message, StringComparison.Ordinal);
        Assert.NotNull(unknown.Advice);
    }

    [Fact]
    public async Task A_permission_that_Zoho_names_fails()
    {
        using var server = new LiteralServer(request => request.Target.Contains("Locking_Information", StringComparison.Ordinal)
            ? Reply.Json(403, """{"code":"NO_PERMISSION","details":{"permissions":["Crm_Implied_View_Deals"]},"message":"permission denied","status":"error"}""")
            : Reply.Json(400, """{"code":"INVALID_REQUEST","details":{},"message":"not today","status":"error"}"""));
        using var connection = await Opened.WithToken(server);

        var check = (await connection.CreateLockingChecker().CheckAsync("Deals", ["7"])).Single(check => check.Requirement == Needs.Permission);

        Assert.Equal(Failed, check.Result);
        Assert.Contains("Crm_Implied_View_Deals", check.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v7", Failed)]
    [InlineData("v8", Passed)]
    public async Task Products_can_be_locked_from_version_8_on(string version, CheckResult result)
    {
        _emulator.AddModule("Products");

        Assert.Equal(result, (await CheckAsync(await OpenAsync(version), "Products")).First(check => check.Requirement == Needs.Module).Result);
    }

    [Theory]
    [InlineData(LockingConfiguration.Manual, Passed, Passed)]
    [InlineData(LockingConfiguration.Both, Passed, Passed)]
    [InlineData(LockingConfiguration.Automatic, Passed, Failed)]
    [InlineData(LockingConfiguration.None, Failed, Failed)]
    [InlineData(LockingConfiguration.Missing, Failed, Failed)]
    public async Task The_configuration_tells_whether_users_may_lock(LockingConfiguration configuration, CheckResult there, CheckResult byHand)
    {
        _deals.LockingConfiguration = configuration;

        var checks = await CheckAsync("Deals");

        Assert.Equal((there, byHand), (Result(checks, Needs.Configuration), Result(checks, Needs.ManualLocking)));
        Assert.All(checks.Where(check => check.Result == Failed), check => Assert.NotNull(check.Advice));
    }

    [Theory]
    [InlineData(LockingConfiguration.None)]
    [InlineData(LockingConfiguration.Missing)]
    public async Task A_configuration_that_may_not_be_read_is_seen_by_the_locks(LockingConfiguration none)
    {
        _emulator.Settings.Permissions.MayCustomize = false;

        var without = await CheckAsync("Deals");
        var with = await CheckAsync("Deals", _deals.Records[0].Id);

        Assert.Equal((Unknown, Unknown), (Result(without, Needs.Configuration), Result(without, Needs.Edition)));
        Assert.Equal((Passed, Passed, Unknown), (Result(with, Needs.Configuration), Result(with, Needs.Edition), Result(with, Needs.ManualLocking)));

        _deals.LockingConfiguration = none;
        Assert.Equal(Failed, Result(await CheckAsync("Deals", _deals.Records[0].Id), Needs.Configuration));
    }

    [Theory]
    [InlineData("Sales", "Sales", Failed)]
    [InlineData("Support", "Sales", Passed)]
    public async Task The_profile_of_the_user_may_be_excluded(string mine, string excluded, CheckResult result)
    {
        var profiles = new[] { mine, excluded }.Distinct().ToDictionary(name => name, _emulator.AddProfile);
        _emulator.SetProfile(_emulator.User, profiles[mine]);
        await ExcludeAsync(excluded);

        var check = await CheckAsync("Deals", Needs.Profile);

        Assert.Equal(result, check.Result);
        Assert.Contains(mine, check.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_profile_may_not_be_read_it_is_unknown_and_the_scope_named()
    {
        _emulator.AddProfile("Sales");
        _emulator.Settings.Scopes = OAuthClientCredential.DefaultScope;
        await ExcludeAsync("Sales");

        var check = await CheckAsync("Deals", Needs.Profile);

        Assert.Equal(Unknown, check.Result);
        Assert.Contains("ZohoCRM.users.READ", check.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_that_Zoho_refuses_is_no_missing_permission()
    {
        _emulator.Settings.Permissions.ProfileSupported = false;

        var checks = await CheckAsync("Deals", _deals.Records[0].Id);

        Assert.Equal((Failed, Unknown, Unknown), (Result(checks, Needs.Profile), Result(checks, Needs.Permission), Result(checks, Needs.Record)));
    }

    [Fact]
    public async Task The_view_may_be_missing_or_not_be_readable()
    {
        _emulator.Settings.Unknowns.LockedViews = LockedViews.None;
        Assert.Equal(Failed, (await CheckAsync("Deals", Needs.View)).Result);

        _emulator.Settings.Scopes = "ZohoCRM.modules.ALL";
        Assert.Equal(Unknown, (await CheckAsync("Deals", Needs.View)).Result);
    }

    [Fact]
    public async Task Each_record_has_a_check_in_the_order_of_the_ids()
    {
        var ids = _deals.Records.Select(record => record.Id).ToArray();
        _deals.SetLocked(ids[1], reason: "Quarter closed");
        _deals.SetLocked(ids[2], LockKind.Automatic);

        var checks = (await CheckAsync("Deals", [.. ids, "5843104000009999999"])).Where(check => check.Requirement == Needs.Record).ToArray();

        Assert.Equal([.. ids, "5843104000009999999"], checks.Select(check => check.RecordId));
        Assert.Equal([Passed, Failed, Unknown, Failed], checks.Select(check => check.Result));
        Assert.Matches($"^locked already by {_emulator.User.Name} since 20..-..-.. ..:.. .+: Quarter closed$", checks[1].Message);
        Assert.Contains("rule", checks[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_the_user_may_change_shows_the_permission()
    {
        _deals.SetLocked(_deals.Records[0].Id);

        Assert.Equal(Passed, Result(await CheckAsync("Deals", _deals.Records[0].Id), Needs.Permission));
    }

    [Fact]
    public async Task What_fails_for_every_call_is_an_error()
    {
        var connection = await OpenAsync();
        _emulator.Dispose();

        await Assert.ThrowsAsync<ZohoException>(() => CheckAsync(connection, "Deals"));
    }

    private IEnumerable<ZohoCrm.Emulator.Observation.RecordedRequest> ApiCalls =>
        _emulator.Requests.Where(request => request.PathAndQuery.StartsWith("/crm/", StringComparison.Ordinal));

    private static CheckResult Result(IEnumerable<LockingCheck> checks, LockingRequirement requirement) => checks.Single(check => check.Requirement == requirement).Result;

    private async Task ExcludeAsync(string profile) => await (await OpenAsync()).CreateConfigurationClient().UpdateAsync("Deals", current => current with
    {
        LockedFor = LockedFor.AllProfilesExceptExcludedProfiles,
        ExcludedProfiles = [new(null, _emulator.Profiles.Single(known => known.Name == profile).Id)],
    });

    private async Task<Connection> OpenAsync(string version = "v7")
    {
        var connection = await Opened.To(_emulator, version);
        _connections.Add(connection);
        return connection;
    }

    private async Task<LockingCheck> CheckAsync(string module, LockingRequirement requirement) =>
        (await CheckAsync(module)).Single(check => check.Requirement == requirement);

    private async Task<IReadOnlyList<LockingCheck>> CheckAsync(string module, params string[] recordIds) => await CheckAsync(await OpenAsync(), module, recordIds);

    private static Task<IReadOnlyList<LockingCheck>> CheckAsync(Connection connection, string module, params string[] recordIds) =>
        connection.CreateLockingChecker().CheckAsync(module, recordIds);
}
