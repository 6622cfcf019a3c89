namespace ZohoCrm.Emulator.Crm;

/// <summary>The records of a module by id. Not thread-safe: the caller holds <see cref="CrmModule.Sync"/>.</summary>
internal sealed class RecordTable
{
    // Ids are compared as numbers of any length.
    private static readonly Comparer<CrmRecord> ById = Comparer<CrmRecord>.Create((left, right) =>
        left.Id.Length != right.Id.Length ? left.Id.Length.CompareTo(right.Id.Length) : string.CompareOrdinal(left.Id, right.Id));

    private readonly Dictionary<string, CrmRecord> _byId = [];
    private readonly List<CrmRecord> _sorted = [];

    /// <summary>The records without the deleted ones, in the order of their ids.</summary>
    public List<CrmRecord> Sorted => _sorted;

    /// <summary>All records, the deleted ones too.</summary>
    public IReadOnlyCollection<CrmRecord> All => _byId.Values;

    public bool TryAdd(CrmRecord record)
    {
        if (!_byId.TryAdd(record.Id, record))
        {
            return false;
        }

        _sorted.Insert(~_sorted.BinarySearch(record, ById), record);
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
        return true;
    }
}
