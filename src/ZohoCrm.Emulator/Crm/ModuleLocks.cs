using ZohoCrm.Emulator.Crm.Configurations;
using ZohoCrm.Emulator.Crm.Organization;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Crm;

/// <summary>A module's locks and locking configuration. Not thread-safe: the caller holds <see cref="CrmModule.Sync"/>.</summary>
internal sealed class ModuleLocks(
    RecordTable records, CrmUser user, string nameField, EmulatorSettings settings, IdGenerator ids, TimeProvider time)
{
    private int _lockedCount;

    public ConfigurationState Configuration { get; } = new(ids, time, user);

    /// <summary>How many records have a lock. May be read without holding <see cref="CrmModule.Sync"/>.</summary>
    public int LockedCount => Volatile.Read(ref _lockedCount);

    public RecordLockEntry CreateManual(CrmUser lockedBy, string? reason) =>
        new(ids.Next(), LockKind.Manual, reason, lockedBy, time.GetUtcNow(), Configuration.Id, RuleId: null);

    public RecordLockEntry CreateAutomatic(string ruleId) =>
        new(ids.Next(), LockKind.Automatic, Reason: null, LockedBy: null, time.GetUtcNow(), Configuration.Id, ruleId);

    /// <summary>Adds a lock to a record; it replaces one of the same kind.</summary>
    public void Put(CrmRecord record, RecordLockEntry entry)
    {
        if (!record.IsLocked)
        {
            _lockedCount++;
        }

        record.Put(entry);
    }

    public void Remove(CrmRecord record, RecordLockEntry entry)
    {
        record.Remove(entry);
        if (!record.IsLocked)
        {
            _lockedCount--;
        }
    }

    public bool RemoveAll(CrmRecord record)
    {
        if (!record.IsLocked)
        {
            return false;
        }

        record.RemoveLocks();
        _lockedCount--;
        return true;
    }

    /// <summary>Puts a configuration in force, and locks the existing records that its new and changed rules say.</summary>
    public void Configure(RecordLockingConfiguration configuration)
    {
        var before = Configuration.Current;
        Configuration.Set(configuration);
        if (settings.Unknowns.RuleRemovalUnlocks)
        {
            RemoveLocksOf([.. RuleIds(before).Except(RuleIds(configuration))]);
        }

        var inForce = before?.ActiveRules ?? [];
        var changed = configuration.ActiveRules.Where(rule => rule.LocksExistingRecords && !inForce.Contains(rule)).ToArray();
        if (changed.Length > 0)
        {
            foreach (var record in records.Sorted)
            {
                LockByRules(record, changed);
            }
        }
    }

    /// <summary>Changes the lock type of the configuration, creates a configuration of that type, or takes it away.</summary>
    public void Configure(LockingConfiguration lockType)
    {
        if (lockType is not (LockingConfiguration.None or LockingConfiguration.Missing))
        {
            Configure((Configuration.Current ?? Configuration.Create(lockType, user)) with { LockType = lockType });
            return;
        }

        Configuration.Remove(lockType);
        if (settings.Unknowns.ConfigurationRemovalUnlocks)
        {
            foreach (var record in records.All)
            {
                RemoveAll(record);
            }
        }
    }

    /// <summary>Locks a record that one of the rules in force matches.</summary>
    public void LockByRules(CrmRecord record) => LockByRules(record, Configuration.Current?.ActiveRules ?? []);

    /// <summary>Whether a record's locks stop users of a profile from changing it, or its given fields (protocol 3).</summary>
    public bool IsLockedFor(CrmProfile profile, CrmRecord record, IEnumerable<string>? fields = null) =>
        record.IsLocked
        && Configuration.Current?.Exempts(profile) != true
        && (fields is null || Configuration.Current?.Exempts(fields) != true);

    private static IEnumerable<string> RuleIds(RecordLockingConfiguration? configuration) =>
        (configuration?.Rules ?? []).Select(rule => rule.Id);

    private void LockByRules(CrmRecord record, IReadOnlyList<LockingRule> rules)
    {
        var mayNotLock = record.Locks.Any(entry => entry.Kind == LockKind.Automatic || !settings.Unknowns.LockOverAutomatic);
        if (!mayNotLock && rules.FirstOrDefault(rule => rule.Criteria.Matches(name => record.ValueOf(name, nameField))) is { } match)
        {
            Put(record, CreateAutomatic(match.Id));
        }
    }

    private void RemoveLocksOf(HashSet<string> ruleIds)
    {
        foreach (var record in records.All)
        {
            foreach (var entry in record.Locks.Where(entry => entry.RuleId is { } id && ruleIds.Contains(id)))
            {
                Remove(record, entry);
            }
        }
    }
}
