using System.Globalization;
using Xunit.Abstractions;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration;
using ZohoLock.Configuration.Portable;
using static ZohoLock.Client.Tests.Servers.ConfigurationSample;

namespace ZohoLock.Client.Tests.Configuration;

/// <summary>
/// What differs between files and organisations is told, and nothing else. To repeat a run, set the environment variable
/// ZOHOLOCK_CONFIGURATION_SEED to the seed that it printed.
/// </summary>
public sealed class ConfigurationDriftTests(ITestOutputHelper log) : IDisposable
{
    private const string Module = EmulatedOrganization.Module;
    private const string SeedVariable = "ZOHOLOCK_CONFIGURATION_SEED";
    private const int Configurations = 200;

    private readonly EmulatedOrganization _crm = Create(prefix: 5843104);
    private readonly EmulatedOrganization _other = Create(prefix: 7000001);

    public void Dispose()
    {
        _crm.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Random_configurations_never_differ_from_their_export_or_their_copy_and_each_change_is_one_difference()
    {
        var seed = Environment.GetEnvironmentVariable(SeedVariable) is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        log.WriteLine($"{SeedVariable}={seed}");
        var random = new RandomConfiguration(seed);
        var (here, there) = (await _crm.OpenAsync(), await _other.OpenAsync());
        for (var i = 0; i < Configurations; i++)
        {
            var where = $"seed {seed}, configuration {i}";
            await here.PrepareAndApplyAsync(random.Draw(Module));
            var found = (await here.GetNamedAsync(Module))!;
            var file = PortableConfiguration.Read(PortableConfiguration.Write(found));
            await there.PrepareAndApplyAsync(file);
            var copy = (await there.GetNamedAsync(Module))!;

            AssertDifferences(where, [], file.GetDifferencesFrom(found, Module));
            AssertDifferences(where, [], random.Rewrite(file).GetDifferencesFrom(found, Module));
            AssertDifferences(where, [], found.GetDifferencesFrom(copy, Module));
            var changes = random.ChangeEach(file);
            foreach (var (property, changed) in changes)
            {
                AssertDifferences(where, [property], changed.GetDifferencesFrom(found, Module));
            }

            var (changedProperty, wanted) = changes[i % changes.Count];
            await there.PrepareAndApplyAsync(wanted);
            AssertDifferences(where, [changedProperty], (await there.GetNamedAsync(Module)).GetDifferencesFrom(found, Module));
        }
    }

    [Fact]
    public async Task A_difference_has_the_values_of_both_sides()
    {
        await _crm.MakeAsync("""
            {"lock_type":"both","locked_for":"all_profiles_except_excluded_profiles","lock_excluded_profiles":[{"name":"Standard"},{"name":"Sales"}],
             "lock_for_portal_users":false,"excluded_fields":[{"api_name":"City"}],
             "locking_rules":[
              {"name":"Won deals","criteria":{"comparator":"equal","field":{"api_name":"Company"},"value":"Zylker"}},
              {"name":"Old","lock_existing_records":true,"criteria":{"comparator":"is_empty","field":{"api_name":"City"}}}]}
            """);
        var client = await _crm.OpenAsync();
        var file = PortableConfiguration.Read("""
            {"module":"leads","lock_type":"automatic","restricted_actions":["delete"],
             "locking_rules":[{"name":"Won deals","criteria":"Company = 'Zylker' or Company = 'Zoho'"},{"name":"New","criteria":"City = 'Oslo'"}]}
            """);

        var told = file.GetDifferencesFrom(await client.GetNamedAsync(Module), Module);

        AssertSame(
            [
                new(Module, "LockType", "Automatic", "Both"),
                new(Module, "LockedFor", "AllProfiles", "AllProfilesExceptExcludedProfiles"),
                new(Module, "ExcludedProfiles", null, "[Standard|Sales]"),
                new(Module, "LockingRules['Won deals'].Criteria", "Company = 'Zylker' or Company = 'Zoho'", "Company = 'Zylker'"),
                new(Module, "LockingRules['New']", "City = 'Oslo'", null),
                new(Module, "LockingRules['Old']", null, "City is_empty, existing records too"),
                new(Module, "ExcludedFields", null, "[City]"),
                new(Module, "RestrictedActions", "[update|delete]", "[update]"),
                new(Module, "LockForPortalUsers", true, false),
            ],
            told);
        Assert.Equal("Leads ExcludedProfiles: (none), in the organisation Standard, Sales", told[2].ToString());
    }

    [Fact]
    public async Task A_module_that_only_one_side_has_a_configuration_of_is_one_difference()
    {
        var client = await _crm.OpenAsync();
        await client.CreateAsync(new() { Module = Module, LockType = LockType.Both, LockingRules = [Rule("Zylker", "Company = 'Zylker'")] });
        var found = (await client.GetNamedAsync(Module))!;
        LockConfiguration? none = null;

        AssertSame([new(Module, ConfigurationDifference.WholeConfiguration, null, "Both, rules 'Zylker'")], none.GetDifferencesFrom(found, Module));
        AssertSame([new(Module, ConfigurationDifference.WholeConfiguration, "Both, rules 'Zylker'", null)], found.GetDifferencesFrom(null, Module));
        Assert.Empty(none.GetDifferencesFrom(null, Module));
    }

    [Fact]
    public async Task A_rule_that_a_file_renames_keeps_its_id()
    {
        var client = await _crm.OpenAsync();
        await client.CreateAsync(new() { Module = Module, LockType = LockType.Automatic, LockingRules = [Rule("Zylker", "Company = 'Zylker' and City = 'Oslo'")] });
        var before = (await client.GetAsync(Module))!.LockingRules[0];

        await client.PrepareAndApplyAsync(new() { Module = Module, LockType = LockType.Automatic, LockingRules = [Rule("Customer", "City = 'Oslo' and Company = 'Zylker'")] });

        var after = (await client.GetAsync(Module))!.LockingRules[0];
        Assert.Equal((before.Id, "Customer", before.Criteria), (after.Id, after.Name, after.Criteria));
    }

    // Arrays are expected as [one|other].
    private static void AssertSame(ConfigurationDifference[] expected, IReadOnlyList<ConfigurationDifference> told) => Assert.Equal(
        expected.Select(one => (one.Module, one.Property, Text(one.InFile), Text(one.InOrganization))),
        told.Select(one => (one.Module, one.Property, Text(one.InFile), Text(one.InOrganization))));

    private static string? Text(object? value) => value is string[] names ? $"[{string.Join('|', names)}]" : value?.ToString();

    private static EmulatedOrganization Create(int prefix)
    {
        var crm = new EmulatedOrganization(prefix);
        crm.Leads.AddField("City");
        foreach (var button in RandomConfiguration.Buttons)
        {
            crm.Leads.AddCustomButton(button);
        }

        foreach (var profile in RandomConfiguration.Profiles.Where(name => crm.Emulator.Profiles.All(known => known.Name != name)))
        {
            crm.Emulator.AddProfile(profile);
        }

        return crm;
    }

    private static void AssertDifferences(string where, string[] properties, IReadOnlyList<ConfigurationDifference> told) => Assert.True(
        properties.SequenceEqual(told.Select(difference => difference.Property)),
        $"{where}: expected {string.Join("; ", properties)}, told {string.Join("; ", told)}");
}
