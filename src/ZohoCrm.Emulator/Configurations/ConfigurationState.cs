using ZohoCrm.Emulator.Records;

namespace ZohoCrm.Emulator.Configurations;

/// <summary>The locking configuration that a module has at the moment, or how it lacks one (protocol 1.6 and 2.2).</summary>
internal sealed class ConfigurationState
{
    private readonly IdSequence _ids;
    private readonly TimeProvider _time;
    private readonly string _usualRuleId;
    private volatile RecordLockingConfiguration? _current;
    private volatile LockingConfiguration _absence = LockingConfiguration.None;
    private volatile string _lastId;

    /// <summary>Starts with manual locking configured.</summary>
    public ConfigurationState(IdSequence ids, TimeProvider time, CrmUser user)
    {
        _ids = ids;
        _time = time;
        _usualRuleId = ids.Next();
        _current = New(LockingConfiguration.Manual, user);
        _lastId = _current.Id;
    }

    public RecordLockingConfiguration? Current => _current;

    public LockingConfiguration Kind => _current?.LockType ?? _absence;

    /// <summary>The id of the configuration, or of the last one.</summary>
    public string Id => _lastId;

    /// <summary>The id of the first rule, or one made up where there is none.</summary>
    public string RuleId => _current?.Rules is [var first, ..] ? first.Id : _usualRuleId;

    /// <summary>A configuration as it starts out, not yet in force.</summary>
    public RecordLockingConfiguration New(LockingConfiguration lockType, CrmUser user)
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

    /// <summary>A configuration with the marks of who changes it now.</summary>
    public RecordLockingConfiguration Stamped(RecordLockingConfiguration configuration, CrmUser user) =>
        configuration with { ModifiedBy = user, ModifiedTime = _time.GetUtcNow() };

    public void Put(RecordLockingConfiguration configuration)
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
