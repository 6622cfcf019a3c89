using System.Text;
using System.Text.Json.Nodes;
using ZohoCrm.Emulator;
using ZohoLock.Configuration;
using ZohoLock.Configuration.Wire;
using ZohoLock.Retrying;

namespace ZohoLock.Client.Tests.Servers;

/// <summary>An emulated organisation whose Leads have no locking configuration yet, and clients that are connected to it.</summary>
internal sealed class EmulatedOrganization : IDisposable
{
    public const string Module = "Leads";

    private const string Path = "settings/record_locking_configurations";
    private const string Wrapper = "record_locking_configurations";

    private readonly List<IDisposable> _opened = [];
    private readonly HttpClient _http;

    public EmulatedOrganization(int prefix = 5843104)
    {
        Emulator = new(new() { OrganizationPrefix = prefix, RecordRequests = true });
        Leads = Emulator.AddModule(Module);
        Leads.LockingConfiguration = LockingConfiguration.None;
        Emulator.Start();
        _http = new() { BaseAddress = Emulator.BaseUri };
        _http.DefaultRequestHeaders.Add("Authorization", $"Zoho-oauthtoken {Emulator.CreateAccessToken()}");
    }

    public CrmEmulator Emulator { get; }

    public EmulatorSettings Settings => Emulator.Settings;

    public Contradictions Contradictions => Settings.Contradictions;

    public Unknowns Unknowns => Settings.Unknowns;

    public CrmModule Leads { get; }

    /// <summary>The calls to the API so far, in their order: <c>GET record_locking_configurations</c>; ids left out.</summary>
    public IEnumerable<string> Calls => Emulator.Requests
        .Where(request => request.PathAndQuery.StartsWith("/crm/", StringComparison.Ordinal))
        .Select(request => $"{request.Method} {request.PathAndQuery.Split('?')[0].Split('/')[4]}");

    /// <summary>The methods of the calls that were to change a configuration: <c>POST PUT</c>.</summary>
    public string Changes => string.Join(' ', Emulator.Requests
        .Where(request => request.Method != "GET" && request.PathAndQuery.Contains($"/{Path}", StringComparison.Ordinal))
        .Select(request => request.Method));

    public async Task<Connection> ConnectAsync(string version = "v7", RetryPolicy? policy = null)
    {
        var connection = await Opened.To(Emulator, version, policy);
        _opened.Add(connection);
        return connection;
    }

    public async Task<LockConfigurationClient> OpenAsync(string version = "v7", RetryPolicy? policy = null) =>
        new((await ConnectAsync(version, policy)).Api);

    /// <summary>The calls of a client that doesn't look at what it is to send.</summary>
    public async Task<ConfigurationApi> OpenUncheckedAsync(string version = "v7")
    {
        var connection = await ConnectAsync(version);
        return new(connection.Api, connection.Api.Limiter.OpenLane(maxInFlight: null));
    }

    /// <summary>The configuration as the wire has it; null where there is none. What was asked until now is forgotten, this included.</summary>
    public async Task<JsonObject?> ReadAsync(string version = "v7")
    {
        var answer = await _http.GetStringAsync($"/crm/{version}/{Path}?module={Module}");
        Emulator.ClearRequests();
        return answer.Length == 0 ? null : JsonNode.Parse(answer)![Wrapper]![0]!.AsObject();
    }

    /// <summary>Makes a configuration without the client. What was asked until now is forgotten, this included.</summary>
    public async Task MakeAsync(string configuration)
    {
        using var body = new StringContent($$"""{"{{Wrapper}}":[{{configuration}}]}""", Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync($"/crm/v7/{Path}?module={Module}", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        Emulator.ClearRequests();
    }

    public string FieldId(string apiName) => Leads.Fields.Single(field => field.ApiName == apiName).Id;

    public void Dispose()
    {
        _http.Dispose();
        _opened.ForEach(opened => opened.Dispose());
        Emulator.Dispose();
        Assert.Empty(Emulator.Failures);
    }
}
