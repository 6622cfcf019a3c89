using System.Text.Json.Nodes;

namespace ZohoCrm.Emulator.Tests.OfficialSdk;

/// <summary>Zoho's SDK for Node.js makes all its locking and configuration calls and reads the responses.</summary>
public sealed class OfficialSdkTests : IDisposable
{
    private readonly Emulation _emulation = new();

    public void Dispose() => _emulation.Dispose();

    [NodeFact]
    public async Task The_SDK_of_version_8_makes_all_its_calls()
    {
        var deals = _emulation.Emulator.AddModule("Deals");
        var record = deals.AddRecord("5843104000000425565", "Big one (Sample)");
        var oldConfiguration = deals.ConfigurationId;
        _emulation.Settings.RecordRequests = true;
        var project = new NodeProject();
        await project.InstallAsync();

        var lines = await project.RunScriptAsync("locking.mjs", new()
        {
            ["ZOHO_URL"] = _emulation.Emulator.BaseUri.GetLeftPart(UriPartial.Authority),
            ["ZOHO_CLIENT_ID"] = _emulation.Emulator.ClientId,
            ["ZOHO_CLIENT_SECRET"] = _emulation.Emulator.ClientSecret,
            ["ZOHO_REFRESH_TOKEN"] = _emulation.Emulator.RefreshToken,
            ["ZOHO_MODULE"] = deals.ApiName,
            ["ZOHO_RECORD_ID"] = record.Id,
        });

        var results = lines.Select(line => JsonNode.Parse(line)!).ToDictionary(result => (string)result["call"]!);
        Assert.Equal(
            [
                "list before: 204 ", "lock: 201 ActionWrapper", "list: 200 ResponseWrapper", "get: 200 ResponseWrapper",
                "lock again: 403 APIException", "update: 200 ActionWrapper", "get updated: 200 ResponseWrapper",
                "unlock: 200 ActionWrapper", "list after: 204 ", "get configuration: 200 ResponseWrapper", "delete configuration: 200 ActionWrapper",
                "get no configuration: 204 ", "create configuration: 201 ActionWrapper", "update configuration: 200 ActionWrapper",
                "update configurations: 200 ActionWrapper", "get updated configuration: 200 ResponseWrapper",
                "delete new configuration: 200 ActionWrapper",
            ],
            results.Values.Select(result => $"{result["call"]}: {result["status"]} {result["type"]}"));

        var lockId = (string)results["lock"]["object"]!["data"]![0]!["details"]!["id"]!;
        AssertLock(results["list"], lockId, "deal in progress");
        AssertLock(results["get"], lockId, "deal in progress");
        AssertLock(results["get updated"], lockId, "quarter closed");
        Assert.Equal("NOT_ALLOWED", (string?)results["lock again"]["object"]!["code"]);
        Assert.Equal("relation updated", (string?)results["update"]["object"]!["data"]![0]!["message"]);
        Assert.Equal("relation removed", (string?)results["unlock"]["object"]!["data"]![0]!["message"]);
        Assert.False(record.IsLocked);

        Assert.Equal(("manual", oldConfiguration), TypeAndId(results["get configuration"]));
        var id = (string)results["create configuration"]["object"]!["recordLockingConfigurations"]![0]!["details"]!["id"]!;
        Assert.Equal(("manual", id), TypeAndId(results["get updated configuration"]));
        var criteria = ConfigurationIn(results["get updated configuration"])["lockingRules"]![0]!["criteria"]!;
        Assert.Equal(("Amount", "10000"), ((string?)criteria["field"]!["apiName"], (string?)criteria["value"]));
        Assert.Equal(LockingConfiguration.Missing, deals.LockingConfiguration);

        AssertCalls(record.Id, lockId, oldConfiguration, id);
    }

    /// <summary>Reads the keys that the SDK found, because its getters have the wrong case (protocol 1.4).</summary>
    private void AssertLock(JsonNode result, string lockId, string reason)
    {
        var row = result["object"]!["data"]![0]!["keyValues"]!;
        Assert.Equal((lockId, reason, "Manual"), ((string?)row["id"], (string?)row["Locked_Reason__s"], (string?)row["Lock_Source__s"]));
        Assert.Equal(_emulation.Emulator.User.Id, (string?)row["Locked_By__s"]!["id"]);
        Assert.Equal("Big one (Sample)", (string?)row["Locked_For__s"]!["keyValues"]!["name"]);
        Assert.Equal(_emulation.Time.GetUtcNow().UtcDateTime, (DateTime)row["Locked_Time__s"]!);
    }

    private static JsonNode ConfigurationIn(JsonNode result) => result["object"]!["recordLockingConfigurations"]![0]!;

    private static (string? Type, string? Id) TypeAndId(JsonNode result) =>
        ((string?)ConfigurationIn(result)["lockType"], (string?)ConfigurationIn(result)["id"]);

    private void AssertCalls(string recordId, string lockId, string oldConfiguration, string configuration)
    {
        var requests = _emulation.Emulator.Requests;
        Assert.StartsWith("multipart/form-data", requests[0].Header("Content-Type"), StringComparison.Ordinal);
        var record = $"/crm/v8/Deals/{recordId}/Locking_Information__s";
        const string Configurations = "/crm/v8/settings/record_locking_configurations";
        Assert.Equal(
            [
                "POST /oauth/v2/token", "GET /crm/v8/users", "GET /crm/v8/org", "GET /crm/v8/settings/fields",
                $"GET {record}", $"POST {record}", $"GET {record}", $"GET {record}/{lockId}", $"POST {record}", $"PUT {record}/{lockId}",
                $"GET {record}/{lockId}", $"DELETE {record}/{lockId}", $"GET {record}",
                $"GET {Configurations}", $"DELETE {Configurations}/{oldConfiguration}", $"GET {Configurations}", $"POST {Configurations}",
                $"PUT {Configurations}/{configuration}", $"PUT {Configurations}", $"GET {Configurations}",
                $"DELETE {Configurations}/{configuration}",
            ],
            requests.Select(request => $"{request.Method} {request.PathAndQuery.Split('?')[0]}"));
        Assert.Contains("module=Locking_Information__s", requests[3].PathAndQuery, StringComparison.Ordinal);
    }
}
