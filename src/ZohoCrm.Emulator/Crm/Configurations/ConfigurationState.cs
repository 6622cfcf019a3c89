using ZohoCrm.Emulator.Crm.Organization;

namespace ZohoCrm.Emulator.Crm.Configurations;

/// <summary>The current locking configuration of a module, or the kind of its absence (protocol 1.6 and 2.2).</summary>
internal sealed class ConfigurationState
{
    private readonly IdGenerator _ids;
    private readonly TimeProvider _time;
    private readonly string _defaultRuleId;
    private volatile RecordLockingConfiguration? _current;
    private volatile LockingConfiguration _absence = LockingConfiguration.None;
    private volatile string _lastId;

    /// <summary>Starts with manual locking configured.</summary>
    public ConfigurationState(IdGenerator ids, TimeProvider time, CrmUser user)
    {
        _ids = ids;
        _time = time;
        _defaultRuleId = ids.Next();
        _current = Create(LockingConfiguration.Manual, user);
        _lastId = _current.Id;
    }

    public RecordLockingConfiguration? Current => _current;

    public LockingConfiguration Kind => _current?.LockType ?? _absence;

    /// <summary>The id of the current or the last configuration.</summary>
    public string Id => _lastId;

    /// <summary>The id of the first rule, or a generated id if there are no rules.</summary>
    public string RuleId => _current?.Rules is [var first, ..] ? first.Id : _defaultRuleId;

    /// <summary>Creates a configuration that is not in force yet.</summary>
    public RecordLockingConfiguration Create(LockingConfiguration lockType, CrmUser user)
    {
        var now = _time.GetUtcNow();
        return new()
        {
            Id = _ids.Next(),
            LockType = lockType,
            CreatedBy = user,
            CreatedTime = now,
            ModifiedBy = user,
            ModifiedTime = now,
        };
    }

    /// <summary>Copies a configuration with the user and the time of a change.</summary>
    public RecordLockingConfiguration WithModified(RecordLockingConfiguration configuration, CrmUser user) =>
        configuration with { ModifiedBy = user, ModifiedTime = _time.GetUtcNow() };

    public void Set(RecordLockingConfiguration configuration)
    {
        _current = configuration;
        _lastId = configuration.Id;
    }

    public void Remove(LockingConfiguration absence)
    {
        _absence = absence;
        _current = null;
    }
}
