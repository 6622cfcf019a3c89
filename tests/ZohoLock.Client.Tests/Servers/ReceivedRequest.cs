using System.Text.Json.Nodes;

namespace ZohoLock.Client.Tests.Servers;

/// <summary>A request as it came over the wire.</summary>
internal sealed record ReceivedRequest(string Method, string Target, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body)
{
    public string Path => Target.Split('?')[0];

    public string? Authorization => Header("Authorization");

    /// <summary>The query's parameters, decoded.</summary>
    public IReadOnlyDictionary<string, string> Query => Pairs(Target.Contains('?') ? Target[(Target.IndexOf('?') + 1)..] : string.Empty);

    /// <summary>The parameters of a form body, decoded.</summary>
    public IReadOnlyDictionary<string, string> Form => Pairs(Body);

    public JsonNode? Json => JsonNode.Parse(Body);

    /// <summary>The header's value; null where it wasn't sent.</summary>
    public string? Header(string name) => Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(header => header.Value).SingleOrDefault();

    /// <summary>What a failed test prints.</summary>
    public override string ToString() => $"{Method} {Target}";

    private static Dictionary<string, string> Pairs(string text) => text
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => Decode(pair[0]), pair => Decode(pair[1]));

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
