using System.Globalization;
using System.Text.Json.Nodes;

namespace ZohoLock.Client.Tests.Servers;

/// <summary>
/// One organisation's locking configuration behind real HTTP, as protocol section 2 has it, with fields, profiles and buttons. Answers can be lost,
/// before or after the change is made.
/// </summary>
internal sealed class ConfigurationServer : IDisposable
{
    private const string Path = "/crm/v7/settings/record_locking_configurations";

    private readonly LiteralServer _server;
    private readonly Queue<Loss> _losses = [];
    private long _lastId;

    public ConfigurationServer(long firstId = 5843104000000900000)
    {
        _lastId = firstId;
        _server = new(Answer);
    }

    /// <summary>The configuration that is there; null where there is none.</summary>
    public JsonObject? Configuration { get; set; }

    /// <summary>The calls that came, without their query.</summary>
    public IEnumerable<string> Calls => _server.Requests.Select(request => $"{request.Method} {request.Path[(request.Path.LastIndexOf("settings/", StringComparison.Ordinal) + 9)..]}");

    public IEnumerable<string> Changes => Calls.Where(call => !call.StartsWith("GET ", StringComparison.Ordinal)).Select(call => call.Split(' ')[0]);

    public IReadOnlyList<ReceivedRequest> Requests => _server.Requests;

    /// <summary>Ids of fields, by their API names.</summary>
    public Dictionary<string, string> Fields { get; } = [];

    public Dictionary<string, string> Profiles { get; } = [];

    public Dictionary<string, string> Buttons { get; } = [];

    /// <summary>What becomes of the answers to the next changes, one after another.</summary>
    public void Lose(params Loss[] losses)
    {
        foreach (var loss in losses)
        {
            _losses.Enqueue(loss);
        }
    }

    public Task<Connection> OpenAsync() => Opened.WithToken(_server, policy: Opened.Repeating);

    public void Dispose() => _server.Dispose();

    private Reply Answer(ReceivedRequest request)
    {
        if (request.Method == "GET")
        {
            return request.Path switch
            {
                Path => Configuration is null ? Reply.NoContent : Reply.Json(200, Wrap(Configuration)),
                "/crm/v7/settings/fields" => Listed("fields", "api_name", Fields),
                "/crm/v7/settings/profiles" => Listed("profiles", "name", Profiles),
                "/crm/v7/settings/custom_buttons" => Listed("custom_buttons", "name", Buttons),
                _ => Reply.Json(404, """{"code":"INVALID_URL_PATTERN","details":{},"message":"Please check if the URL trying to access is a correct one","status":"error"}"""),
            };
        }

        var loss = _losses.TryDequeue(out var next) ? next : Loss.None;
        if (loss == Loss.BeforeChange)
        {
            return Reply.Closed;
        }

        var reply = Change(request);
        return loss == Loss.AfterChange ? Reply.Closed : reply;
    }

    private Reply Change(ReceivedRequest request)
    {
        var given = request.Method == "DELETE" ? null : (JsonObject)request.Json!["record_locking_configurations"]![0]!.DeepClone();
        if (request.Method == "POST")
        {
            if (Configuration is not null)
            {
                return Reply.Json(400, """{"code":"LIMIT_EXCEEDED","details":{"param_name":"module","limit":1},"message":"Configuration already created for this module","status":"error"}""");
            }

            given!["id"] = NextId();
            given["created_time"] = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
            foreach (var rule in given["locking_rules"]?.AsArray() ?? [])
            {
                rule!["id"] = NextId();
            }

            Configuration = given;
            return Done("record locking configuration created successfully");
        }

        if (Configuration is null || !request.Path.EndsWith($"/{Configuration["id"]}", StringComparison.Ordinal))
        {
            return Reply.Json(400, """{"code":"INVALID_DATA","details":{"resource_path_index":2},"message":"the id given seems to be invalid","status":"error"}""");
        }

        if (given is null)
        {
            var gone = Done("record locking configuration deleted");
            Configuration = null;
            return gone;
        }

        var rules = Configuration["locking_rules"]?.DeepClone().AsArray() ?? [];
        foreach (var rule in given["locking_rules"]?.AsArray() ?? [])
        {
            var former = rules.FirstOrDefault(known => (string?)known!["id"] == (string?)rule!["id"]);
            if ((bool?)rule!["_delete"] == true)
            {
                rules.Remove(former);
            }
            else if (former is not null)
            {
                rules[rules.IndexOf(former)] = rule.DeepClone();
            }
            else if (rules.Any(known => (string?)known!["name"] == (string?)rule["name"]))
            {
                return Reply.Json(400, """
                    {"record_locking_configurations":[{"code":"DUPLICATE_DATA","details":{"api_name":"name",
                      "json_path":"$.record_locking_configurations[0].locking_rules[0].name"},
                      "message":"Duplicate rule name found, Enter unique rulename.","status":"error"}]}
                    """);
            }
            else
            {
                var added = rule.DeepClone();
                added["id"] = NextId();
                rules.Add(added);
            }
        }

        foreach (var (key, value) in given)
        {
            Configuration[key] = value?.DeepClone();
        }

        Configuration["locking_rules"] = rules;
        return Done("record locking configuration updated successfully");
    }

    private Reply Done(string message) => Reply.Json(
        200, Wrap(new() { ["code"] = "SUCCESS", ["details"] = new JsonObject { ["id"] = (string?)Configuration!["id"] }, ["message"] = message, ["status"] = "success" }));

    private string NextId() => (++_lastId).ToString(CultureInfo.InvariantCulture);

    private static string Wrap(JsonObject item) => new JsonObject { ["record_locking_configurations"] = new JsonArray(item.DeepClone()) }.ToJsonString();

    private static Reply Listed(string key, string name, Dictionary<string, string> items) => items.Count == 0
        ? Reply.NoContent
        : Reply.Json(200, new JsonObject
        {
            [key] = new JsonArray([.. items.Select(item => (JsonNode?)new JsonObject { [name] = item.Key, ["id"] = item.Value, ["extra"] = true })]),
        }.ToJsonString());
}

/// <summary>What becomes of the answer to a change.</summary>
public enum Loss
{
    None,
    BeforeChange,
    AfterChange,
}
