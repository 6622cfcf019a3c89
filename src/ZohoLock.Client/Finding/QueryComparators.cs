namespace ZohoLock.Finding;

/// <summary>The comparators of conditions that queries know, and what they compare (protocol sections 9 and 9.1).</summary>
internal static class QueryComparators
{
    private static readonly string[] Orders = ["greater_than", "greater_equal", "less_than", "less_equal", "between", "not_between"];
    private static readonly string[] Patterns = ["contains", "not_contains", "starts_with", "ends_with", "like", "not_like"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. CriteriaComparators.Known.Union(Patterns)];

    /// <summary>The comparator in the usual casing; null for an unknown one.</summary>
    public static string? Find(string comparator) => All.FirstOrDefault(known => known.Equals(comparator, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the value is a part of a text.</summary>
    public static bool IsPattern(string comparator) => Patterns.Contains(comparator);

    /// <summary>Whether % in the value stands for any text.</summary>
    public static bool HasWildcards(string comparator) => comparator is "like" or "not_like";

    /// <summary>Whether a field of that kind can be compared so.</summary>
    public static bool Fits(string comparator, FieldKind kind) => kind switch
    {
        FieldKind.Any => true,
        FieldKind.LongText => false,
        FieldKind.Boolean => comparator is "equal" or "not_equal",
        FieldKind.Text or FieldKind.PickList => !Orders.Contains(comparator),
        _ => !IsPattern(comparator),
    };

    /// <summary>What a comparator takes, if the values aren't that; null if they are.</summary>
    public static string? WhatValuesMiss(string comparator, CriterionValue? value)
    {
        var list = value is { Kind: CriterionValueKind.List, Items: var items } ? items : null;
        if (list?.Any(item => item.Kind == CriterionValueKind.Null) == true)
        {
            return "values without null: is null is a comparison of its own";
        }

        return comparator switch
        {
            _ when CriteriaComparators.TakesNoValue(comparator) => value is null or { Kind: CriterionValueKind.Null } ? null : "no value",
            _ when CriteriaComparators.IsRange(comparator) => list is { Count: 2 } ? null : "two values: between a and b",
            "in" or "not_in" => list is { Count: > 0 } ? null : "a list of values: ('a', 'b')",
            "equal" or "not_equal" => value is not null && list is null ? null : "one value",
            _ => value is not null and not { Kind: CriterionValueKind.Null } && list is null ? null : "one value",
        };
    }
}
