namespace ZohoLock.Configuration;

/// <summary>The body that makes one configuration another (protocol section 2.2).</summary>
internal static class ConfigurationUpdate
{
    /// <summary>
    /// All settings and all rules, because Zoho wants the rules where it wants a lock type; rules that are no longer wanted are marked. What wasn't
    /// changed goes back as it came, with what isn't known of it.
    /// </summary>
    public static ConfigurationRow Of(LockConfiguration current, LockConfiguration wanted)
    {
        var pairs = wanted.LockingRules.Select(rule => (Rule: rule, Former: ConfigurationComparison.Find(rule, current.LockingRules))).ToArray();
        var kept = pairs.Select(pair => pair.Former?.Id).ToHashSet();
        var rules = pairs.Select(pair => RuleRow.Of(pair.Former is { } former ? Merge(former, pair.Rule) : pair.Rule with { Id = null }))
            .Concat(current.LockingRules.Where(rule => !kept.Contains(rule.Id)).Select(rule => new RuleRow { Id = rule.Id, Delete = true }))
            .ToArray();
        return ConfigurationRow.Of(wanted with { Unknown = wanted.Unknown.Or(current.Unknown) }) with { LockingRules = rules is [] ? null : rules };
    }

    private static LockingRule Merge(LockingRule former, LockingRule rule) => rule with
    {
        Id = former.Id,
        Name = rule.Name ?? former.Name,
        Criteria = rule.Criteria is null || rule.Criteria.MeansSameAs(former.Criteria) ? former.Criteria : rule.Criteria,
        Unknown = rule.Unknown.Or(former.Unknown),
    };
}
