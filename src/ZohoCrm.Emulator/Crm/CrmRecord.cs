using System.Collections.ObjectModel;
using System.Globalization;

namespace ZohoCrm.Emulator.Crm;

/// <summary>A record of a module (protocol 9).</summary>
public sealed class CrmRecord
{
    private const int LongestId = 32;

    private static readonly RecordLockEntry[] NoLocks = [];

    private volatile IReadOnlyDictionary<string, string?> _fields;
    private volatile RecordLockEntry[] _locks = NoLocks;
    private volatile bool _isDeleted;
    private long _modifiedTicks;
    private long _convertedTicks;

    internal CrmRecord(string id, string name, IReadOnlyDictionary<string, string?>? fields, DateTimeOffset created)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (id.Length > LongestId || id.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"A record id has 1 to {LongestId} digits: '{id}' does not."), nameof(id));
        }

        Id = id;
        Name = name;
        _fields = fields ?? ReadOnlyDictionary<string, string?>.Empty;
        CreatedTime = created;
        _modifiedTicks = created.UtcTicks;
    }

    /// <summary>The record's id.</summary>
    public string Id { get; }

    /// <summary>The record's name, as in <c>Locked_For__s</c>.</summary>
    public string Name { get; }

    /// <summary>The record's fields, without those that every record has.</summary>
    public IReadOnlyDictionary<string, string?> Fields => _fields;

    /// <summary>When the record was created.</summary>
    public DateTimeOffset CreatedTime { get; }

    /// <summary>When a field was last changed.</summary>
    public DateTimeOffset ModifiedTime => new(Volatile.Read(ref _modifiedTicks), TimeSpan.Zero);

    /// <summary>Whether it is a converted lead: <c>Converted__s</c>.</summary>
    public bool IsConverted => ConvertedTime is not null;

    /// <summary>When the lead was converted: <c>Converted_Date_Time</c>; null if it is not.</summary>
    public DateTimeOffset? ConvertedTime => Volatile.Read(ref _convertedTicks) is var ticks and not 0 ? new(ticks, TimeSpan.Zero) : null;

    /// <summary>Whether the record has a manual or an automatic lock: <c>Locked__s</c> (protocol 3).</summary>
    public bool IsLocked => _locks.Length > 0;

    /// <summary>Its locks: at most one, or two if <c>Unknowns.LockOverAutomatic</c> is on.</summary>
    public IReadOnlyList<RecordLockEntry> Locks => _locks;

    internal bool IsDeleted
    {
        get => _isDeleted;
        set => _isDeleted = value;
    }

    /// <summary>The value of a field, as rules, views and queries compare it.</summary>
    internal string? ValueOf(string field, string nameField) => field switch
    {
        "id" => Id,
        "Locked__s" => IsLocked ? "true" : "false",
        "Converted__s" => IsConverted ? "true" : "false",
        "Converted_Date_Time" => ConvertedTime?.ToString("O", CultureInfo.InvariantCulture),
        "Created_Time" => CreatedTime.ToString("O", CultureInfo.InvariantCulture),
        "Modified_Time" => ModifiedTime.ToString("O", CultureInfo.InvariantCulture),
        _ when _fields.TryGetValue(field, out var value) => value,
        _ => field == nameField ? Name : null,
    };

    /// <summary>The lock with an id. Without an id: the manual lock, or else the automatic one.</summary>
    internal RecordLockEntry? FindLock(string? lockId)
    {
        var locks = _locks;
        return lockId is null
            ? Array.FindLast(locks, entry => entry.Kind == LockKind.Manual) ?? locks.FirstOrDefault()
            : Array.Find(locks, entry => entry.Id == lockId);
    }

    internal void Put(RecordLockEntry entry) =>
        _locks = [.. Array.FindAll(_locks, other => other.Kind != entry.Kind), entry];

    internal void Remove(RecordLockEntry entry) => _locks = Array.FindAll(_locks, other => other != entry);

    internal void RemoveLocks() => _locks = NoLocks;

    internal void SetConverted(DateTimeOffset? time) => Volatile.Write(ref _convertedTicks, time?.UtcTicks ?? 0);

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
