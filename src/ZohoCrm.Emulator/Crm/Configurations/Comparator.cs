using ZohoCrm.Emulator.Crm.Fields;

namespace ZohoCrm.Emulator.Crm.Configurations;

/// <summary>A comparator of criteria (protocol 2.2).</summary>
/// <param name="MinValues">The least number of values it takes.</param>
/// <param name="MaxValues">The largest number of values it takes.</param>
/// <param name="Matches">Compares, by data type, the value of a field (or null) with the given values.</param>
internal sealed record Comparator(int MinValues, int MaxValues, Func<string, string?, IReadOnlyList<string>, bool> Matches)
{
    private static readonly Comparator Equal = One((type, value, other) => DataTypes.Compare(type, value, other) == 0);

    private static readonly Comparator Contains =
        One((_, value, other) => value.Contains(other, StringComparison.OrdinalIgnoreCase));

    private static readonly Comparator In = new(
        1,
        int.MaxValue,
        (type, value, others) => value is not null && others.Any(other => DataTypes.Compare(type, value, other) == 0));

    private static readonly Comparator Between = new(
        2,
        2,
        (type, value, others) => value is not null
            && DataTypes.Compare(type, value, others[0]) >= 0
            && DataTypes.Compare(type, value, others[1]) <= 0);

    private static readonly Comparator IsEmpty = new(0, 0, (_, value, _) => string.IsNullOrEmpty(value));

    private static readonly Dictionary<string, Comparator> ByName = new()
    {
        ["equal"] = Equal,
        ["not_equal"] = Not(Equal),
        ["greater_than"] = One((type, value, other) => DataTypes.Compare(type, value, other) > 0),
        ["greater_equal"] = One((type, value, other) => DataTypes.Compare(type, value, other) >= 0),
        ["less_than"] = One((type, value, other) => DataTypes.Compare(type, value, other) < 0),
        ["less_equal"] = One((type, value, other) => DataTypes.Compare(type, value, other) <= 0),
        ["in"] = In,
        ["not_in"] = Not(In),
        ["contains"] = Contains,
        ["not_contains"] = Not(Contains),
        ["starts_with"] = One((_, value, other) => value.StartsWith(other, StringComparison.OrdinalIgnoreCase)),
        ["ends_with"] = One((_, value, other) => value.EndsWith(other, StringComparison.OrdinalIgnoreCase)),
        ["between"] = Between,
        ["not_between"] = Not(Between),
        ["is_empty"] = IsEmpty,
        ["is_not_empty"] = Not(IsEmpty),
    };

    public static Comparator? Find(string name) => ByName.GetValueOrDefault(name);

    private static Comparator One(Func<string, string, string, bool> matches) =>
        new(1, 1, (type, value, others) => value is not null && matches(type, value, others[0]));

    private static Comparator Not(Comparator comparator) =>
        comparator with { Matches = (type, value, others) => !comparator.Matches(type, value, others) };
}
