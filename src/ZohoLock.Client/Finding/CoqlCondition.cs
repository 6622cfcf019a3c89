namespace ZohoLock.Finding;

/// <summary>Writes a condition in COQL, Zoho's query language (protocol sections 9 and 9.1).</summary>
internal static class CoqlCondition
{
    /// <summary>The maximum number of comparisons in a query.</summary>
    public const int MaxComparisons = 25;

    /// <summary>The maximum number of values in a list.</summary>
    public const int MaxValues = 50;

    /// <summary>The condition for all records: a query can't be without one.</summary>
    public const string All = "id is not null";

    /// <summary>The condition; more than two parts are put in brackets in pairs, as COQL demands.</summary>
    public static string Write(LockingCriteria criteria) => criteria switch
    {
        LockingComparison comparison => Write(comparison),
        LockingCriteriaGroup group => Join(group.Operator == GroupOperator.And ? "and" : "or", group.Criteria.Select(Write)),
        _ => throw new ArgumentOutOfRangeException(nameof(criteria)),
    };

    /// <summary>Conditions that must all be true; null ones are left out.</summary>
    public static string And(params string?[] conditions) => Join("and", conditions.OfType<string>());

    /// <summary>How many comparisons a condition has when it is written.</summary>
    public static int Count(LockingCriteria criteria) => criteria switch
    {
        LockingCriteriaGroup group => group.Criteria.Sum(Count),
        LockingComparison { Comparator: "not_between" } => 2,
        LockingComparison { Comparator: "in" or "not_in", Value.Items.Count: var count } => (count + MaxValues - 1) / MaxValues,
        _ => 1,
    };

    /// <summary>A text in quotes: quotes within it are doubled (Zoho's Kaizen 171).</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Join(string with, IEnumerable<string> parts) => parts.Aggregate((all, next) => $"({all} {with} {next})");

    private static string Write(LockingComparison comparison)
    {
        var field = comparison.Field.ApiName!;
        var value = comparison.Value ?? CriterionValue.Null;
        return comparison.Comparator switch
        {
            "is_empty" => $"{field} is null",
            "is_not_empty" => $"{field} is not null",
            "equal" when value.Kind == CriterionValueKind.Null => $"{field} is null",
            "not_equal" when value.Kind == CriterionValueKind.Null => $"{field} is not null",

            // A boolean is only compared by =.
            "not_equal" when value.Kind == CriterionValueKind.Boolean => $"{field} = {Write(value == CriterionValue.True ? CriterionValue.False : CriterionValue.True)}",
            "contains" => $"{field} like {Quote($"%{value.Text}%")}",
            "not_contains" => $"{field} not like {Quote($"%{value.Text}%")}",
            "starts_with" => $"{field} like {Quote($"{value.Text}%")}",
            "ends_with" => $"{field} like {Quote($"%{value.Text}")}",
            "like" => $"{field} like {Write(value)}",
            "not_like" => $"{field} not like {Write(value)}",
            "between" => $"{field} between {Write(value.Items[0])} and {Write(value.Items[1])}",
            "not_between" => $"({field} < {Write(value.Items[0])} or {field} > {Write(value.Items[1])})",
            "in" => Join("or", value.Items.Chunk(MaxValues).Select(values => $"{field} in ({Write(values)})")),
            "not_in" => Join("and", value.Items.Chunk(MaxValues).Select(values => $"{field} not in ({Write(values)})")),
            var other => $"{field} {CriteriaComparators.FindSign(other) ?? other} {Write(value)}",
        };
    }

    private static string Write(IEnumerable<CriterionValue> values) => string.Join(", ", values.Select(Write));

    private static string Write(CriterionValue value) => value.Kind == CriterionValueKind.Number ? value.Text : Quote(value.Text);
}
