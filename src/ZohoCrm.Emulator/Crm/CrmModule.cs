using ZohoCrm.Emulator.Crm.Configurations;
using ZohoCrm.Emulator.Crm.Fields;
using ZohoCrm.Emulator.Crm.Organization;
using ZohoCrm.Emulator.Crm.Views;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Crm;

/// <summary>A module with its records, their locks and its locking configuration (protocol 1.7).</summary>
public sealed class CrmModule
{
    private readonly RecordTable _records = new();
    private readonly List<CrmCustomButton> _buttons = [];
    private readonly FieldTable _fields;
    private readonly RecordFactory _factory;
    private readonly TimeProvider _time;
    private readonly IdGenerator _ids;
    private readonly Func<IReadOnlyList<CrmUser>> _users;
    private readonly ViewTable _views;

    internal CrmModule(string apiName, EmulatorSettings settings, TimeProvider time, IdGenerator ids, Func<IReadOnlyList<CrmUser>> users)
    {
        var owner = users()[0];
        var standard = StandardModules.Find(apiName);
        _time = time;
        _ids = ids;
        _users = users;
        Owner = owner;
        ApiName = apiName;
        Id = standard is null ? ids.Next() : ids.WithSuffix(standard.Number);
        NameField = standard?.NameField ?? "Name";
        LockableFrom = standard?.LockableFrom ?? 0;
        Locks = new(_records, owner, NameField, settings, ids, time);
        _fields = new(apiName, NameField, ids);
        _factory = new(apiName, NameField, settings, time, ids);
        _views = new(this, settings, ids, time);
    }

    /// <summary>The API name.</summary>
    public string ApiName { get; }

    /// <summary>The module's id.</summary>
    public string Id { get; }

    /// <summary>The field that holds a record's name.</summary>
    public string NameField { get; }

    /// <summary>The id of the current or last locking configuration: <c>Record_Locking_Configuration_Id__s</c> (protocol 1.4).</summary>
    public string ConfigurationId => Locks.Configuration.Id;

    /// <summary>
    /// The rule id of the automatic locks that <see cref="SetLocked"/> creates: that of the configuration's first rule, or a generated one
    /// (protocol 1.4).
    /// </summary>
    public string RuleId => Locks.Configuration.RuleId;

    /// <summary>Whether the configuration is the system's: the API can't change or delete it (protocol 2.5).</summary>
    /// <exception cref="InvalidOperationException">The module has no configuration (on set).</exception>
    public bool IsConfigurationSystemDefined
    {
        get => Locks.Configuration.Current is { IsSystemDefined: true };
        set
        {
            lock (Sync)
            {
                var current = Locks.Configuration.Current
                    ?? throw new InvalidOperationException($"{ApiName} has no locking configuration.");
                Locks.Configuration.Set(current with { IsSystemDefined = value });
            }
        }
    }

    // Lists are returned as arrays, because PowerShell can't index every list that C# creates.
    /// <summary>The standard fields, those added, and the columns of the records (protocol 2.2).</summary>
    public IReadOnlyList<CrmField> Fields => Locked(() => _fields.GetAll(_records.Sorted));

    /// <summary>The custom views, with those of the system (protocol 9.1).</summary>
    public IReadOnlyList<CrmCustomView> Views => Locked(_views.GetAll);

    /// <summary>The custom buttons (protocol 2.2).</summary>
    public IReadOnlyList<CrmCustomButton> CustomButtons => Locked(_buttons.ToArray);

    /// <summary>The records as they are now, in the order of their ids.</summary>
    public IReadOnlyList<CrmRecord> Records => Locked(() => _records.Sorted.ToArray());

    /// <summary>How many records are locked now.</summary>
    public int LockedCount => Locks.LockedCount;

    /// <summary>Whether the module is hidden from the user, so that calls answer INVALID_MODULE (protocol 8).</summary>
    public bool IsHidden { get; set; }

    /// <summary>If false, calls answer INVALID_MODULE, <c>the given module is not supported in api</c> (protocol 8).</summary>
    public bool IsApiSupported { get; set; } = true;

