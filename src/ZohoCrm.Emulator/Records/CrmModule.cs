using System.Globalization;
using ZohoCrm.Emulator.Configurations;
using ZohoCrm.Emulator.Metadata;
using ZohoCrm.Emulator.Records;

namespace ZohoCrm.Emulator;

/// <summary>A module with its records, their locks and its locking configuration (protocol 1.7).</summary>
public sealed class CrmModule
{
    private const int LongestId = 32;

    private readonly Dictionary<string, CrmRecord> _byId = [];
    private readonly List<CrmRecord> _inOrder = [];
    private readonly EmulatorSettings _settings;
    private readonly TimeProvider _time;
    private readonly IdSequence _ids;
    private readonly CrmUser _usualUser;
    private readonly FieldTable _fields;
    private readonly List<CrmCustomButton> _buttons = [];
    private int _lockedCount;

    internal CrmModule(string apiName, EmulatorSettings settings, TimeProvider time, IdSequence ids, CrmUser usualUser)
    {
        var standard = StandardModules.Find(apiName);
        _settings = settings;
        _time = time;
        _ids = ids;
        _usualUser = usualUser;
        ApiName = apiName;
        Id = standard is null ? ids.Next() : ids.Of(standard.Number);
        NameField = standard?.NameField ?? "Name";
        LockableFrom = standard?.LockableFrom ?? 0;
        Configuring = new(ids, time, usualUser);
        _fields = new(apiName, NameField, ids);
    }

    /// <summary>The module's API name.</summary>
    public string ApiName { get; }

    /// <summary>The module's id.</summary>
    public string Id { get; }

    /// <summary>The field that holds a record's name.</summary>
    public string NameField { get; }

    /// <summary>
    /// The id of the locking configuration, or of the last one: <c>Record_Locking_Configuration_Id__s</c> (protocol 1.4).
    /// </summary>
    public string ConfigurationId => Configuring.Id;

    /// <summary>
    /// The id of the configuration's first rule, or one made up where it has none: <c>Record_Locking_Rule_Id__s</c> of what
    /// <see cref="SetLocked"/> locks automatically (protocol 1.4).
    /// </summary>
    public string RuleId => Configuring.RuleId;

    /// <summary>Whether the system made the configuration, so that the API neither changes nor deletes it (protocol 2.5).</summary>
    /// <exception cref="InvalidOperationException">It is set where there is no configuration.</exception>
    public bool IsConfigurationSystemDefined
    {
        get => Configuring.Current is { IsSystemDefined: true };
        set
        {
            lock (Sync)
            {
                Configuring.Put(Configuring.Current is { } configuration
                    ? configuration with { IsSystemDefined = value }
                    : throw new InvalidOperationException($"{ApiName} has no locking configuration."));
            }
        }
    }

    /// <summary>The fields: the standard ones, those added, and the columns of the records (protocol 2.2).</summary>
    public IReadOnlyList<CrmField> Fields
    {
        get
        {
            lock (Sync)
            {
                return _fields.All(_inOrder);
            }
        }
    }

    /// <summary>The custom buttons (protocol 2.2).</summary>
    public IReadOnlyList<CrmCustomButton> CustomButtons
    {
        get
        {
            lock (Sync)
            {
                return _buttons.ToArray();
            }
        }
    }

    /// <summary>Whether the user sees no such module: INVALID_MODULE (protocol 8).</summary>
    public bool IsHidden { get; set; }

    /// <summary>Off: INVALID_MODULE, <c>the given module is not supported in api</c> (protocol 8).</summary>
    public bool IsApiSupported { get; set; } = true;

    /// <summary>
    /// What locking is configured for; manual by default. To set it changes the <c>lock_type</c> of the configuration that the API
    /// shows, makes one where there is none, or takes it away (protocol 2.2).
    /// </summary>
    public LockingConfiguration LockingConfiguration
    {
        get => Configuring.Kind;
        set
        {
            lock (Sync)
            {
                if (value is LockingConfiguration.None or LockingConfiguration.Missing)
                {
                    RemoveConfiguration(value);
                }
                else
                {
                    Configure((Configuring.Current ?? Configuring.New(value, _usualUser)) with { LockType = value });
                }
            }
        }
    }

