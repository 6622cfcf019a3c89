using System.Globalization;
using ZohoCrm.Emulator;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration.Criteria;
using ZohoLock.Finding;
using static ZohoLock.Client.Tests.Servers.ConfigurationSample;

namespace ZohoLock.Client.Tests.Finding;

/// <summary>The records that a rule of the locking configuration fits, found and counted by its criteria.</summary>
public sealed class MatchingRuleTests : IDisposable
{
    private static readonly LockingRule Won = Rule("Won deals", "(Stage = 'Closed Won' and Amount >= '10000') or Probability = 100");

    private readonly CrmEmulator _emulator = new(new() { RecordRequests = true });
    private readonly CrmModule _deals;
    private readonly List<Connection> _connections = [];

    public MatchingRuleTests()
    {
        _deals = _emulator.AddModule("Deals");
        _deals.LockingConfiguration = LockingConfiguration.None;
        _emulator.Start();
    }

    public void Dispose()
    {
        _connections.ForEach(connection => connection.Dispose());
        _emulator.Dispose();
        Assert.Empty(_emulator.Failures);
    }

    [Fact]
    public async Task Its_records_are_found_and_counted_together_with_other_conditions()
    {
        string[] ids = [.. new (string, int, int)[] { ("Closed Won", 9999, 50), ("Closed Won", 10000, 50), ("Qualification", 1, 100), ("Closed Lost", 20000, 0) }.Select(Add)];
        _deals.SetLocked(ids[1], LockKind.Manual, "x");
        _deals.AddView("Small", "Amount < 5");
        var finder = await ConfigureAsync(Won);

        Assert.Equal(ids[1..3], await FindAsync(finder, new("Deals") { MatchingRule = "Won deals" }));
        Assert.Equal(ids[1..3], await FindAsync(finder, new("Deals") { MatchingRule = "won DEALS" }));
        Assert.Equal(ids[1..2], await FindAsync(finder, new("Deals") { MatchingRule = "Won deals", Where = ParsedCriteria.Parse("Amount > 5 or Amount = 3") }));
        Assert.Equal(ids[2..3], await FindAsync(finder, new("Deals") { MatchingRule = "Won deals", IsLocked = false }));
        Assert.Equal(ids[2..3], await FindAsync(finder, new("Deals") { MatchingRule = "Won deals", View = "Small" }));
        Assert.Equal(2, await finder.CountAsync(new("Deals") { MatchingRule = "Won deals" }));
    }

    [Fact]
    public async Task Fields_by_id_and_owners_as_objects_are_what_a_query_has()
    {
        var id = Add(("Closed Won", 1, 1));
        var owner = _emulator.User.Id;
        using var http = new HttpClient { BaseAddress = _emulator.BaseUri };
        var field = _deals.Fields.Single(known => known.ApiName == "Stage").Id;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/crm/v7/settings/record_locking_configurations?module=Deals")
        {
            Content = new StringContent($$$"""
                {"record_locking_configurations":[{"lock_type":"automatic","locking_rules":[{"name":"Own","criteria":{"group_operator":"AND","group":[
                  {"comparator":"equal","field":{"id":"{{{field}}}"},"value":"Closed Won"},
                  {"comparator":"equal","field":{"api_name":"Owner"},"value":{"name":"x","id":"{{{owner}}}"} }]}}]}]}
                """),
        };
        request.Headers.Add("Authorization", $"Zoho-oauthtoken {_emulator.CreateAccessToken()}");
        Assert.True((await http.SendAsync(request)).IsSuccessStatusCode);

        Assert.Equal([id], await FindAsync(await OpenAsync(), new("Deals") { MatchingRule = "Own" }));
    }

    [Theory]
    [InlineData("Wan deals", "Deals has no rule 'Wan deals'; did you mean 'Won deals'?")]
    [InlineData("Nonesuch", "Deals has no rule 'Nonesuch'")]
    public async Task A_rule_that_there_is_none_of_names_the_nearest_and_those_there_are(string name, string message)
    {
        var finder = await ConfigureAsync(Won, Rule("Late", "Closing_Date < 2020-01-01"));

        var error = await Failure.OfAsync(() => finder.CountAsync(new("Deals") { MatchingRule = name }));

        Assert.Equal(("UnknownRule", message), (error.Code, error.Message));
        Assert.Equal("Its rules: 'Won deals', 'Late'.", error.Advice);
        Assert.Equal(0, _emulator.Counters.Count(Operation.QueryRecords));
    }

