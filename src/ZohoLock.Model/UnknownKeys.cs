using System.Text.Json;

namespace ZohoLock;

/// <summary>
/// JSON properties in Zoho's response that this library doesn't model. They are sent back unchanged so that a change loses nothing.
/// </summary>
internal sealed class UnknownKeys : IEquatable<UnknownKeys>
{
    private readonly Dictionary<string, JsonElement> _values;

    private UnknownKeys(Dictionary<string, JsonElement> values) => _values = values;

    public static UnknownKeys None { get; } = new([]);

    public static UnknownKeys From(Dictionary<string, JsonElement>? values) => values is { Count: > 0 } ? new(values) : None;

    public bool Has(string key) => _values.ContainsKey(key);

    /// <summary>These properties, or the others if there are none.</summary>
    public UnknownKeys Or(UnknownKeys others) => _values.Count > 0 ? this : others;

    /// <summary>The properties for a wire type, without those that are modelled by now; null if there are none.</summary>
    public Dictionary<string, JsonElement>? ToRow(params ReadOnlySpan<string?> known)
    {
        if (_values.Count == 0)
        {
            return null;
        }

        var row = new Dictionary<string, JsonElement>(_values);
        foreach (var key in known)
        {
            row.Remove(key ?? string.Empty);
        }

        return row;
    }

    public bool Equals(UnknownKeys? other) =>
        other is not null
        && other._values.Count == _values.Count
        && _values.All(pair => other._values.TryGetValue(pair.Key, out var value) && IsSame(pair.Value, value));

    public override bool Equals(object? obj) => Equals(obj as UnknownKeys);

    public override int GetHashCode() => _values.Count;

    // JsonNode.DeepEquals supports neither duplicate keys nor deep nesting.
    private static bool IsSame(JsonElement one, JsonElement other) => one.ValueKind == other.ValueKind && one.ValueKind switch
    {
        JsonValueKind.Object => IsSame(Properties(one), Properties(other), (a, b) => a.Name == b.Name && IsSame(a.Value, b.Value)),
        JsonValueKind.Array => IsSame([.. one.EnumerateArray()], [.. other.EnumerateArray()], IsSame),
        JsonValueKind.String => one.GetString() == other.GetString(),
        _ => one.GetRawText() == other.GetRawText(),
    };

    private static bool IsSame<T>(T[] one, T[] other, Func<T, T, bool> isSame) =>
        one.Length == other.Length && one.Zip(other).All(pair => isSame(pair.First, pair.Second));

    private static JsonProperty[] Properties(JsonElement json) => [.. json.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal)];
}
