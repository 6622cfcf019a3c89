using System.Text.Json.Nodes;
using ZohoLock.Errors;

namespace ZohoLock.Configuration;

/// <summary>Finds the problems of a configuration that don't need a call (protocol sections 2.4 and 2.5).</summary>
internal sealed class ConfigurationValidator
{
    // Zoho names these two fields that can't be excluded (protocol section 2.5).
    private static readonly string[] NeverExcluded = ["Tag", "Owner"];

    private readonly ConfigurationProblemList _problems = new();
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
        return check._problems.All;
    }

    private void CheckSettings()
    {
        if (_configuration.LockType is null && !_configuration.Unknown.Has("lock_type"))
        {
            _problems.Add(CatalogEntries.MissingConfigurationValue, "required field not found", "lock_type");
        }
        else if (_configuration.LockType is not null && ConfigurationValues.ToApiValue(_configuration.LockType) is null)
        {
            _problems.Add(CatalogEntries.UnknownLockType, "lock_type not found", "lock_type", CreateSupportedValues(ConfigurationValues.LockTypes));
        }

        if (_configuration.LockedFor is not null && ConfigurationValues.ToApiValue(_configuration.LockedFor) is null)
        {
            _problems.Add(CatalogEntries.UnknownLockedFor, "locked_for not found", "locked_for", CreateSupportedValues(ConfigurationValues.LockedFor));
        }

        if (_configuration.FeatureType is { } feature && feature != ConfigurationValues.FeatureType && feature != _current?.FeatureType)
        {
            _problems.Add(CatalogEntries.UnknownFeatureType, "invalid data", "feature_type");
        }
    }

    private void CheckProfiles()
    {
        const string Key = "lock_excluded_profiles";
        if (_configuration.LockedFor == LockedFor.AllProfilesExceptExcludedProfiles && _configuration.ExcludedProfiles is [])
        {
            _problems.Add(
                CatalogEntries.MissingProfiles,
                "lock_excluded_profiles should have been given when locked_for is given as all_profiles_except_excluded_profiles",
                Key,
                ConfigurationProblemList.CreateDependee("locked_for"));
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
            _problems.Add(
                CatalogEntries.MissingRules,
                "locking_rules should have been given when lock_type is given as automatic or both",
                Key,
                ConfigurationProblemList.CreateDependee("lock_type"));
        }

        CheckLimit(CatalogEntries.TooManyRules, Key, "locking rules", rules.Count, ConfigurationValues.MaxRules);
        var check = new LockingRuleValidator(_problems, _configuration, _current);
        for (var i = 0; i < rules.Count; i++)
        {
            check.CheckRule(rules[i], $"{Key}[{i}]", [.. rules.Take(i)]);
        }
    }

    private void CheckFields()
    {
        const string Key = "excluded_fields";
        CheckLimit(CatalogEntries.TooManyConfigurationValues, Key, "excluded fields", _configuration.ExcludedFields.Count, ConfigurationValues.MaxExcludedFields);
        for (var i = 0; i < _configuration.ExcludedFields.Count; i++)
        {
            var field = _configuration.ExcludedFields[i];
            _problems.CheckReference(field, $"{Key}[{i}]");
            if (NeverExcluded.Contains(field.ApiName))
            {
                _problems.Add(CatalogEntries.UnsupportedField, "Field not supported", $"{Key}[{i}].api_name");
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
                _problems.Add(entry, message, $"{key}[{i}]", CreateSupportedValues(supported));
            }
        }
    }

    // Names are checked later, when they are looked up in the organisation.
    private void CheckIds(CatalogEntry entry, string key, string message, IReadOnlyList<NamedReference> references)
    {
        for (var i = 0; i < references.Count; i++)
        {
            if (string.IsNullOrEmpty(references[i].Id) && string.IsNullOrEmpty(references[i].Name))
            {
                _problems.Add(entry, message, $"{key}[{i}].id");
            }
        }
    }

    private void CheckLimit(CatalogEntry entry, string key, string what, int count, int limit)
    {
        if (count > limit)
        {
            _problems.Add(entry, $"Maximum limit for {what} exceeded", key, new() { ["limit"] = limit });
        }
    }

    private static JsonObject CreateSupportedValues(IReadOnlyList<string> words) => new()
    {
        ["supported_values"] = new JsonArray([.. words.Select(word => (JsonNode?)word)]),
    };
}