    /// <summary>The records, as they are now, in the order of their ids.</summary>
    public IReadOnlyList<CrmRecord> Records
    {
        get
        {
            lock (Sync)
            {
                // An array, because PowerShell can't index every list that C# makes.
                return _inOrder.ToArray();
            }
        }
    }

    /// <summary>How many records are locked now.</summary>
    public int LockedCount => Volatile.Read(ref _lockedCount);

    /// <summary>Held while locks are looked at and changed in one step.</summary>
    internal object Sync { get; } = new();

    /// <summary>The API version from which the module's records can be locked.</summary>
    internal int LockableFrom { get; }

    /// <summary>Adds a record.</summary>
    /// <param name="id">Its id: digits.</param>
    /// <param name="name">Its name.</param>
    /// <param name="fields">Its other fields.</param>
    /// <returns>The record.</returns>
    public CrmRecord AddRecord(string id, string name, IReadOnlyDictionary<string, string?>? fields = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(name);
        if (id.Length > LongestId || id.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            throw new ArgumentException($"A record id has 1 to {LongestId} digits: '{id}' does not.", nameof(id));
        }

        var ownFields = fields is null ? [] : new Dictionary<string, string?>(fields);
        var record = new CrmRecord(id, name, ownFields, _time.GetUtcNow());
        lock (Sync)
        {
            if (!_byId.TryAdd(id, record))
            {
                throw new ArgumentException($"{ApiName} has a record {id} already.", nameof(id));
            }

            var place = _inOrder.BinarySearch(record, RecordIdComparer.Instance);
            _inOrder.Insert(~place, record);
            _fields.AddColumns(ownFields.Keys);
        }

        return record;
    }

    /// <summary>Adds a record with the fields of a row.</summary>
    /// <param name="row">
    /// A dictionary by the fields' API names, or what <see cref="EmulatorSettings.RowReader"/> reads; where it has no id or name, they are
    /// made up.
    /// </param>
    /// <returns>The record.</returns>
    /// <exception cref="ArgumentException">It is no such row, or there is a record with its id already.</exception>
    public CrmRecord AddRecord(object row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Add(Read(row));
    }

    /// <summary>Adds a record for each row; none where one of them can't be read.</summary>
    /// <param name="rows">The rows, each as <see cref="AddRecord(object)"/> takes it.</param>
    /// <returns>The records, in the order of the rows.</returns>
    /// <exception cref="ArgumentException">One is no such row, or there is a record with its id already.</exception>
    public IReadOnlyList<CrmRecord> AddRecords(params object[] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var read = Array.ConvertAll(rows, row => Read(row ?? throw new ArgumentException("A row is null.", nameof(rows))));
        return Array.ConvertAll(read, Add);
    }

    /// <summary>Adds a field (protocol 2.2).</summary>
    /// <param name="apiName">Its API name.</param>
    /// <param name="dataType">Its data type, by which rules compare its values.</param>
    /// <param name="isReadOnly">Whether only Zoho writes it.</param>
    /// <param name="label">What users see it called; made of the API name by default.</param>
    /// <returns>The field, with an id made up.</returns>
    public CrmField AddField(string apiName, string dataType = "text", bool isReadOnly = false, string? label = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(apiName);
        ArgumentException.ThrowIfNullOrEmpty(dataType);
        lock (Sync)
        {
            return _fields.Add(apiName, label ?? FieldTable.LabelOf(apiName), dataType, isReadOnly);
        }
    }

    /// <summary>Adds a custom button (protocol 2.2).</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The button, with an id made up.</returns>
    public CrmCustomButton AddCustomButton(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var button = new CrmCustomButton(_ids.Next(), name);
        lock (Sync)
        {
            _buttons.Add(button);
        }

        return button;
    }

