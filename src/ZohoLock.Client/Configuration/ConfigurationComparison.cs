using ZohoLock.Configuration.Criteria;

namespace ZohoLock.Configuration;

/// <summary>
/// Compares two configurations and pairs their rules. Equivalent values are no difference: an id and its name, another order of a list or of
/// the rules, a default that is spelled out.
/// </summary>
internal sealed class ConfigurationComparison
{
    private readonly List<ConfigurationChange> _changes = [];
    private readonly bool _ignoresCase;

    private ConfigurationComparison(bool ignoresCase) => _ignoresCase = ignoresCase;

    /// <summary>What changes a configuration to another.</summary>
    /// <param name="before">The configuration before; null for none.</param>
    /// <param name="after">The configuration after.</param>
    /// <param name="ignoresCase">Whether names of profiles and custom buttons are the same in any casing, where their ids aren't known.</param>
    public static IReadOnlyList<ConfigurationChange> Compare(LockConfiguration? before, LockConfiguration after, bool ignoresCase = false)
    {
        var comparison = new ConfigurationComparison(ignoresCase);
        comparison.Compare(before, after);
        return comparison._changes;
    }

    /// <summary>What differs between the configuration that a module should have and the one that it has; either may be null.</summary>
    public static IReadOnlyList<ConfigurationDifference> Compare(string module, LockConfiguration? wanted, LockConfiguration? found) => (wanted, found) switch
    {
        (null, null) => [],
        (null, _) or (_, null) => [new(module, ConfigurationDifference.WholeConfiguration, Describe(wanted), Describe(found))],
        _ => [.. Compare(found, wanted.WithNamesOnly() with { Module = found.Module }, ignoresCase: true)
            .Select(change => new ConfigurationDifference(module, change.Property, change.ValueAfter, change.ValueBefore))],
    };

    /// <summary>
    /// Pairs each rule with its current version: the one with the same id, else the same name, else the same criteria, which no other rule of
    /// the module has (protocol section 2.5); null for a new rule.
    /// </summary>
    public static IReadOnlyList<(LockingRule Rule, LockingRule? Previous)> Pair(IReadOnlyList<LockingRule> before, IReadOnlyList<LockingRule> after)
    {
        var left = before.ToList();
        var previous = new LockingRule?[after.Count];
        TakeWhere((rule, other) => rule.Id is not null && other.Id == rule.Id);
        TakeWhere((rule, other) => rule.Name is not null && other.Name == rule.Name);
        TakeWhere((rule, other) => rule.Criteria?.MeansSameAs(other.Criteria) == true);
        return [.. after.Zip(previous)];

        void TakeWhere(Func<LockingRule, LockingRule, bool> isSame)
        {
            for (var i = 0; i < after.Count; i++)
            {
                if (previous[i] is null && left.FindIndex(other => isSame(after[i], other)) is var at and >= 0)
                {
                    previous[i] = left[at];
                    left.RemoveAt(at);
                }
            }
        }
    }

    private void Compare(LockConfiguration? before, LockConfiguration after)
    {
        CompareText("module", nameof(LockConfiguration.Module), before?.Module, after.Module);
        CompareEnum("lock_type", nameof(LockConfiguration.LockType), before?.LockType, after.LockType, ConfigurationValues.ToApiValue);
        CompareEnum("locked_for", nameof(LockConfiguration.LockedFor), GetLockedFor(before), GetLockedFor(after), ConfigurationValues.ToApiValue);
        CompareNamed("lock_excluded_profiles", nameof(LockConfiguration.ExcludedProfiles), before?.ExcludedProfiles, after.ExcludedProfiles);
        CompareRules(before?.LockingRules ?? [], after.LockingRules);
        CompareLists(
            "excluded_fields", nameof(LockConfiguration.ExcludedFields), before?.ExcludedFields ?? [], after.ExcludedFields, (one, other) => one.IsSameAs(other));
        CompareText("feature_type", nameof(LockConfiguration.FeatureType), GetFeatureType(before), GetFeatureType(after));
        CompareWords("restricted_actions", nameof(LockConfiguration.RestrictedActions), GetActions(before), GetActions(after));
        CompareWords(
            "restricted_communications",
            nameof(LockConfiguration.RestrictedCommunications),
            before?.RestrictedCommunications ?? [],
            after.RestrictedCommunications);
        CompareNamed(
            "restricted_custom_buttons", nameof(LockConfiguration.RestrictedCustomButtons), before?.RestrictedCustomButtons, after.RestrictedCustomButtons);
        CompareBoolean("lock_for_portal_users", nameof(LockConfiguration.LockForPortalUsers), before?.LockForPortalUsers, after.LockForPortalUsers);
    }

