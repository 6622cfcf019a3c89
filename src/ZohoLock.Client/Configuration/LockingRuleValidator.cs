using ZohoLock.Configuration.Criteria;
using ZohoLock.Errors;
using ZohoLock.Input;

namespace ZohoLock.Configuration;

/// <summary>Finds the problems of a configuration's rules and their criteria.</summary>
internal sealed class LockingRuleValidator(ConfigurationProblemList problems, LockConfiguration configuration, LockConfiguration? current)
{
    /// <summary>Checks the rule at <paramref name="path"/>, which stands after others.</summary>
    public void CheckRule(LockingRule rule, string path, LockingRule[] before)
    {
        if (rule.Id is null && string.IsNullOrWhiteSpace(rule.Name))
        {
            problems.Add(CatalogEntries.MissingConfigurationValue, "required field not found", $"{path}.name");
        }
        else if (rule.Name?.Length > LockingRule.MaxNameLength)
        {
            problems.Add(CatalogEntries.InvalidConfigurationValue, "invalid data", $"{path}.name", new() { ["maximum_length"] = LockingRule.MaxNameLength });
        }
        else if (rule.Name is not null && ControlCharacter.Find(rule.Name) is { } control && current?.LockingRules.Any(known => known.Name == rule.Name) != true)
        {
            problems.Add(CatalogEntries.InvalidConfigurationValue, $"the name has the control character {control}", $"{path}.name");
        }
        else if (rule.Name is not null && Array.Exists(before, other => other.Name == rule.Name))
        {
            problems.Add(CatalogEntries.DuplicateRuleName, "Duplicate rule name found, Enter unique rulename.", $"{path}.name");
        }

        if (rule.Criteria is null)
        {
            if (rule.Id is null)
            {
                problems.Add(CatalogEntries.MissingConfigurationValue, "required field not found", $"{path}.criteria");
            }

            return;
        }

        if (rule.Criteria.Depth > LockingCriteria.MaxDepth)
        {
            problems.Add(CatalogEntries.InvalidConfigurationValue, $"criteria have more than {LockingCriteria.MaxDepth} groups within each other", $"{path}.criteria");
            return;
        }

        // As Zoho sees them: whether it refuses the same criteria in another order too isn't documented.
        if (Array.Exists(before, other => rule.Criteria.WithoutFieldIds().ToJson() == other.Criteria?.WithoutFieldIds().ToJson()))
        {
            problems.Add(CatalogEntries.DuplicateCriteria, "Duplicate criteria found, Enter unique criteria.", $"{path}.criteria");
        }

        CheckCriteria(rule.Criteria, $"{path}.criteria");
        if (configuration.Module.Equals("Tasks", StringComparison.OrdinalIgnoreCase)
            && !IsClosedTask(rule.Criteria)
            && current?.LockingRules.Any(known => rule.Criteria.MeansSameAs(known.Criteria)) != true)
        {
            problems.Add(CatalogEntries.UnsupportedField, "field not supported", $"{path}.criteria");
        }
    }

    private void CheckCriteria(LockingCriteria criteria, string path)
    {
        switch (criteria)
        {
            case LockingComparison comparison:
                problems.CheckReference(comparison.Field, $"{path}.field");
                break;
            case LockingCriteriaGroup { Criteria: [] }:
                problems.Add(CatalogEntries.InvalidConfigurationValue, "invalid data", $"{path}.group");
                break;
            case LockingCriteriaGroup group:
                for (var i = 0; i < group.Criteria.Count; i++)
                {
                    CheckCriteria(group.Criteria[i], $"{path}.group[{i}]");
                }

                break;
            default:
                break;
        }
    }

    // The only criteria that Zoho accepts for tasks (protocol section 2.2).
    private static bool IsClosedTask(LockingCriteria criteria) =>
        criteria is LockingComparison { Comparator: "equal", Field: { ApiName: "Status" or null }, Value: { Kind: CriterionValueKind.Text } value }
        && value.Text.Equals("closed", StringComparison.OrdinalIgnoreCase);
}
