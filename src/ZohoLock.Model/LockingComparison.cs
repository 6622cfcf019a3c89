namespace ZohoLock;

/// <summary>A comparison of a field with a value (protocol section 2.2).</summary>
/// <param name="Field">The field.</param>
/// <param name="Comparator">Zoho's word: <c>equal</c>, <c>greater_than</c>, ... Which there are isn't documented, so any word is taken.</param>
/// <param name="Value">What it is compared with; null for a comparator that needs nothing.</param>
public sealed record LockingComparison(FieldReference Field, string Comparator, CriterionValue? Value) : LockingCriteria;
