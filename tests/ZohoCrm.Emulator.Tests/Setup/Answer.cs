using System.Text.Json.Nodes;

namespace ZohoCrm.Emulator.Tests.Setup;

/// <summary>An HTTP response.</summary>
internal sealed record Answer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string? Code => (string?)Json["code"] ?? (string?)Item?["code"];

    public string? Message => (string?)Json["message"] ?? (string?)Item?["message"];

    /// <summary>The first item of the array in the body.</summary>
    private JsonNode? Item => Json["data"]?[0] ?? Json["record_locking_configurations"]?[0];

    /// <summary>Compares status and body, including the order of the keys.</summary>
    public void Is(int status, string json)
    {
        Assert.Equal(json.Length == 0 ? "" : JsonNode.Parse(json)!.ToJsonString(), Body.Length == 0 ? "" : Json.ToJsonString());
        Assert.Equal(status, Status);
    }
}
