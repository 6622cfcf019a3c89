using System.Text.Json.Nodes;
using ZohoLock.Configuration.Criteria;
using ZohoLock.Errors;
using ZohoLock.Input;

namespace ZohoLock.Configuration;

/// <summary>Finds the problems of a configuration that don't need a call (protocol sections 2.4 and 2.5).</summary>
internal sealed class ConfigurationValidator
{
    private const string Root = "$.record_locking_configurations[0]";

    // Zoho names these two fields that can't be excluded (protocol section 2.5).
    private static readonly string[] NeverExcluded = ["Tag", "Owner"];

    private readonly List<ConfigurationProblem> _problems = [];
    private readonly LockConfiguration _configuration;
    private readonly LockConfiguration? _current;

    private ConfigurationValidator(LockConfiguration configuration, LockConfiguration? current)
    {
        _configuration = configuration;
        _current = current;
    }

    /// <summary>All problems, in the order of the keys.</summary>
    public static IReadOnlyList<ConfigurationProblem> FindProblems(LockConfiguration configuration, LockConfiguration? current)
    {
        var check = new ConfigurationValidator(configuration, current);
        check.CheckSettings();
        check.CheckProfiles();
        check.CheckRules();
        check.CheckFields();
        check.CheckValues(
            CatalogEntries.UnknownAction, "restricted_actions", "action not found", configuration.RestrictedActions, current?.RestrictedActions, ConfigurationValues.Actions);
        check.CheckValues(
            CatalogEntries.UnknownCommunication,
            "restricted_communications",
            "communications not found",
            configuration.RestrictedCommunications,
            current?.RestrictedCommunications,
            ConfigurationValues.Communications);
        check.CheckButtons();
        return check._problems;
    }

    private void CheckSettings()
    {
        if (_configuration.LockType is null && !_configuration.Unknown.Has("lock_type"))
        {
            Add(CatalogEntries.MissingConfigurationValue, "required field not found", "lock_type");
        }
        else if (_configuration.LockType is not null && ConfigurationValues.ToApiValue(_configuration.LockType) is null)
        {
            Add(CatalogEntries.UnknownLockType, "lock_type not found", "lock_type", CreateSupportedValues(ConfigurationValues.LockTypes));
        }

        if (_configuration.LockedFor is not null && ConfigurationValues.ToApiValue(_configuration.LockedFor) is null)
        {
            Add(CatalogEntries.UnknownLockedFor, "locked_for not found", "locked_for", CreateSupportedValues(ConfigurationValues.LockedFor));
        }

        if (_configuration.FeatureType is { } feature && feature != ConfigurationValues.FeatureType && feature != _current?.FeatureType)
        {
            Add(CatalogEntries.UnknownFeatureType, "invalid data", "feature_type");
        }
    }

    private void CheckProfiles()
    {
        const string Key = "lock_excluded_profiles";
        if (_configuration.LockedFor == LockedFor.AllProfilesExceptExcludedProfiles && _configuration.ExcludedProfiles is [])
        {
            Add(
                CatalogEntries.MissingProfiles,
                "lock_excluded_profiles should have been given when locked_for is given as all_profiles_except_excluded_profiles",
                Key,
                CreateDependee("locked_for"));
        }

        CheckLimit(CatalogEntries.TooManyConfigurationValues, Key, "excluded profiles", _configuration.ExcludedProfiles.Count, ConfigurationValues.MaxExcludedProfiles);
        CheckIds(CatalogEntries.UnknownProfile, Key, "lock_excluded_profiles not found", _configuration.ExcludedProfiles);
    }

    private void CheckRules()
    {
        const string Key = "locking_rules";
        var rules = _configuration.LockingRules;
        if (_configuration.LockType is LockType.Automatic or LockType.Both && rules is [])
        {
            Add(
                CatalogEntries.MissingRules,
                "locking_rules should have been given when lock_type is given as automatic or both",
                Key,
                CreateDependee("lock_type"));
        }

        CheckLimit(CatalogEntries.TooManyRules, Key, "locking rules", rules.Count, ConfigurationValues.MaxRules);
        for (var i = 0; i < rules.Count; i++)
        {
            CheckRule(rules[i], $"{Key}[{i}]", [.. rules.Take(i)]);
        }
    }

