namespace ZohoLock.Configuration;

/// <summary>
/// What differs between two configurations, and which rule of one is which of the other. What means the same is no difference: an id and the name that
/// goes with it, the order of a list, what holds where nothing is said.
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
        comparison.CompareText("lock_type", TypeOf(before), TypeOf(after));
        comparison.CompareText("locked_for", LockedForOf(before), LockedForOf(after));
        comparison.CompareNamed("lock_excluded_profiles", before?.ExcludedProfiles, after.ExcludedProfiles);
        comparison.CompareRules(before?.LockingRules ?? [], after.LockingRules);
        comparison.CompareLists("excluded_fields", before?.ExcludedFields ?? [], after.ExcludedFields, (one, other) => one.IsSameAs(other));
        comparison.CompareText("feature_type", FeatureOf(before), FeatureOf(after));
        comparison.CompareLists("restricted_actions", ActionsOf(before), ActionsOf(after), (one, other) => one == other);
        comparison.CompareLists(
            "restricted_communications", before?.RestrictedCommunications ?? [], after.RestrictedCommunications, (one, other) => one == other);
        comparison.CompareNamed("restricted_custom_buttons", before?.RestrictedCustomButtons, after.RestrictedCustomButtons);
        comparison.CompareText("lock_for_portal_users", Text(before?.LockForPortalUsers), Text(after.LockForPortalUsers));
        return comparison._changes;
    }

    /// <summary>The rule that <paramref name="rule"/> is among others: the one with its id, or else the one with its name.</summary>
    public static LockingRule? Find(LockingRule rule, IReadOnlyList<LockingRule> among) =>
        (rule.Id is null ? null : among.FirstOrDefault(other => other.Id == rule.Id))
        ?? (rule.Name is null ? null : among.FirstOrDefault(other => other.Name == rule.Name));

    private void CompareRules(IReadOnlyList<LockingRule> before, IReadOnlyList<LockingRule> after)
    {
        HashSet<LockingRule> kept = new(ReferenceEqualityComparer.Instance);
        foreach (var rule in after)
        {
            var path = $"locking_rules['{rule.Name ?? rule.Id}']";
            if (Find(rule, before) is not { } former || !kept.Add(former))
            {
                _changes.Add(new(path, null, Describe(rule)));
                continue;
            }

            CompareText($"locking_rules['{former.Name ?? former.Id}'].name", former.Name, rule.Name ?? former.Name);
            if (rule.Criteria is { } criteria && !criteria.MeansSameAs(former.Criteria))
            {
                _changes.Add(new($"{path}.criteria", former.Criteria?.ToString(), criteria.ToString()));
            }

            CompareText($"{path}.lock_existing_records", Text(former.LockExistingRecords), Text(rule.LockExistingRecords));
        }

        _changes.AddRange(before.Where(former => !kept.Contains(former))
            .Select(former => new ConfigurationChange($"locking_rules['{former.Name ?? former.Id}']", Describe(former), null)));
    }

    private void CompareNamed(string path, IReadOnlyList<NamedReference>? before, IReadOnlyList<NamedReference> after) =>
        CompareLists(path, before ?? [], after, (one, other) => one.IsSameAs(other));

    private void CompareLists<T>(string path, IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, T, bool> isSame)
    {
        if (before.All(one => after.Any(other => isSame(one, other))) && after.All(one => before.Any(other => isSame(one, other))))
        {
            return;
        }

        _changes.Add(new(path, Joined(before), Joined(after)));
    }

    private void CompareText(string path, string? before, string? after)
    {
        if (before != after)
        {
            _changes.Add(new(path, before, after));
        }
    }

    private static string? Joined<T>(IReadOnlyList<T> items) => items is [] ? null : string.Join(", ", items);

    private static string Describe(LockingRule rule) =>
        $"{rule.Criteria}{(rule.LockExistingRecords ? ", existing records too" : null)}";

    private static string? TypeOf(LockConfiguration? configuration) => ConfigurationValues.Word(configuration?.LockType);

    private static string? LockedForOf(LockConfiguration? configuration) => configuration is null
        ? null
        : ConfigurationValues.Word(configuration.LockedFor)
            ?? (configuration.Unknown.Has("locked_for") ? null : ConfigurationValues.Word(LockedFor.AllProfiles));

    private static string? FeatureOf(LockConfiguration? configuration) =>
        configuration is null ? null : configuration.FeatureType ?? ConfigurationValues.FeatureType;

    private static IReadOnlyList<string> ActionsOf(LockConfiguration? configuration) => configuration switch
    {
        null => [],
        { RestrictedActions: var actions } when actions.Contains(ConfigurationValues.AlwaysRestricted) => actions,
        { RestrictedActions: var actions } => [ConfigurationValues.AlwaysRestricted, .. actions],
    };

    private static string? Text(bool? value) => value switch { null => null, true => "true", _ => "false" };
}
