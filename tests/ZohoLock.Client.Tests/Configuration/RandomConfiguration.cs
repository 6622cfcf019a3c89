using ZohoLock.Client.Tests.Configuration.Criteria;
using ZohoLock.Configuration;
using ZohoLock.Configuration.Criteria;

namespace ZohoLock.Client.Tests.Configuration;

/// <summary>Draws configurations that an organisation with these names accepts, and changes them in one property at a time.</summary>
internal sealed class RandomConfiguration(int seed)
{
    public static readonly string[] Profiles = ["Standard", "Sales", "Verkauf Süd / 営業", "It's \"ours\""];
    public static readonly string[] Buttons = ["Send with Zoho Sign", "Zweite \"Taste\"", "Approve"];
    public static readonly string[] Fields = ["Company", "City", "Email", "Phone", "Annual_Revenue", "Description"];

    private readonly Random _random = new(seed);
    private readonly RandomCriteria _criteria = new(seed) { Fields = [.. Fields, "Created_Time"], IsAccepted = true };

    public LockConfiguration Draw(string module)
    {
        var profiles = Some(Profiles);
        var rules = Enumerable.Range(0, _random.Next(0, ConfigurationValues.MaxRules))
            .Select(i => new LockingRule { Name = $"Rule {i} {Some(Profiles).LastOrDefault()}", Criteria = _criteria.Tree(depth: 3), LockExistingRecords = Flip() })
            .DistinctBy(rule => rule.Criteria!.ToText())
            .ToArray();
        return new()
        {
            Module = module,
            LockType = rules is [] ? LockType.Manual : (LockType)_random.Next(3),
            LockedFor = (_random.Next(3), profiles) switch { (0, _) => null, (1, _) or (_, []) => LockedFor.AllProfiles, _ => LockedFor.AllProfilesExceptExcludedProfiles },
            ExcludedProfiles = [.. profiles.Select(name => new NamedReference(name))],
            LockingRules = rules,
            ExcludedFields = [.. Some(Fields).Select(name => new FieldReference(name))],
            FeatureType = Flip() ? null : ConfigurationValues.FeatureType,
            RestrictedActions = Some([.. ConfigurationValues.Actions]),
            RestrictedCommunications = Some([.. ConfigurationValues.Communications]),
            RestrictedCustomButtons = [.. Some(Buttons).Select(name => new NamedReference(name))],
            LockForPortalUsers = Flip(),
        };
    }

    /// <summary>The same configuration in another order, casing and spelling, with defaults said or left out.</summary>
    public LockConfiguration Rewrite(LockConfiguration configuration) => configuration with
    {
        LockedFor = configuration.LockedFor is null or LockedFor.AllProfiles ? Flip() ? null : LockedFor.AllProfiles : configuration.LockedFor,
        ExcludedProfiles = [.. Shuffle(configuration.ExcludedProfiles).Select(profile => profile with { Name = profile.Name!.ToUpperInvariant() })],
        LockingRules = [.. Shuffle(configuration.LockingRules).Select(rule => rule with { Criteria = Rewrite(rule.Criteria!) })],
        ExcludedFields = [.. Shuffle(configuration.ExcludedFields).Select(field => field with { ApiName = field.ApiName!.ToUpperInvariant() })],
        FeatureType = Flip() ? null : ConfigurationValues.FeatureType,
        RestrictedActions = [.. Shuffle(configuration.RestrictedActions).Where(action => action != "update" || Flip())],
        RestrictedCommunications = Shuffle(configuration.RestrictedCommunications),
        RestrictedCustomButtons = Shuffle(configuration.RestrictedCustomButtons),
    };

