using System.Globalization;

namespace ZohoLock.Configuration.Criteria;

/// <summary>Compares criteria by meaning: Zoho returns some numbers as strings, and times with the organisation's own offset.</summary>
public static class CriteriaComparison
{
    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mmzzz"];

    /// <summary>
    /// Whether two criteria certainly select the same records: 10 equals '10'; the order of what <c>and</c> and <c>or</c> join and of the values of
    /// a list makes no difference, and neither does the nesting of groups of the same operator.
    /// </summary>
    public static bool MeansSameAs(this LockingCriteria criteria, LockingCriteria? other) => other is not null && IsSame(criteria, other);

    /// <summary>Whether two values are the same; those of lists in their order.</summary>
    private static bool IsSame(CriterionValue one, CriterionValue other) => one.Kind == CriterionValueKind.List || other.Kind == CriterionValueKind.List
        ? one.Kind == other.Kind && IsSameSequence(one.Items, other.Items, IsSame)
        : one.Equals(other) || IsSameText(one, other);

    private static bool IsSame(LockingCriteria one, LockingCriteria other) => (Unwrap(one), Unwrap(other)) switch
    {
        (LockingComparison a, LockingComparison b) =>
            a.Field.IsSameAs(b.Field)
            && a.Comparator.Equals(b.Comparator, StringComparison.OrdinalIgnoreCase)
            && IsSameOperand(a.Comparator, a.Value ?? CriterionValue.Null, b.Value ?? CriterionValue.Null),
        (LockingCriteriaGroup a, LockingCriteriaGroup b) => a.Operator == b.Operator && IsSameSet(Flatten(a), Flatten(b), IsSame),
        _ => false,
    };

    // Only the list of a range has an order.
    private static bool IsSameOperand(string comparator, CriterionValue one, CriterionValue other) =>
        one.Kind == CriterionValueKind.List && other.Kind == CriterionValueKind.List && !CriteriaComparators.IsRange(CriteriaComparators.Normalize(comparator))
            ? IsSameSet(one.Items, other.Items, IsSame)
            : IsSame(one, other);

    private static bool IsSameSequence<T>(IReadOnlyList<T> one, IReadOnlyList<T> other, Func<T, T, bool> isSame) =>
        one.Count == other.Count && one.Zip(other).All(pair => isSame(pair.First, pair.Second));

    private static bool IsSameSet<T>(IReadOnlyList<T> one, IReadOnlyList<T> other, Func<T, T, bool> isSame)
    {
        if (one.Count != other.Count)
        {
            return false;
        }

        var left = other.ToList();
        return one.All(item => left.FindIndex(candidate => isSame(item, candidate)) is var at and >= 0 && RemoveAt(at));

        bool RemoveAt(int at)
        {
            left.RemoveAt(at);
            return true;
        }
    }

    private static bool IsSameText(CriterionValue one, CriterionValue other)
    {
        const NumberStyles Number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var culture = CultureInfo.InvariantCulture;
        if (one.Kind == CriterionValueKind.Text && other.Kind == CriterionValueKind.Text)
        {
            return one.Text.Contains('T', StringComparison.Ordinal)
                && DateTimeOffset.TryParseExact(one.Text, Times, culture, DateTimeStyles.None, out var time)
                && DateTimeOffset.TryParseExact(other.Text, Times, culture, DateTimeStyles.None, out var otherTime)
                && time == otherTime;
        }

        return IsPlain(one) && IsPlain(other)
            && (one.Text == other.Text
                || (decimal.TryParse(one.Text, Number, culture, out var number)
                    && decimal.TryParse(other.Text, Number, culture, out var otherNumber)
                    && number == otherNumber));
    }

    private static bool IsPlain(CriterionValue value) => value.Kind is CriterionValueKind.Text or CriterionValueKind.Number or CriterionValueKind.Boolean;

    private static LockingCriteria Unwrap(LockingCriteria criteria) => criteria is LockingCriteriaGroup { Criteria: [var only] } ? Unwrap(only) : criteria;

    private static LockingCriteria[] Flatten(LockingCriteriaGroup group) =>
        [.. group.Criteria.Select(Unwrap).SelectMany(part => part is LockingCriteriaGroup inner && inner.Operator == group.Operator ? Flatten(inner) : [part])];
}