    [Fact]
    public async Task A_module_without_rules_is_told_as_that()
    {
        var error = await Failure.OfAsync(async () => await (await OpenAsync()).CountAsync(new("Deals") { MatchingRule = "x" }));

        Assert.Equal("UnknownRule", error.Code);
        Assert.StartsWith("The module has no locking rules", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Criteria_that_queries_do_not_have_are_told_with_the_rule()
    {
        var finder = await ConfigureAsync(Rule("Long", "Description contains 'x'"));

        var error = await Failure.OfAsync(() => finder.CountAsync(new("Deals") { MatchingRule = "Long" }));

        Assert.Equal("InvalidComparator", error.Code);
        Assert.StartsWith("the criteria of the rule 'Long' can't be asked for in a query: column 13:", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Description contains 'x'", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_import_would_lock_is_counted_in_one_call_a_rule()
    {
        string[] ids = [.. Enumerable.Range(0, 1200).Select(i => Add(("Closed Won", i, 50)))];
        var finder = await OpenAsync();
        var configuration = _connections[0].CreateConfigurationClient();
        var kept = Rule("Kept", "Probability = 100");
        await configuration.CreateAsync(new() { Module = "Deals", LockType = LockType.Both, LockingRules = [kept, Rule("Changed", "Amount = 1"), Rule("Gone", "Amount = 2")] });
        var wanted = new LockConfiguration
        {
            Module = "Deals",
            LockType = LockType.Automatic,
            LockingRules =
            [
                kept, Rule("Changed", "Amount < 1"), Rule("New", "Stage = 'Closed Won'") with { LockExistingRecords = true }, Rule("Renamed", "Amount = 2"),
                Rule("Long", "Description contains 'x'"),
            ],
        };
        var replacement = await configuration.PrepareAsync(wanted);
        _emulator.Counters.Reset();

        var impacts = await finder.CountMatchesAsync("Deals", replacement.GetRulesComingIntoForce());

        Assert.Equal(
            [
                "rule 'Changed' would lock 1 existing record, when it is next changed",
                "rule 'New' would lock 1,200 existing records",
                "rule 'Long': the records that it fits can't be counted: column 13: Description can't be compared by contains: it is a text of several lines, which Zoho doesn't compare in queries",
            ],
            impacts.Select(impact => impact.ToString()));
        Assert.Equal(2, _emulator.Counters.Count(Operation.QueryRecords));

        // Without rules in force nothing is locked; all that come into force are told.
        Assert.Empty((await configuration.PrepareAsync(wanted with { LockType = LockType.Manual })).GetRulesComingIntoForce());
        await configuration.PrepareAndApplyAsync(wanted with { LockType = LockType.Manual });
        Assert.Equal(5, (await configuration.PrepareAsync(wanted)).GetRulesComingIntoForce().Count);
    }

    private string Add((string Stage, int Amount, int Probability) deal) => _deals.AddRecord(new Dictionary<string, string?>
    {
        ["Deal_Name"] = "A deal",
        ["Stage"] = deal.Stage,
        ["Amount"] = deal.Amount.ToString(CultureInfo.InvariantCulture),
        ["Probability"] = deal.Probability.ToString(CultureInfo.InvariantCulture),
    }).Id;

    private static async Task<string[]> FindAsync(RecordFinder finder, RecordQuery query) =>
        [.. (await Pages.ReadAsync(finder.FindAsync(query))).Select(record => record.RecordId)];

    private async Task<RecordFinder> ConfigureAsync(params LockingRule[] rules)
    {
        var finder = await OpenAsync();
        await _connections[0].CreateConfigurationClient().CreateAsync(new() { Module = "Deals", LockType = LockType.Both, LockingRules = rules });
        return finder;
    }

    private async Task<RecordFinder> OpenAsync()
    {
        _connections.Add(await Opened.To(_emulator));
        return _connections[^1].GetFinder();
    }
}
