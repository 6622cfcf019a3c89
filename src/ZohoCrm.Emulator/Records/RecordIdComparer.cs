namespace ZohoCrm.Emulator.Records;

/// <summary>Orders records by their ids as numbers, however long.</summary>
internal sealed class RecordIdComparer : IComparer<CrmRecord>
{
    public static readonly RecordIdComparer Instance = new();

    public int Compare(CrmRecord? x, CrmRecord? y)
    {
        var byLength = x!.Id.Length.CompareTo(y!.Id.Length);
        return byLength != 0 ? byLength : string.CompareOrdinal(x.Id, y.Id);
    }
}