    private void CompareRules(IReadOnlyList<LockingRule> before, IReadOnlyList<LockingRule> after)
    {
        var pairs = Pair(before, after);
        foreach (var (rule, previous) in pairs)
        {
            if (previous is null)
            {
                Add(KeyOf(rule), PropertyOf(rule), null, Describe(rule));
                continue;
            }

            CompareText($"{KeyOf(previous)}.name", $"{PropertyOf(previous)}.{nameof(LockingRule.Name)}", previous.Name, rule.Name ?? previous.Name);
            if (rule.Criteria is { } criteria && !criteria.MeansSameAs(previous.Criteria))
            {
                _changes.Add(new($"{KeyOf(rule)}.criteria", previous.Criteria?.ToString(), $"{criteria}{DescribeExisting(rule)}")
                {
                    Property = $"{PropertyOf(rule)}.{nameof(LockingRule.Criteria)}",
                    ValueBefore = previous.Criteria?.ToString(),
                    ValueAfter = criteria.ToString(),
                });
            }

            CompareBoolean(
                $"{KeyOf(rule)}.lock_existing_records",
                $"{PropertyOf(rule)}.{nameof(LockingRule.LockExistingRecords)}",
                previous.LockExistingRecords,
                rule.LockExistingRecords);
        }

        foreach (var removed in before.Where(previous => !pairs.Any(pair => ReferenceEquals(pair.Previous, previous))))
        {
            Add(KeyOf(removed), PropertyOf(removed), Describe(removed), null);
        }
    }

    private void CompareNamed(string path, string property, IReadOnlyList<NamedReference>? before, IReadOnlyList<NamedReference> after) => CompareLists(
        path,
        property,
        before ?? [],
        after,
        (one, other) => one.IsSameAs(other)
            || (_ignoresCase && (one.Id is null || other.Id is null) && one.Name is not null && one.Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase)));

    private void CompareWords(string path, string property, IReadOnlyList<string> before, IReadOnlyList<string> after) =>
        CompareLists(path, property, before, after, (one, other) => one.Equals(other, StringComparison.OrdinalIgnoreCase));

    private void CompareLists<T>(string path, string property, IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, T, bool> isSame)
        where T : notnull
    {
        if (before.All(one => after.Any(other => isSame(one, other))) && after.All(one => before.Any(other => isSame(one, other))))
        {
            return;
        }

        _changes.Add(new(path, Join(before), Join(after)) { Property = property, ValueBefore = ToNames(before), ValueAfter = ToNames(after) });
    }

    private void CompareEnum<T>(string path, string property, T? before, T? after, Func<T?, string?> toApiValue)
        where T : struct, Enum
    {
        if (!Nullable.Equals(before, after))
        {
            _changes.Add(new(path, toApiValue(before), toApiValue(after)) { Property = property, ValueBefore = before?.ToString(), ValueAfter = after?.ToString() });
        }
    }

    private void CompareBoolean(string path, string property, bool? before, bool? after)
    {
        if (before != after)
        {
            _changes.Add(new(path, Text(before), Text(after)) { Property = property, ValueBefore = before, ValueAfter = after });
        }
    }

    private void CompareText(string path, string property, string? before, string? after)
    {
        if (before != after)
        {
            Add(path, property, before, after);
        }
    }

    private void Add(string path, string property, string? before, string? after) => _changes.Add(new(path, before, after) { Property = property });

    private static string KeyOf(LockingRule rule) => $"locking_rules[{Quote(rule)}]";

    private static string PropertyOf(LockingRule rule) => $"{nameof(LockConfiguration.LockingRules)}[{Quote(rule)}]";

    private static string Quote(LockingRule rule) => $"'{(rule.Name ?? rule.Id)?.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string? Join<T>(IReadOnlyList<T> items) => items is [] ? null : string.Join(", ", items);

    private static string[]? ToNames<T>(IReadOnlyList<T> items)
        where T : notnull => items is [] ? null : [.. items.Select(item => item.ToString()!)];

    private static string? Describe(LockConfiguration? configuration) => configuration switch
    {
        null => null,
        { LockingRules: [] } => $"{configuration.LockType}",
        { LockingRules: var rules } => $"{configuration.LockType}, rules {string.Join(", ", rules.Select(Quote))}",
    };

    private static string Describe(LockingRule rule) =>
        $"{rule.Criteria}{DescribeExisting(rule)}";

    private static string? DescribeExisting(LockingRule rule) => rule.LockExistingRecords ? ", existing records too" : null;

    private static LockedFor? GetLockedFor(LockConfiguration? configuration) =>
        configuration is null || configuration.Unknown.Has("locked_for") ? configuration?.LockedFor : configuration.LockedFor ?? LockedFor.AllProfiles;

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