    private void CheckRule(LockingRule rule, string path, LockingRule[] before)
    {
        if (rule.Id is null && string.IsNullOrWhiteSpace(rule.Name))
        {
            Add(CatalogEntries.MissingConfigurationValue, "required field not found", $"{path}.name");
        }
        else if (rule.Name?.Length > LockingRule.MaxNameLength)
        {
            Add(CatalogEntries.InvalidConfigurationValue, "invalid data", $"{path}.name", new() { ["maximum_length"] = LockingRule.MaxNameLength });
        }
        else if (rule.Name is not null && ControlCharacter.Find(rule.Name) is { } control && _current?.LockingRules.Any(known => known.Name == rule.Name) != true)
        {
            Add(CatalogEntries.InvalidConfigurationValue, $"the name has the control character {control}", $"{path}.name");
        }
        else if (rule.Name is not null && Array.Exists(before, other => other.Name == rule.Name))
        {
            Add(CatalogEntries.DuplicateRuleName, "Duplicate rule name found, Enter unique rulename.", $"{path}.name");
        }

        if (rule.Criteria is null)
        {
            if (rule.Id is null)
            {
                Add(CatalogEntries.MissingConfigurationValue, "required field not found", $"{path}.criteria");
            }

            return;
        }

        if (rule.Criteria.Depth > LockingCriteria.MaxDepth)
        {
            Add(CatalogEntries.InvalidConfigurationValue, $"criteria have more than {LockingCriteria.MaxDepth} groups within each other", $"{path}.criteria");
            return;
        }

        if (Array.Exists(before, other => rule.Criteria.MeansSameAs(other.Criteria)))
        {
            Add(CatalogEntries.DuplicateCriteria, "Duplicate criteria found, Enter unique criteria.", $"{path}.criteria");
        }

        CheckCriteria(rule.Criteria, $"{path}.criteria");
        if (_configuration.Module.Equals("Tasks", StringComparison.OrdinalIgnoreCase)
            && !IsClosedTask(rule.Criteria)
            && _current?.LockingRules.Any(known => rule.Criteria.MeansSameAs(known.Criteria)) != true)
        {
            Add(CatalogEntries.UnsupportedField, "field not supported", $"{path}.criteria");
        }
    }

    private void CheckCriteria(LockingCriteria criteria, string path)
    {
        switch (criteria)
        {
            case LockingComparison comparison:
                CheckReference(comparison.Field, $"{path}.field");
                break;
            case LockingCriteriaGroup { Criteria: [] }:
                Add(CatalogEntries.InvalidConfigurationValue, "invalid data", $"{path}.group");
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

    private void CheckFields()
    {
        const string Key = "excluded_fields";
        CheckLimit(CatalogEntries.TooManyConfigurationValues, Key, "excluded fields", _configuration.ExcludedFields.Count, ConfigurationValues.MaxExcludedFields);
        for (var i = 0; i < _configuration.ExcludedFields.Count; i++)
        {
            var field = _configuration.ExcludedFields[i];
            CheckReference(field, $"{Key}[{i}]");
            if (NeverExcluded.Contains(field.ApiName))
            {
                Add(CatalogEntries.UnsupportedField, "Field not supported", $"{Key}[{i}].api_name");
            }
        }
    }

    private void CheckButtons()
    {
        const string Key = "restricted_custom_buttons";
        CheckLimit(CatalogEntries.TooManyConfigurationValues, Key, "restricted custom buttons", _configuration.RestrictedCustomButtons.Count, ConfigurationValues.MaxCustomButtons);
        CheckIds(CatalogEntries.UnknownCustomButton, Key, "custom button not found", _configuration.RestrictedCustomButtons);
    }

    private void CheckValues(CatalogEntry entry, string key, string message, IReadOnlyList<string> words, IReadOnlyList<string>? current, IReadOnlyList<string> supported)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (!supported.Contains(words[i]) && current?.Contains(words[i]) != true)
            {
                Add(entry, message, $"{key}[{i}]", CreateSupportedValues(supported));
            }
        }
    }

    private void CheckReference(FieldReference field, string path)
    {
        if (string.IsNullOrEmpty(field.ApiName) && string.IsNullOrEmpty(field.Id))
        {
            Add(CatalogEntries.MissingFieldReference, "Field Id and apiname is missing.", path, new()
            {
                ["expected_fields"] = new JsonArray(CreateLocation($"{path}.api_name"), CreateLocation($"{path}.id")),
            });
        }
    }

    // Names are checked later, when they are looked up in the organisation.
    private void CheckIds(CatalogEntry entry, string key, string message, IReadOnlyList<NamedReference> references)
    {
        for (var i = 0; i < references.Count; i++)
        {
            if (string.IsNullOrEmpty(references[i].Id) && string.IsNullOrEmpty(references[i].Name))
            {
                Add(entry, message, $"{key}[{i}].id");
            }
        }
    }

    private void CheckLimit(CatalogEntry entry, string key, string what, int count, int limit)
    {
        if (count > limit)
        {
            Add(entry, $"Maximum limit for {what} exceeded", key, new() { ["limit"] = limit });
        }
    }

    private static JsonObject CreateSupportedValues(IReadOnlyList<string> words) => new()
    {
        ["supported_values"] = new JsonArray([.. words.Select(word => (JsonNode?)word)]),
    };

    private static JsonObject CreateDependee(string key) => new() { ["dependee"] = CreateLocation(key) };

    private static JsonObject CreateLocation(string path) => new() { ["api_name"] = GetApiName(path), ["json_path"] = $"{Root}.{path}" };

    private static string GetApiName(string path) => path[(path.LastIndexOf('.') + 1)..].Split('[')[0];

    private void Add(CatalogEntry entry, string message, string path, JsonObject? details = null)
    {
        details ??= [];
        if (entry != CatalogEntries.MissingFieldReference)
        {
            details["api_name"] = GetApiName(path);
            details["json_path"] = $"{Root}.{path}";
        }

        _problems.Add(new(entry, message, $"{Root}.{path}") { Details = details.ToJsonString() });
    }
}
