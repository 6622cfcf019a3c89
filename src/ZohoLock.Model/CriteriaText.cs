using System.Text.RegularExpressions;


namespace ZohoLock;

/// <summary>Writes criteria as text that the parser reads back, with as few parentheses as possible.</summary>
internal static partial class CriteriaText
{
    private static readonly string[] Words = ["and", "or", "true", "false", "null", "is", "not"];

    /// <summary>Whether a text is a number without an exponent, as criteria have it.</summary>
    public static bool IsPlainNumber(string text) => Number().IsMatch(text) && !text.Contains('e', StringComparison.OrdinalIgnoreCase);

    public static string Print(LockingCriteria criteria) => criteria switch
    {
        LockingComparison comparison => PrintComparison(comparison),
        LockingCriteriaGroup { Criteria: [var only] } => Print(only),
        LockingCriteriaGroup { Operator: GroupOperator.And } group => string.Join(" and ", group.Criteria.Select(PrintWithinAnd)),
        LockingCriteriaGroup group => string.Join(" or ", group.Criteria.Select(Print)),
        _ => throw new ArgumentOutOfRangeException(nameof(criteria)),
    };

    public static string Print(CriterionValue value) => value.Kind switch
    {
        CriterionValueKind.Text => $"'{value.Text.Replace("'", "''", StringComparison.Ordinal)}'",
        CriterionValueKind.List => $"({string.Join(", ", value.Items.Select(Print))})",
        _ => value.Text,
    };

    private static string PrintWithinAnd(LockingCriteria part) => part switch
    {
        LockingCriteriaGroup { Criteria: [var only] } => PrintWithinAnd(only),
        LockingCriteriaGroup { Operator: GroupOperator.Or } => $"({Print(part)})",
        _ => Print(part),
    };

    private static string PrintComparison(LockingComparison comparison)
    {
        var field = comparison.Field is { ApiName: null, Id: { } id } ? $"#{id}" : Name(comparison.Field.ApiName ?? string.Empty);
        var comparator = comparison.Comparator;
        return comparison.Value switch
        {
            null => $"{field} {Name(comparator)}",
            { } value when CriteriaComparators.FindSign(comparator) is { } sign => $"{field} {sign} {Print(value)}",
            { Kind: CriterionValueKind.List, Items: [{ Kind: not CriterionValueKind.List } from, var to] } when CriteriaComparators.IsRange(comparator) =>
                $"{field} {comparator} {Print(from)} and {Print(to)}",

            // With one value, the comparator is quoted so that the parser doesn't expect a second one.
            { Kind: not CriterionValueKind.List } value when CriteriaComparators.IsRange(comparator) => $"{field} \"{comparator}\" {Print(value)}",
            { } value => $"{field} {Name(comparator)} {Print(value)}",
        };
    }

    private static string Name(string name) => IsPlain(name) ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static bool IsPlain(string name) =>
        Word().Match(name) is { Success: true } word && word.Length == name.Length && !Words.Contains(name, StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"\G[\p{L}_$][\p{L}\p{Nd}_$.]*", RegexOptions.CultureInvariant)]
    internal static partial Regex Word();

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    internal static partial Regex Number();
}