    /// <summary>Adds records with ids and names made up.</summary>
    /// <param name="count">How many.</param>
    /// <returns>Their ids.</returns>
    public IReadOnlyList<string> AddRecords(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var ids = new string[count];
        for (var i = 0; i < count; i++)
        {
            ids[i] = _ids.Next();
            AddRecord(ids[i], string.Create(CultureInfo.InvariantCulture, $"{ApiName} {i + 1} (Sample)"));
        }

        return ids;
    }

    /// <summary>Deletes a record (protocol 12).</summary>
    /// <param name="recordId">Its id.</param>
    /// <returns>False where there is none.</returns>
    public bool DeleteRecord(string recordId)
    {
        lock (Sync)
        {
            if (!_byId.TryGetValue(recordId, out var record) || record.IsDeleted)
            {
                return false;
            }

            record.IsDeleted = true;
            _inOrder.Remove(record);
            return true;
        }
    }

    /// <summary>A record's locks.</summary>
    /// <param name="recordId">The record's id.</param>
    /// <returns>Its locks; none for a record that is not locked.</returns>
    public IReadOnlyList<RecordLockEntry> GetLocks(string recordId)
    {
        lock (Sync)
        {
            return Existing(recordId).Locks;
        }
    }

    /// <summary>Locks a record, whatever the configuration; a lock of the same kind is replaced.</summary>
    /// <param name="recordId">The record's id.</param>
    /// <param name="kind">Who is to have locked it.</param>
    /// <param name="reason">The reason of a manual lock.</param>
    /// <param name="user">The user of a manual lock; the emulator's own by default.</param>
    /// <param name="time">When it was locked; now by default.</param>
    /// <returns>The lock.</returns>
    public RecordLockEntry SetLocked(
        string recordId, LockKind kind = LockKind.Manual, string? reason = null, CrmUser? user = null, DateTimeOffset? time = null)
    {
        lock (Sync)
        {
            var entry = kind == LockKind.Manual ? NewManualLock(user ?? _usualUser, reason) : NewAutomaticLock(RuleId);
            entry = entry with { LockedTime = time ?? entry.LockedTime };
            Put(Existing(recordId), entry);
            return entry;
        }
    }

    /// <summary>Removes a record's locks of either kind.</summary>
    /// <param name="recordId">The record's id.</param>
    /// <returns>False where it was not locked.</returns>
    public bool RemoveLock(string recordId)
    {
        lock (Sync)
        {
            var record = Existing(recordId);
            if (!record.IsLocked)
            {
                return false;
            }

            record.TakeAll();
            _lockedCount--;
            return true;
        }
    }

    /// <summary>The record that the API sees under an id; <see cref="Sync"/> need not be held.</summary>
    internal CrmRecord? Find(string recordId, bool deletedToo = false)
    {
        lock (Sync)
        {
            return _byId.TryGetValue(recordId, out var record) && (deletedToo || !record.IsDeleted) ? record : null;
        }
    }

    /// <summary>The locking configuration in full; changed while <see cref="Sync"/> is held.</summary>
    internal ConfigurationState Configuring { get; }

    /// <summary>Who owns and made the records.</summary>
    internal CrmUser Owner => _usualUser;

    internal string NewId() => _ids.Next();

    internal bool HasField(string apiName)
    {
        lock (Sync)
        {
            return _fields.Contains(apiName);
        }
    }

    /// <summary>Changes a record's fields, and locks it where a rule matches it now; <see cref="Sync"/> is held.</summary>
    internal void Change(CrmRecord record, IReadOnlyDictionary<string, string?> changes)
    {
        _fields.AddColumns(changes.Keys);
        record.Change(changes, _time.GetUtcNow());
        LockByRules(record);
    }