    /// <summary>Every change of one property that the configuration can have, by the property that it is told as.</summary>
    public IReadOnlyList<(string Property, LockConfiguration Changed)> ChangeEach(LockConfiguration configuration)
    {
        List<(string, LockConfiguration)> changes =
        [
            (nameof(configuration.LockForPortalUsers), configuration with { LockForPortalUsers = !configuration.LockForPortalUsers }),
            (nameof(configuration.ExcludedFields), configuration with { ExcludedFields = Toggle(configuration.ExcludedFields, new FieldReference(Pick(Fields))) }),
            (nameof(configuration.RestrictedActions), configuration with { RestrictedActions = Toggle(configuration.RestrictedActions, Pick([.. ConfigurationValues.Actions.Skip(1)])) }),
            (nameof(configuration.RestrictedCommunications), configuration with { RestrictedCommunications = Toggle(configuration.RestrictedCommunications, Pick([.. ConfigurationValues.Communications])) }),
            (nameof(configuration.RestrictedCustomButtons), configuration with { RestrictedCustomButtons = Toggle(configuration.RestrictedCustomButtons, new NamedReference(Pick(Buttons))) }),
        ];
        if (Toggle(configuration.ExcludedProfiles, new NamedReference(Pick(Profiles))) is { Count: > 0 } profiles)
        {
            changes.Add((nameof(configuration.ExcludedProfiles), configuration with { ExcludedProfiles = profiles }));
        }

        if (configuration.ExcludedProfiles is not [])
        {
            var isForAll = configuration.LockedFor is null or LockedFor.AllProfiles;
            changes.Add((nameof(configuration.LockedFor), configuration with { LockedFor = isForAll ? LockedFor.AllProfilesExceptExcludedProfiles : LockedFor.AllProfiles }));
        }

        var rules = configuration.LockingRules;
        if (rules.Count < ConfigurationValues.MaxRules)
        {
            changes.Add((PropertyOf("One more"), configuration with { LockingRules = [.. rules, new() { Name = "One more", Criteria = CriteriaParser.Parse("City = 'One more'") }] }));
        }

        if (rules is not [])
        {
            changes.Add((nameof(configuration.LockType), configuration with { LockType = (LockType)(((int)configuration.LockType! + 1) % 3) }));
            var rule = rules[_random.Next(rules.Count)];
            changes.Add(Change(".Name", rule with { Name = "It's another name" }));
            changes.Add(Change(".Criteria", rule with { Criteria = CriteriaParser.Parse("City = 'Changed'") }));
            changes.Add(Change(".LockExistingRecords", rule with { LockExistingRecords = !rule.LockExistingRecords }));
            if (rules.Count > 1 || configuration.LockType == LockType.Manual)
            {
                changes.Add((PropertyOf(rule.Name!), configuration with { LockingRules = [.. rules.Where(other => other != rule)] }));
            }

            (string, LockConfiguration) Change(string property, LockingRule changed) =>
                ($"{PropertyOf(rule.Name!)}{property}", configuration with { LockingRules = [.. rules.Select(other => other == rule ? changed : other)] });
        }

        return changes;
    }

    private static string PropertyOf(string rule) => $"LockingRules['{rule.Replace("'", "''", StringComparison.Ordinal)}']";

    private static IReadOnlyList<T> Toggle<T>(IReadOnlyList<T> items, T item) => items.Contains(item) ? [.. items.Where(other => !other!.Equals(item))] : [.. items, item];

    private LockingCriteria Rewrite(LockingCriteria criteria) => criteria switch
    {
        LockingCriteriaGroup group => group with { Criteria = [.. Shuffle(group.Criteria).Select(Rewrite)] },
        LockingComparison { Comparator: "in" or "not_in", Value: { } list } comparison => comparison with { Value = CriterionValue.FromList(Shuffle(list.Items)) },
        _ when Flip() => new LockingCriteriaGroup((GroupOperator)_random.Next(2), [criteria]),
        _ => criteria,
    };

    private T[] Shuffle<T>(IReadOnlyList<T> items)
    {
        T[] all = [.. items];
        _random.Shuffle(all);
        return all;
    }

    private string[] Some(string[] names) => Shuffle(names)[.._random.Next(names.Length + 1)];

    private string Pick(string[] from) => from[_random.Next(from.Length)];

    private bool Flip() => _random.Next(2) == 0;
}
