namespace ZohoLock;

/// <summary>A difference between two locking configurations.</summary>
/// <param name="Path">What differs: <c>lock_type</c>, <c>locking_rules['Won deals'].criteria</c>.</param>
/// <param name="Before">How it is; null if there is nothing.</param>
/// <param name="After">How it will be; null if there will be nothing.</param>
public sealed record ConfigurationChange(string Path, string? Before, string? After)
{
    /// <summary>The difference as a line: <c>lock_type: manual -> both</c>.</summary>
    public override string ToString() => DisplayText.Line($"{Path}: {Before ?? "(none)"} -> {After ?? "(none)"}");
}
