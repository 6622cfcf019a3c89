using System.Globalization;

namespace ZohoCrm.Emulator;

/// <summary>A record of a module (protocol 9).</summary>
public sealed class CrmRecord
{
    private static readonly RecordLockEntry[] NoLocks = [];

    private volatile IReadOnlyDictionary<string, string?> _fields;
    private volatile RecordLockEntry[] _locks = NoLocks;
    private volatile bool _isDeleted;
    private long _modifiedTicks;

    internal CrmRecord(string id, string name, IReadOnlyDictionary<string, string?> fields, DateTimeOffset created)
    {
        Id = id;
        Name = name;
        _fields = fields;
        CreatedTime = created;
        _modifiedTicks = created.UtcTicks;
    }

    /// <summary>The record's id.</summary>
    public string Id { get; }

    /// <summary>The record's name, as <c>Locked_For__s</c> gives it.</summary>
    public string Name { get; }

    /// <summary>The record's fields, but for those that every record has.</summary>
    public IReadOnlyDictionary<string, string?> Fields => _fields;

    /// <summary>When the record was made.</summary>
    public DateTimeOffset CreatedTime { get; }

    /// <summary>When a field was last changed.</summary>
    public DateTimeOffset ModifiedTime => new(Volatile.Read(ref _modifiedTicks), TimeSpan.Zero);

    /// <summary>Whether it is locked, by hand or by a rule: <c>Locked__s</c> (protocol 3).</summary>
    public bool IsLocked => _locks.Length > 0;

    /// <summary>Its locks; one at most, unless <see cref="Unknowns.LockOverAutomatic"/> is on.</summary>
    public IReadOnlyList<RecordLockEntry> Locks => _locks;

    internal bool IsDeleted
    {
        get => _isDeleted;
        set => _isDeleted = value;
    }

    /// <summary>What the criteria of a rule find in a field.</summary>
    internal string? ValueOf(string field, string nameField) => field switch
    {
        "id" => Id,
        "Created_Time" => CreatedTime.ToString("O", CultureInfo.InvariantCulture),
        "Modified_Time" => ModifiedTime.ToString("O", CultureInfo.InvariantCulture),
        _ when _fields.TryGetValue(field, out var value) => value,
        _ => field == nameField ? Name : null,
    };

    internal void Put(RecordLockEntry entry) =>
        _locks = [.. Array.FindAll(_locks, other => other.Kind != entry.Kind), entry];

    internal void Take(RecordLockEntry entry) => _locks = Array.FindAll(_locks, other => other != entry);

    internal void TakeAll() => _locks = NoLocks;

    internal void Change(IReadOnlyDictionary<string, string?> changes, DateTimeOffset now)
    {
        var fields = new Dictionary<string, string?>(_fields);
        foreach (var (name, value) in changes)
        {
            fields[name] = value;
        }

        _fields = fields;
        Volatile.Write(ref _modifiedTicks, now.UtcTicks);
    }
}
