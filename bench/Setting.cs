using System.Text.Json;

namespace Bench;

/// <summary>What every contestant is given, in a file of JSON; the scripts read the same one.</summary>
internal sealed record Setting(Uri ApiDomain, string AccessToken, string Csv, string WarmUpCsv, string Reason, int InFlight)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Setting Read(string path) =>
        JsonSerializer.Deserialize<Setting>(File.ReadAllBytes(path), Json) ?? throw new InvalidDataException($"'{path}' is empty.");
}