    /// <summary>
    /// The kind of locking that is configured; manual by default. Setting it changes the <c>lock_type</c> of the configuration, or creates
    /// or deletes the configuration (protocol 2.2).
    /// </summary>
    public LockingConfiguration LockingConfiguration
    {
        get => Locks.Configuration.Kind;
        set
        {
            lock (Sync)
            {
                Locks.Configure(value);
            }
        }
    }

    /// <summary>Held while records, locks and the configuration are read and changed in one step.</summary>
    internal object Sync { get; } = new();

    /// <summary>The first API version that can lock the module's records.</summary>
    internal int LockableFrom { get; }

    /// <summary>The user who created and owns the records.</summary>
    internal CrmUser Owner { get; }

    internal ModuleLocks Locks { get; }

    /// <summary>Adds a record with an id (1 to 32 digits), a name and other fields.</summary>
    /// <exception cref="ArgumentException">The id is invalid, or a record with this id exists.</exception>
    public CrmRecord AddRecord(string id, string name, IReadOnlyDictionary<string, string?>? fields = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Store(_factory.Create(id, name, fields));
    }

    /// <summary>
    /// Adds a record with the fields of a row: a dictionary of values by API name, or whatever <see cref="EmulatorSettings.RowReader"/>
    /// reads. A missing id or name is generated.
    /// </summary>
    /// <exception cref="ArgumentException">The row can't be read, or a record with this id exists.</exception>
    public CrmRecord AddRecord(object row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Add(_factory.Read(row));
    }

    /// <summary>Adds a record for each row, as <see cref="AddRecord(object)"/> does, or none if a row can't be read.</summary>
    /// <exception cref="ArgumentException">A row can't be read, or a record with its id exists.</exception>
    public IReadOnlyList<CrmRecord> AddRecords(params object[] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var read = Array.ConvertAll(rows, row => _factory.Read(row ?? throw new ArgumentException("A row is null.", nameof(rows))));
        return Array.ConvertAll(read, Add);
    }

    /// <summary>
    /// Adds records with generated ids and names; returns the ids. Their picklists, numbers and dates vary, and so do their owners if there
    /// are several users: all are the same in every run.
    /// </summary>
    public IReadOnlyList<string> AddRecords(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var columns = new SampleColumns(Fields, _users());
        var ids = new string[count];
        for (var i = 0; i < count; i++)
        {
            ids[i] = Store(_factory.CreateSample(columns, i + 1)).Id;
        }

        return ids;
    }

    /// <summary>Adds a field with a generated id (protocol 2.2). Its label is derived from the API name by default.</summary>
    /// <param name="apiName">The API name.</param>
    /// <param name="dataType">The <c>data_type</c>.</param>
    /// <param name="isReadOnly">Whether only Zoho can write it.</param>
    /// <param name="label">The label.</param>
    /// <param name="values">The values of a picklist.</param>
    /// <param name="lookupModule">The module that a lookup field refers to.</param>
    /// <exception cref="ArgumentException">There is a field of this name.</exception>
    public CrmField AddField(
        string apiName,
        string dataType = "text",
        bool isReadOnly = false,
        string? label = null,
        IEnumerable<CrmPicklistValue>? values = null,
        string? lookupModule = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(apiName);
        ArgumentException.ThrowIfNullOrEmpty(dataType);
        var field = new CrmField(_ids.Next(), apiName, label ?? FieldTable.CreateLabel(apiName), dataType, isReadOnly)
        {
            PicklistValues = values?.ToArray() ?? [],
            LookupModule = lookupModule,
        };
        return Locked(() => _fields.Add(field));
    }

    /// <summary>Adds a custom view with a generated id (protocol 9.1).</summary>
    /// <param name="name">Its name.</param>
    /// <param name="criteria">A condition as in COQL, such as <c>Amount > 1000 and Stage = 'Closed Won'</c>; null for all records.</param>
    /// <param name="systemName">Its <c>system_name</c>, if it is the system's.</param>
    /// <exception cref="ArgumentException">The condition is invalid, or names a field that the module does not have.</exception>
    public CrmCustomView AddView(string name, string? criteria = null, string? systemName = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        lock (Sync)
        {
            return _views.Add(name, criteria, systemName);
        }
    }

