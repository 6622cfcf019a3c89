namespace ZohoLock;

/// <summary>
/// The criteria of a rule: a comparison or a nested group of criteria (protocol section 2.2). As text: <c>(Stage = 'Closed Won' and Amount
/// > 10000) or Probability = 100</c>.
/// </summary>
public abstract record LockingCriteria
{
    internal const int MaxDepth = 200;

    /// <summary>
    /// The maximum JSON nesting of a document that contains criteria: two levels per group, and 20 for what surrounds them.
    /// </summary>
    internal const int MaxJsonDepth = (2 * MaxDepth) + 20;

    private protected LockingCriteria()
    {
    }

    internal UnknownKeys Unknown { get; init; } = UnknownKeys.None;

    /// <summary>The depth of nested groups.</summary>
    internal int Depth => this is LockingCriteriaGroup group ? 1 + group.Criteria.Select(part => part.Depth).DefaultIfEmpty().Max() : 0;

    /// <summary>The criteria as text that the parser reads back, with as few parentheses as possible.</summary>
    public string ToText() => CriteriaText.Print(this);

    /// <summary>The text of <see cref="ToText"/> on one line, safe to display.</summary>
    public sealed override string ToString() => DisplayText.Line(ToText());

    /// <summary>The criteria with fields by API name alone, where they have one.</summary>
    internal LockingCriteria WithoutFieldIds() => this switch
    {
        LockingComparison comparison => comparison with { Field = comparison.Field.WithoutId() },
        LockingCriteriaGroup group => group with { Criteria = [.. group.Criteria.Select(part => part.WithoutFieldIds())] },
        _ => this,
    };
}
