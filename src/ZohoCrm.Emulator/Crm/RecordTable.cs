namespace ZohoCrm.Emulator.Crm;

/// <summary>The records of a module by id. Not thread-safe: the caller holds <see cref="CrmModule.Sync"/>.</summary>
internal sealed class RecordTable
{
    // Ids are compared as numbers of any length.
    private static readonly Comparer<CrmRecord> ById = Comparer<CrmRecord>.Create((left, right) => CompareIds(left.Id, right.Id));

    private readonly Dictionary<string, CrmRecord> _byId = [];
    private readonly List<CrmRecord> _sorted = [];
    private CrmRecord[]? _snapshot;

    /// <summary>
    /// The records without the deleted ones, in the order of their ids. The array does not change: it is replaced when a record is added or
    /// deleted, so that it can be read without a lock, and is not copied for each call.
    /// </summary>
    public CrmRecord[] Sorted => _snapshot ??= [.. _sorted];

    /// <summary>All records, the deleted ones too.</summary>
    public IReadOnlyCollection<CrmRecord> All => _byId.Values;

    public static int CompareIds(string left, string right) =>
        left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(left, right);

    public bool TryAdd(CrmRecord record)
    {
        if (!_byId.TryAdd(record.Id, record))
        {
            return false;
        }

        _sorted.Insert(~_sorted.BinarySearch(record, ById), record);
        _snapshot = null;
        return true;
    }

    public CrmRecord? Find(string id, bool includeDeleted) =>
        _byId.TryGetValue(id, out var record) && (includeDeleted || !record.IsDeleted) ? record : null;

    public bool Delete(string id)
    {
        if (Find(id, includeDeleted: false) is not { } record)
        {
            return false;
        }

        record.IsDeleted = true;
        _sorted.Remove(record);
        _snapshot = null;
        return true;
    }
}
