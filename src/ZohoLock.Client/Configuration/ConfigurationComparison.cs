using ZohoLock.Configuration.Criteria;

namespace ZohoLock.Configuration;

/// <summary>
/// Compares two configurations and pairs their rules. Equivalent values are no difference: an id and its name, another order of a list, a
/// default that is spelled out.
/// </summary>
internal sealed class ConfigurationComparison
{
    private readonly List<ConfigurationChange> _changes = [];

    private ConfigurationComparison()
    {
    }

    public static IReadOnlyList<ConfigurationChange> Compare(LockConfiguration? before, LockConfiguration after)
    {
        var comparison = new ConfigurationComparison();
        comparison.CompareText("module", before?.Module, after.Module);
        comparison.CompareText("lock_type", GetLockType(before), GetLockType(after));
        comparison.CompareText("locked_for", GetLockedFor(before), GetLockedFor(after));
        comparison.CompareNamed("lock_excluded_profiles", before?.ExcludedProfiles, after.ExcludedProfiles);
        comparison.CompareRules(before?.LockingRules ?? [], after.LockingRules);
        comparison.CompareLists("excluded_fields", before?.ExcludedFields ?? [], after.ExcludedFields, (one, other) => one.IsSameAs(other));
        comparison.CompareText("feature_type", GetFeatureType(before), GetFeatureType(after));
        comparison.CompareLists("restricted_actions", GetActions(before), GetActions(after), (one, other) => one == other);
        comparison.CompareLists(
            "restricted_communications", before?.RestrictedCommunications ?? [], after.RestrictedCommunications, (one, other) => one == other);
        comparison.CompareNamed("restricted_custom_buttons", before?.RestrictedCustomButtons, after.RestrictedCustomButtons);
        comparison.CompareText("lock_for_portal_users", Text(before?.LockForPortalUsers), Text(after.LockForPortalUsers));
        return comparison._changes;
    }

    /// <summary>Pairs each rule with its current version: the one with the same id or else the same name; null for a new rule.</summary>
    public static IReadOnlyList<(LockingRule Rule, LockingRule? Previous)> Pair(IReadOnlyList<LockingRule> before, IReadOnlyList<LockingRule> after)
    {
        var left = before.ToList();
        var previous = after.Select(rule => Take(other => rule.Id is not null && other.Id == rule.Id)).ToArray();
        return [.. after.Select((rule, i) => (rule, previous[i] ?? Take(other => rule.Name is not null && other.Name == rule.Name)))];

        LockingRule? Take(Predicate<LockingRule> isMeant)
        {
            var at = left.FindIndex(isMeant);
            if (at < 0)
            {
                return null;
            }

            var taken = left[at];
            left.RemoveAt(at);
            return taken;
        }
    }

    private void CompareRules(IReadOnlyList<LockingRule> before, IReadOnlyList<LockingRule> after)
    {
        var pairs = Pair(before, after);
        foreach (var (rule, previous) in pairs)
        {
            var path = $"locking_rules['{rule.Name ?? rule.Id}']";
            if (previous is null)
            {
                _changes.Add(new(path, null, Describe(rule)));
                continue;
            }

            CompareText($"locking_rules['{previous.Name ?? previous.Id}'].name", previous.Name, rule.Name ?? previous.Name);
            if (rule.Criteria is { } criteria && !criteria.MeansSameAs(previous.Criteria))
            {
                _changes.Add(new($"{path}.criteria", previous.Criteria?.ToString(), $"{criteria}{DescribeExisting(rule)}"));
            }

            CompareText($"{path}.lock_existing_records", Text(previous.LockExistingRecords), Text(rule.LockExistingRecords));
        }

        _changes.AddRange(before.Where(previous => !pairs.Any(pair => ReferenceEquals(pair.Previous, previous)))
            .Select(previous => new ConfigurationChange($"locking_rules['{previous.Name ?? previous.Id}']", Describe(previous), null)));
    }

    private void CompareNamed(string path, IReadOnlyList<NamedReference>? before, IReadOnlyList<NamedReference> after) =>
        CompareLists(path, before ?? [], after, (one, other) => one.IsSameAs(other));

    private void CompareLists<T>(string path, IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, T, bool> isSame)
    {
        if (before.All(one => after.Any(other => isSame(one, other))) && after.All(one => before.Any(other => isSame(one, other))))
        {
            return;
        }

        _changes.Add(new(path, Join(before), Join(after)));
    }

    private void CompareText(string path, string? before, string? after)
    {
        if (before != after)
        {
            _changes.Add(new(path, before, after));
        }
    }

    private static string? Join<T>(IReadOnlyList<T> items) => items is [] ? null : string.Join(", ", items);

    private static string Describe(LockingRule rule) =>
        $"{rule.Criteria}{DescribeExisting(rule)}";

    private static string? DescribeExisting(LockingRule rule) => rule.LockExistingRecords ? ", existing records too" : null;

    private static string? GetLockType(LockConfiguration? configuration) => ConfigurationValues.ToApiValue(configuration?.LockType);

    private static string? GetLockedFor(LockConfiguration? configuration) => configuration is null
        ? null
        : ConfigurationValues.ToApiValue(configuration.LockedFor)
            ?? (configuration.Unknown.Has("locked_for") ? null : ConfigurationValues.ToApiValue(LockedFor.AllProfiles));

    private static string? GetFeatureType(LockConfiguration? configuration) =>
        configuration?.FeatureType ?? ConfigurationValues.FeatureType;

    private static IReadOnlyList<string> GetActions(LockConfiguration? configuration) => configuration switch
    {
        null => [],
        { RestrictedActions: var actions } when actions.Contains(ConfigurationValues.AlwaysRestricted) => actions,
        { RestrictedActions: var actions } => [ConfigurationValues.AlwaysRestricted, .. actions],
    };

    private static string? Text(bool? value) => value switch { null => null, true => "true", _ => "false" };
}
