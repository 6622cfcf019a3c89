using System.Globalization;
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
    private volatile LockingConfiguration _configuration;
    private int _lockedCount;

    internal CrmModule(string apiName, EmulatorSettings settings, TimeProvider time, IdSequence ids, CrmUser usualUser)
    {
        var standard = StandardModules.Find(apiName);
        _settings = settings;
        _time = time;
        _ids = ids;
        _usualUser = usualUser;
        _configuration = LockingConfiguration.Manual;
        ApiName = apiName;
        Id = standard?.Id ?? ids.Next();
        NameField = standard?.NameField ?? "Name";
        LockableFrom = standard?.LockableFrom ?? 0;
        ConfigurationId = ids.Next();
        RuleId = ids.Next();
    }

    /// <summary>The module's API name.</summary>
    public string ApiName { get; }

    /// <summary>The module's id.</summary>
    public string Id { get; }

    /// <summary>The field that holds a record's name.</summary>
    public string NameField { get; }

    /// <summary>The id of the locking configuration: <c>Record_Locking_Configuration_Id__s</c> (protocol 1.4).</summary>
    public string ConfigurationId { get; }

    /// <summary>The id of the rule that locks automatically: <c>Record_Locking_Rule_Id__s</c> (protocol 1.4).</summary>
    public string RuleId { get; }

    /// <summary>Whether the user sees no such module: INVALID_MODULE (protocol 8).</summary>
    public bool IsHidden { get; set; }

    /// <summary>Off: INVALID_MODULE, <c>the given module is not supported in api</c> (protocol 8).</summary>
    public bool IsApiSupported { get; set; } = true;

    /// <summary>What locking is configured for; manual by default.</summary>
    public LockingConfiguration LockingConfiguration
    {
        get => _configuration;
        set
        {
            lock (Sync)
            {
                _configuration = value;
                if (value is LockingConfiguration.None or LockingConfiguration.Missing && _settings.Unknowns.ConfigurationRemovalUnlocks)
                {
                    foreach (var record in _byId.Values)
                    {
                        record.TakeAll();
                    }

                    _lockedCount = 0;
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
        }

        return record;
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
    /// <returns>The lock.</returns>
    public RecordLockEntry SetLocked(string recordId, LockKind kind = LockKind.Manual, string? reason = null, CrmUser? user = null)
    {
        lock (Sync)
        {
            var entry = kind == LockKind.Manual ? NewManualLock(user ?? _usualUser, reason) : NewAutomaticLock();
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

    private RecordLockEntry NewAutomaticLock() =>
        new(_ids.Next(), LockKind.Automatic, Reason: null, LockedBy: null, _time.GetUtcNow(), ConfigurationId, RuleId);

    private CrmRecord Existing(string recordId) => _byId.TryGetValue(recordId, out var record)
        ? record
        : throw new KeyNotFoundException($"{ApiName} has no record {recordId}.");
}
