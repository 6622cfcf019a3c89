using System.Collections.ObjectModel;
using System.Text.Json;
using ZohoCrm.Emulator.Api;

namespace ZohoCrm.Emulator.Configurations;

/// <summary>Reads the rules of a configuration, and merges them into those that are there (protocol 2.2).</summary>
internal sealed class RuleReader(Unknowns unknowns, CriteriaReader criteria, Func<string> newId)
{
    private const int MostRules = 5;
    private const int LongestName = 256;
    private const string Rules = $"{ConfigurationErrors.Root}.locking_rules";

    private static readonly HashSet<string> Known = ["name", "id", "_delete", "lock_existing_records", "criteria"];

    /// <summary>Reads rules.</summary>
    /// <param name="items">The rules sent.</param>
    /// <param name="before">The rules there are; null when the configuration is made, and ids and deletion mean nothing.</param>
    /// <returns>The rules from now on.</returns>
    /// <exception cref="ApiRefusedException">A rule is not as it should be.</exception>
    public IReadOnlyList<LockingRule> Read(JsonElement[] items, IReadOnlyList<LockingRule>? before)
    {
        var rules = new List<LockingRule>(before ?? []);
        var sent = new List<(LockingRule Rule, string Path)>();
        for (var i = 0; i < items.Length; i++)
        {
            var path = $"{Rules}[{i}]";
            items[i].RequireObject("locking_rules", path);
            if (ReadInto(rules, items[i], path, isUpdate: before is not null) is { } rule)
            {
                sent.Add((rule, path));
            }
        }

        if (rules.Count > MostRules)
        {
            throw new ApiRefusedException(
                ConfigurationErrors.LimitExceeded("locking rules", MostRules, MostRules - (before?.Count ?? 0), "locking_rules"));
        }

        RequireUnique(rules, sent);
        return rules;
    }

    /// <summary>Puts what a rule says into the rules; null where it is deleted.</summary>
    private LockingRule? ReadInto(List<LockingRule> rules, JsonElement item, string path, bool isUpdate)
    {
        var id = isUpdate ? item.Id(path) : null;
        var place = rules.FindIndex(rule => rule.Id == id);
        if (id is not null && place < 0)
        {
            throw new ApiRefusedException(ConfigurationErrors.IdInvalidAt($"{path}.id"));
        }

        if (isUpdate && item.Flag("_delete", path) == true)
        {
            if (id is null)
            {
                throw new ApiRefusedException(ConfigurationErrors.Missing("id", $"{path}.id"));
            }

            rules.RemoveAt(place);
            return null;
        }

        var rule = ReadRule(item, path, place < 0 ? null : rules[place]);
        if (place < 0)
        {
            rules.Add(rule);
        }
        else
        {
            rules[place] = rule;
        }

        return rule;
    }

    private LockingRule ReadRule(JsonElement item, string path, LockingRule? before)
    {
        var name = item.Text("name", path) ?? before?.Name;
        if (string.IsNullOrEmpty(name))
        {
            throw new ApiRefusedException(ConfigurationErrors.Missing("name", $"{path}.name"));
        }

        if (name.Length > LongestName)
        {
            throw new ApiRefusedException(ConfigurationErrors.TooLong(LongestName, "name", $"{path}.name"));
        }

        var read = item.Value("criteria") is { } sent ? criteria.Read(sent, $"{path}.criteria") : before?.Criteria;
        return new(
            before?.Id ?? newId(),
            name,
            item.Flag("lock_existing_records", path) ?? before?.LocksExistingRecords ?? false,
            read ?? throw new ApiRefusedException(ConfigurationErrors.Missing("criteria", $"{path}.criteria")),
            unknowns.UnknownConfigurationKeysKept
                ? item.Unknown(Known, before?.UnknownKeys)
                : ReadOnlyDictionary<string, JsonElement>.Empty);
    }

    /// <summary>Compares each rule sent with those that stay as they were and with those sent before it.</summary>
    private static void RequireUnique(List<LockingRule> rules, List<(LockingRule Rule, string Path)> sent)
    {
        var seen = rules.Where(rule => !sent.Any(other => ReferenceEquals(other.Rule, rule))).ToList();
        foreach (var (rule, path) in sent)
        {
            if (seen.Any(other => other.Name == rule.Name))
            {
                throw new ApiRefusedException(
                    ConfigurationErrors.Duplicate("Duplicate rule name found, Enter unique rulename.", "name", $"{path}.name"));
            }

            if (seen.Any(other => other.Criteria.IsSameAs(rule.Criteria)))
            {
                throw new ApiRefusedException(
                    ConfigurationErrors.Duplicate("Duplicate criteria found, Enter unique criteria.", "criteria", $"{path}.criteria"));
            }

            seen.Add(rule);
        }
    }
}
