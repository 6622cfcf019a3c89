using System.Text.Json;
using ZohoLock.Configuration.Criteria;

namespace ZohoLock.Configuration.Wire;

/// <summary>Creates the request body of an update (protocol section 2.2).</summary>
internal static class ConfigurationUpdate
{
    private static readonly JsonElement Nothing = JsonDocument.Parse("null").RootElement.Clone();

    /// <summary>
    /// Contains all settings and all rules, because Zoho requires the rules together with a lock type; removed rules are marked as deleted.
    /// Unchanged values are sent as Zoho returned them, including properties that aren't modelled.
    /// </summary>
    public static ConfigurationRow Create(LockConfiguration current, LockConfiguration wanted)
    {
        var row = ConfigurationRow.From(wanted with
        {
            LockedFor = wanted.LockedFor ?? (BecomesAllProfiles(current, wanted) ? LockedFor.AllProfiles : null),
            ExcludedProfiles = PreferCurrent(wanted.ExcludedProfiles, current.ExcludedProfiles, (one, other) => one.IsSameAs(other)),
            ExcludedFields = PreferCurrent(wanted.ExcludedFields, current.ExcludedFields, (one, other) => one.IsSameAs(other)),
            RestrictedCustomButtons = PreferCurrent(
                wanted.RestrictedCustomButtons, current.RestrictedCustomButtons, (one, other) => one.IsSameAs(other)),
            Unknown = wanted.Unknown.Or(current.Unknown),
        });
        var rules = Rules(current.LockingRules, wanted.LockingRules);
        return WithEmptiedLists(row with { LockingRules = rules is [] ? null : rules }, ConfigurationRow.From(current));
    }

    private static RuleRow[] Rules(IReadOnlyList<LockingRule> current, IReadOnlyList<LockingRule> wanted)
    {
        var pairs = ConfigurationComparison.Pair(current, wanted);
        var kept = pairs.Select(pair => pair.Previous?.Id).ToHashSet();
        return
        [
            .. pairs.Select(pair => RuleRow.From(pair.Previous is { } previous ? Merge(previous, pair.Rule) : pair.Rule with { Id = null })),
            .. current.Where(rule => !kept.Contains(rule.Id)).Select(rule => new RuleRow { Id = rule.Id, Delete = true }),
        ];
    }

    private static LockingRule Merge(LockingRule previous, LockingRule rule) => rule with
    {
        Id = previous.Id,
        Name = rule.Name ?? previous.Name,
        Criteria = rule.Criteria is null || rule.Criteria.MeansSameAs(previous.Criteria) ? previous.Criteria : rule.Criteria,
        Unknown = rule.Unknown.Or(previous.Unknown),
    };

    private static IReadOnlyList<T> PreferCurrent<T>(IReadOnlyList<T> wanted, IReadOnlyList<T> current, Func<T, T, bool> isSame) =>
        [.. wanted.Select(one => current.FirstOrDefault(other => isSame(one, other)) ?? one)];

    // Zoho keeps a setting that is omitted, so the default must be sent if the current value differs.
    private static bool BecomesAllProfiles(LockConfiguration current, LockConfiguration wanted) =>
        !wanted.Unknown.Has("locked_for") && (current.LockedFor == LockedFor.AllProfilesExceptExcludedProfiles || current.Unknown.Has("locked_for"));

    // Null empties a list, as in Zoho's sample (protocol section 2.3).
    private static ConfigurationRow WithEmptiedLists(ConfigurationRow row, ConfigurationRow current)
    {
        var unknown = row.Unknown ?? [];
        Empty("lock_excluded_profiles", row.ExcludedProfiles, current.ExcludedProfiles);
        Empty("excluded_fields", row.ExcludedFields, current.ExcludedFields);
        Empty("restricted_actions", row.RestrictedActions, current.RestrictedActions);
        Empty("restricted_communications", row.RestrictedCommunications, current.RestrictedCommunications);
        Empty("restricted_custom_buttons", row.RestrictedCustomButtons, current.RestrictedCustomButtons);
        return row with { Unknown = unknown.Count == 0 ? null : unknown };

        void Empty(string key, object? list, object? previous)
        {
            if (list is null && previous is not null)
            {
                unknown[key] = Nothing;
            }
        }
    }
}
