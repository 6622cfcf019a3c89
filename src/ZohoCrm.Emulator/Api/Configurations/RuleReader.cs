using System.Collections.ObjectModel;
using System.Text.Json;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Crm.Configurations;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Configurations;

/// <summary>Reads the rules of a configuration, and merges them with the existing ones (protocol 2.2).</summary>
internal sealed class RuleReader(Unknowns unknowns, CriteriaReader criteria, Func<string> createId)
{
    private const int MaxRules = 5;
    private const int MaxNameLength = 256;
    private const string Rules = $"{ConfigurationErrors.Root}.locking_rules";

    private static readonly HashSet<string> Known = ["name", "id", "_delete", "lock_existing_records", "criteria"];

    /// <summary>Reads rules. Without existing rules (<paramref name="before"/>), ids and <c>_delete</c> are ignored.</summary>
    /// <exception cref="ApiErrorException">A rule is invalid.</exception>
    public IReadOnlyList<LockingRule> Read(JsonElement[] items, IReadOnlyList<LockingRule>? before)
    {
        var rules = new List<LockingRule>(before ?? []);
        var sent = new List<(LockingRule Rule, string Path)>();
        for (var i = 0; i < items.Length; i++)
        {
            var path = $"{Rules}[{i}]";
            items[i].RequireObject("locking_rules", path);
            if (Merge(rules, items[i], path, isUpdate: before is not null) is { } rule)
            {
                sent.Add((rule, path));
            }
        }

        if (rules.Count > MaxRules)
        {
            throw new ApiErrorException(
                ConfigurationErrors.LimitExceeded("locking rules", MaxRules, MaxRules - (before?.Count ?? 0), "locking_rules"));
        }

        RequireUnique(rules, sent);
        return rules;
    }

    /// <summary>Adds, replaces or deletes a rule; returns null if it was deleted.</summary>
    private LockingRule? Merge(List<LockingRule> rules, JsonElement item, string path, bool isUpdate)
    {
        var id = isUpdate ? item.GetId(path) : null;
        var place = rules.FindIndex(rule => rule.Id == id);
        if (id is not null && place < 0)
        {
            throw new ApiErrorException(ConfigurationErrors.IdInvalidAt($"{path}.id"));
        }

        if (isUpdate && item.GetFlag("_delete", path) == true)
        {
            if (id is null)
            {
                throw new ApiErrorException(ConfigurationErrors.Missing("id", $"{path}.id"));
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
        var name = item.GetText("name", path) ?? before?.Name;
        if (string.IsNullOrEmpty(name))
        {
            throw new ApiErrorException(ConfigurationErrors.Missing("name", $"{path}.name"));
        }

        if (name.Length > MaxNameLength)
        {
            throw new ApiErrorException(ConfigurationErrors.TooLong(MaxNameLength, "name", $"{path}.name"));
        }

        var read = item.GetValue("criteria") is { } sent ? criteria.Read(sent, $"{path}.criteria") : before?.Criteria;
        return new(
            before?.Id ?? createId(),
            name,
            item.GetFlag("lock_existing_records", path) ?? before?.LocksExistingRecords ?? false,
            read ?? throw new ApiErrorException(ConfigurationErrors.Missing("criteria", $"{path}.criteria")),
            unknowns.UnknownConfigurationKeysKept
                ? item.GetUnknown(Known, before?.UnknownKeys)
                : ReadOnlyDictionary<string, JsonElement>.Empty);
    }

    /// <summary>Requires that no rule has the name or the criteria of an unchanged rule or of one before it in the body.</summary>
    private static void RequireUnique(List<LockingRule> rules, List<(LockingRule Rule, string Path)> sent)
    {
        var seen = rules.Where(rule => !sent.Any(other => ReferenceEquals(other.Rule, rule))).ToList();
        foreach (var (rule, path) in sent)
        {
            if (seen.Any(other => other.Name == rule.Name))
            {
                throw new ApiErrorException(
                    ConfigurationErrors.Duplicate("Duplicate rule name found, Enter unique rulename.", "name", $"{path}.name"));
            }

            if (seen.Any(other => CriteriaJson.AreEqual(other.Criteria, rule.Criteria)))
            {
                throw new ApiErrorException(
                    ConfigurationErrors.Duplicate("Duplicate criteria found, Enter unique criteria.", "criteria", $"{path}.criteria"));
            }

            seen.Add(rule);
        }
    }
}