    /// <summary>Removes a custom view; returns false if there is none with this id.</summary>
    public bool RemoveView(string viewId) => Locked(() => _views.Remove(viewId));

    /// <summary>Makes a lead a converted one, or an open one again (protocol 9.1).</summary>
    /// <exception cref="KeyNotFoundException">There is no record with this id.</exception>
    public void SetConverted(string recordId, bool isConverted = true)
    {
        lock (Sync)
        {
            GetRecord(recordId).SetConverted(isConverted ? _time.GetUtcNow() : null);
        }
    }

    /// <summary>Adds a custom button with a generated id (protocol 2.2).</summary>
    public CrmCustomButton AddCustomButton(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        lock (Sync)
        {
            _buttons.Add(new(_ids.Next(), name));
            return _buttons[^1];
        }
    }

    /// <summary>Deletes a record (protocol 12); returns false if there is none with this id.</summary>
    public bool DeleteRecord(string recordId) => Locked(() => _records.Delete(recordId));

    /// <summary>Returns a record's locks, or an empty list if it is not locked.</summary>
    public IReadOnlyList<RecordLockEntry> GetLocks(string recordId) => Locked(() => GetRecord(recordId).Locks);

    /// <summary>
    /// Locks a record whatever the configuration is, and replaces a lock of the same kind. By default the emulator's own user locks it
    /// now; an automatic lock has no reason and no user.
    /// </summary>
    public RecordLockEntry SetLocked(
        string recordId, LockKind kind = LockKind.Manual, string? reason = null, CrmUser? user = null, DateTimeOffset? time = null)
    {
        lock (Sync)
        {
            var entry = kind == LockKind.Manual ? Locks.CreateManual(user ?? Owner, reason) : Locks.CreateAutomatic(RuleId);
            entry = entry with { LockedTime = time ?? entry.LockedTime };
            Locks.Put(GetRecord(recordId), entry);
            return entry;
        }
    }

    /// <summary>Removes all locks of a record; returns false if it was not locked.</summary>
    public bool RemoveLock(string recordId) => Locked(() => Locks.RemoveAll(GetRecord(recordId)));

    internal CrmRecord? Find(string recordId, bool includeDeleted = false)
    {
        lock (Sync)
        {
            return _records.Find(recordId, includeDeleted);
        }
    }

    internal string CreateId() => _ids.Next();

    internal bool HasField(string apiName) => Locked(() => _fields.Contains(apiName));

    /// <summary>The records in the order of their ids, in an array that nobody changes.</summary>
    internal CrmRecord[] GetSorted() => Locked(() => _records.Sorted);

    internal CrmField? FindField(string apiName) => Locked(() => _fields.Find(apiName, _records.Sorted));

    internal CrmCustomView? FindView(string viewId) => Locked(() => _views.Find(viewId));

    /// <summary>The value of a record's field, with those that the module knows: records without an owner are the module's user's.</summary>
    internal string? ValueOf(CrmRecord record, string field) =>
        record.ValueOf(field, NameField) ?? (field is "Owner" or "Created_By" or "Modified_By" ? Owner.Id : null);

    /// <summary>Changes a record's fields, and locks it if a rule matches it now. The caller holds <see cref="Sync"/>.</summary>
    internal void Change(CrmRecord record, IReadOnlyDictionary<string, string?> changes)
    {
        _fields.AddColumns(changes.Keys);
        record.Change(changes, _time.GetUtcNow());
        Locks.LockByRules(record);
    }

    private T Locked<T>(Func<T> read)
    {
        lock (Sync)
        {
            return read();
        }
    }

    private CrmRecord Store(CrmRecord record)
    {
        lock (Sync)
        {
            if (!_records.TryAdd(record))
            {
                throw new ArgumentException($"{ApiName} has a record {record.Id} already.");
            }

            _fields.AddColumns(record.Fields.Keys);
        }

        return record;
    }

    private CrmRecord Add(RecordValues values) => Store(_factory.Create(values, Locked(() => _records.All.Count) + 1));

    private CrmRecord GetRecord(string recordId) =>
        _records.Find(recordId, includeDeleted: true) ?? throw new KeyNotFoundException($"{ApiName} has no record {recordId}.");
}