    /// <summary>Puts a configuration in force, and locks what its new and changed rules are to lock; <see cref="Sync"/> is held.</summary>
    internal void Configure(RecordLockingConfiguration configuration)
    {
        var before = Configuring.Current;
        Configuring.Put(configuration);
        if (_settings.Unknowns.RuleRemovalUnlocks)
        {
            TakeLocksOf([.. IdsOf(before).Except(IdsOf(configuration))]);
        }

        var inForce = before?.ActiveRules ?? [];
        var changed = configuration.ActiveRules.Where(rule => rule.LocksExistingRecords && !inForce.Contains(rule)).ToArray();
        if (changed.Length > 0)
        {
            foreach (var record in _inOrder)
            {
                LockByRules(record, changed);
            }
        }
    }

    /// <summary>Locks a record that a rule in force matches; <see cref="Sync"/> is held.</summary>
    internal void LockByRules(CrmRecord record) => LockByRules(record, Configuring.Current?.ActiveRules ?? []);

    /// <summary>Whether a record's locks hinder users of a profile, and, where fields are told, changes of those (protocol 3).</summary>
    internal bool IsLockedFor(CrmProfile profile, CrmRecord record, IEnumerable<string>? fields = null) =>
        record.IsLocked
        && Configuring.Current?.Spares(profile) != true
        && (fields is null || Configuring.Current?.Spares(fields) != true);

    internal RecordLockEntry NewManualLock(CrmUser user, string? reason) =>
        new(_ids.Next(), LockKind.Manual, reason, user, _time.GetUtcNow(), ConfigurationId, RuleId: null);

    /// <summary>Puts a lock on a record in place of one of its kind; <see cref="Sync"/> is held.</summary>
    internal void Put(CrmRecord record, RecordLockEntry entry)
    {
        if (!record.IsLocked)
        {
            _lockedCount++;
        }

        record.Put(entry);
    }

    /// <summary>Takes a lock off a record; <see cref="Sync"/> is held.</summary>
    internal void Take(CrmRecord record, RecordLockEntry entry)
    {
        record.Take(entry);
        if (!record.IsLocked)
        {
            _lockedCount--;
        }
    }

    private RecordLockEntry NewAutomaticLock(string ruleId) =>
        new(_ids.Next(), LockKind.Automatic, Reason: null, LockedBy: null, _time.GetUtcNow(), ConfigurationId, ruleId);

    private static IEnumerable<string> IdsOf(RecordLockingConfiguration? configuration) =>
        (configuration?.Rules ?? []).Select(rule => rule.Id);

    private void RemoveConfiguration(LockingConfiguration absence)
    {
        Configuring.Remove(absence);
        if (!_settings.Unknowns.ConfigurationRemovalUnlocks)
        {
            return;
        }

        foreach (var record in _byId.Values)
        {
            record.TakeAll();
        }

        _lockedCount = 0;
    }

    private void LockByRules(CrmRecord record, IReadOnlyList<LockingRule> rules)
    {
        var isBarred = record.Locks.Any(entry => entry.Kind == LockKind.Automatic || !_settings.Unknowns.LockOverAutomatic);
        if (!isBarred && rules.FirstOrDefault(rule => rule.Criteria.Matches(name => record.ValueOf(name, NameField))) is { } match)
        {
            Put(record, NewAutomaticLock(match.Id));
        }
    }

    private void TakeLocksOf(HashSet<string> ruleIds)
    {
        foreach (var record in _byId.Values)
        {
            foreach (var entry in record.Locks.Where(entry => entry.RuleId is { } id && ruleIds.Contains(id)))
            {
                Take(record, entry);
            }
        }
    }

    private RecordValues Read(object row) => RecordValues.Read((_settings.RowReader ?? RecordValues.EntriesOf)(row), NameField);

    private CrmRecord Add(RecordValues values) => AddRecord(values.Id ?? _ids.Next(), values.Name ?? NextName(), values.Fields);

    private string NextName()
    {
        lock (Sync)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{ApiName} {_byId.Count + 1} (Sample)");
        }
    }

    private CrmRecord Existing(string recordId) => _byId.TryGetValue(recordId, out var record)
        ? record
        : throw new KeyNotFoundException($"{ApiName} has no record {recordId}.");
}
