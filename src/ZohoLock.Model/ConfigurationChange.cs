namespace ZohoLock;

/// <summary>A difference between two locking configurations.</summary>
/// <param name="Path">The key that differs: <c>lock_type</c>, <c>locking_rules['Won deals'].criteria</c>.</param>
/// <param name="Before">The value before; null if there is none.</param>
/// <param name="After">The value after; null if there is none.</param>
public sealed record ConfigurationChange(string Path, string? Before, string? After)
{
    /// <summary>The property of <see cref="LockConfiguration"/> that differs: <c>LockingRules['Won deals'].Criteria</c>.</summary>
    internal string Property { get; init; } = Path;

    /// <summary>The property's value before: a text, true or false, or an array of texts; null if there is none.</summary>
    internal object? ValueBefore { get; init; } = Before;

    /// <summary>The property's value after.</summary>
    internal object? ValueAfter { get; init; } = After;

    /// <summary>The difference as one line: <c>lock_type: manual -> both</c>.</summary>
    public override string ToString() => DisplayText.Line($"{Path}: {Before ?? "(none)"} -> {After ?? "(none)"}");
}
