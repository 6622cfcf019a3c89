namespace ZohoCrm.Emulator.Crm.Coql;

/// <summary>
/// The records that a condition can match, by what it says of <c>id</c>: so that a query by id or from an id on does not read the whole
/// module.
/// </summary>
internal static class CoqlCandidates
{
    /// <summary>Selects records in the order of their ids.</summary>
    public static ArraySegment<CrmRecord> Select(CrmModule module, BoundCondition condition)
    {
        var sorted = module.GetSorted();
        var (first, end) = (0, sorted.Length);
        foreach (var comparison in ById(condition))
        {
            var ids = comparison.Values;
            if (comparison.Operator is "in" or "=")
            {
                return Find(module, ids);
            }

            if (comparison.Operator is ">" or ">=" or "between")
            {
                first = Math.Max(first, IndexOf(sorted, (string)ids[0], isAfter: comparison.Operator == ">"));
            }

            if (comparison.Operator is "<" or "<=" or "between")
            {
                end = Math.Min(end, IndexOf(sorted, (string)ids[^1], isAfter: comparison.Operator != "<"));
            }
        }

        return new(sorted, first, Math.Max(0, end - first));
    }

    /// <summary>The comparisons of <c>id</c> that every match fulfils.</summary>
    private static IEnumerable<BoundComparison> ById(BoundCondition condition) => condition switch
    {
        BoundPair { IsAnd: true } pair => ById(pair.Left).Concat(ById(pair.Right)),
        BoundComparison { Field.Path: "id", IsNegated: false } comparison => [comparison],
        _ => [],
    };

    private static CrmRecord[] Find(CrmModule module, IReadOnlyList<object> ids)
    {
        var found = ids.Cast<string>().Distinct().Select(id => module.Find(id)).OfType<CrmRecord>().ToArray();
        Array.Sort(found, (left, right) => RecordTable.CompareIds(left.Id, right.Id));
        return found;
    }

    /// <summary>The index of the first record whose id is at least the given one, or is after it.</summary>
    private static int IndexOf(CrmRecord[] sorted, string id, bool isAfter)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var order = RecordTable.CompareIds(sorted[middle].Id, id);
            if (order < 0 || (isAfter && order == 0))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
