namespace ZohoLock;

/// <summary>
/// Which records a rule locks: one comparison, or a group of criteria, to any depth (protocol section 2.2). As text it reads
/// <c>(Stage = 'Closed Won' and Amount > 10000) or Probability = 100</c>.
/// </summary>
public abstract record LockingCriteria
{
    internal const int MaxDepth = 200;

    /// <summary>Of criteria in JSON, with what is around them.</summary>
    internal const int MaxJsonDepth = (2 * MaxDepth) + 20;

    private protected LockingCriteria()
    {
    }

    internal UnknownKeys Unknown { get; init; } = UnknownKeys.None;

    /// <summary>How many groups are within each other at most.</summary>
    internal int Depth => this is LockingCriteriaGroup group ? 1 + group.Criteria.Select(part => part.Depth).DefaultIfEmpty().Max() : 0;

    /// <summary>The criteria as text that New-ZohoLockingCriteria reads, in as few parentheses as they need.</summary>
    public string ToText() => CriteriaText.Print(this);

    /// <summary>The criteria as <see cref="ToText"/> has them, in one line that is safe to show.</summary>
    public sealed override string ToString() => DisplayText.Line(ToText());

    /// <summary>With fields by their API names alone, where they have them.</summary>
    internal LockingCriteria WithoutFieldIds() => this switch
    {
        LockingComparison comparison => comparison with { Field = comparison.Field.WithoutId() },
        LockingCriteriaGroup group => group with { Criteria = [.. group.Criteria.Select(part => part.WithoutFieldIds())] },
        _ => this,
    };
}
