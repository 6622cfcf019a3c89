namespace ZohoLock;

/// <summary>Criteria combined by an operator (protocol section 2.2).</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Criteria">The criteria.</param>
public sealed record LockingCriteriaGroup(GroupOperator Operator, IReadOnlyList<LockingCriteria> Criteria) : LockingCriteria
{
    private readonly IReadOnlyList<LockingCriteria> _criteria = Criteria.ToArray();

    /// <summary>The criteria.</summary>
    public IReadOnlyList<LockingCriteria> Criteria
    {
        get => _criteria;
        init => _criteria = value.ToArray();
    }

    /// <summary>Whether the other group has the same operator and the same criteria.</summary>
    public bool Equals(LockingCriteriaGroup? other) =>
        other is not null && Operator == other.Operator && Criteria.SequenceEqual(other.Criteria) && Unknown.Equals(other.Unknown);

    /// <inheritdoc/>
    public override int GetHashCode() => Criteria.Aggregate((int)Operator, HashCode.Combine);
}
