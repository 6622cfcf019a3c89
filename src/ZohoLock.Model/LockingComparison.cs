namespace ZohoLock;

/// <summary>A comparison of a field with a value (protocol section 2.2).</summary>
/// <param name="Field">The field.</param>
/// <param name="Comparator">
/// Zoho's comparator: <c>equal</c>, <c>greater_than</c>, ... The list isn't documented, so any name is accepted.
/// </param>
/// <param name="Value">The value to compare with; null if the comparator takes none.</param>
public sealed record LockingComparison(FieldReference Field, string Comparator, CriterionValue? Value) : LockingCriteria;
