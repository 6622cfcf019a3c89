using ZohoLock.Configuration.Criteria;

namespace ZohoLock.Configuration;

/// <summary>A module's current configuration, the one that is to replace it, and how they differ.</summary>
/// <param name="Current">The current configuration; null if the module has none.</param>
/// <param name="Wanted">The new configuration, with the ids of this organisation where something differs.</param>
/// <param name="Changes">The differences; empty if there are none.</param>
public sealed record ConfigurationReplacement(LockConfiguration? Current, LockConfiguration Wanted, IReadOnlyList<ConfigurationChange> Changes)
{
    /// <summary>The rules that come into force, or lock other records than before.</summary>
    public IReadOnlyList<LockingRule> GetRulesComingIntoForce()
    {
        var current = IsInForce(Current) ? Current!.LockingRules : [];
        return
        [
            .. ConfigurationComparison.Pair(current, IsInForce(Wanted) ? Wanted.LockingRules : [])
                .Where(pair => pair.Previous is not { } previous
                    || pair.Rule.LockExistingRecords != previous.LockExistingRecords
                    || pair.Rule.Criteria?.MeansSameAs(previous.Criteria) == false)
                .Select(pair => pair.Rule with { Criteria = pair.Rule.Criteria ?? pair.Previous?.Criteria }),
        ];

        static bool IsInForce(LockConfiguration? configuration) => configuration?.LockType is LockType.Automatic or LockType.Both;
    }
}
