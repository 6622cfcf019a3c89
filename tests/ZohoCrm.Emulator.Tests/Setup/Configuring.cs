using System.Text.Json.Nodes;

namespace ZohoCrm.Emulator.Tests.Setup;

/// <summary>An emulation whose module Leads has no locking configuration yet, and the calls that configure it.</summary>
internal sealed class Configuring : IDisposable
{
    public const string Path = "/crm/v7/settings/record_locking_configurations";
    public const string Leads = $"{Path}?module=Leads";
    public const string Manual = "\"lock_type\":\"manual\"";

    private int _leads;

    public Configuring() => Module.LockingConfiguration = LockingConfiguration.None;

    public Emulation Emulation { get; } = new();

    public EmulatorSettings Settings => Emulation.Settings;

    public CrmModule Module => Emulation.Leads;

    public static string Body(string members) => $$"""{"record_locking_configurations":[{{{members}}}]}""";

    /// <summary>The body of an error; <c>P.</c> in a path stands for the configuration.</summary>
    public static string Wrapped(string item) =>
        $$"""{"record_locking_configurations":[{{item.Replace("\"P.", "\"$.record_locking_configurations[0].", StringComparison.Ordinal)}}]}""";

    public static string Rule(string criteria, string name = "rule", string more = "") =>
        $$"""{"name":"{{name}}","criteria":{{criteria}}{{more}}}""";

    public static string Automatic(params string[] rules) =>
        $"\"lock_type\":\"automatic\",\"locking_rules\":[{string.Join(',', rules)}]";

    public static string Compare(string field, string comparator, string value) =>
        $$"""{"comparator":"{{comparator}}","field":{"api_name":"{{field}}"},"value":{{value}}}""";

    public Task<Answer> GetAsync(string query = "") => Emulation.GetAsync(Leads + query);

    public Task<Answer> PostAsync(string members) => Emulation.SendAsync("POST", Leads, Body(members));

    public Task<Answer> PutAsync(string members) => Emulation.SendAsync("PUT", Leads, Body(members));

    public Task<Answer> DeleteAsync() => Emulation.SendAsync("DELETE", $"{Path}/{Module.ConfigurationId}?module=Leads");

    public async Task<JsonNode> ReadAsync() => (await GetAsync()).Json["record_locking_configurations"]![0]!;

    public async Task ConfiguredAsync(string members)
    {
        var answer = await PostAsync(members);
        Assert.True(answer.Status == 201, answer.Body);
    }

    public async Task ChangedAsync(string members)
    {
        var answer = await PutAsync(members);
        Assert.True(answer.Status == 200, answer.Body);
    }

    public async Task RefusedAsync(string members, string item)
    {
        (await PostAsync(members)).Is(400, Wrapped(item));
        Assert.Equal(204, (await GetAsync()).Status);
    }

    public string AddLead(params (string Field, string? Value)[] fields)
    {
        var id = $"584310400000050{++_leads:0000}";
        Module.AddRecord(id, "Lead", fields.ToDictionary(field => field.Field, field => field.Value));
        return id;
    }

    public void Dispose() => Emulation.Dispose();
}
