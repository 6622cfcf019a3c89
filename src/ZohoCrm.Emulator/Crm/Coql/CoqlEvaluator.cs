using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Crm.Coql;

/// <summary>Evaluates checked queries on the records of a module (protocol 9 and 9.1).</summary>
internal sealed class CoqlEvaluator(BoundQuery query, Unknowns unknowns)
{
    // Records are in the order of their ids, which is the order of a query that has none.
    private bool IsById => query.OrderBy.All(order => order.Field.Path == "id" && order.Column is null) && query.OrderBy.Count <= 1;

    public CoqlResult Evaluate() => CoqlResult.Take(query.IsGrouped ? EvaluateGroups() : EvaluateRecords(), query.Offset, query.Limit);

    private IEnumerable<CoqlRow> EvaluateRecords()
    {
        var isReverse = IsById && query.OrderBy is [{ IsDescending: true }];
        var rows = Matches(isReverse).Select(record => new CoqlRow(record, Cells: null));
        return IsById ? rows : Sort(rows);
    }

    private IEnumerable<CrmRecord> Matches(bool isReverse)
    {
        var candidates = CoqlCandidates.Select(query.Module, query.Where);
        for (var i = 0; i < candidates.Count; i++)
        {
            var record = candidates[isReverse ? candidates.Count - 1 - i : i];
            if (query.Where.Matches(record)
                && !(query.LeavesOutConverted && record.IsConverted)
                && query.View?.Shows(query.Module, record) != false)
            {
                yield return record;
            }
        }
    }

    private IEnumerable<CoqlRow> EvaluateGroups()
    {
        var groups = Matches(isReverse: false)
            .GroupBy(record => string.Join('\u001f', query.GroupBy.Select(field => field.ValueOf(record))))
            .Select(group => CreateRow([.. group]))
            .ToList();
        if (groups.Count == 0 && query.GroupBy.Count == 0 && !unknowns.EmptyAggregatesAreNoContent)
        {
            groups.Add(CreateRow([]));
        }

        return Sort(query.OrderBy.Count > 0 ? groups : SortByGroup(groups));
    }

    private IEnumerable<CoqlRow> SortByGroup(IEnumerable<CoqlRow> rows) =>
        query.GroupBy.Reverse().Aggregate(rows, (sorted, field) => Sort(sorted, new(field, Column: null, IsDescending: false)));

    private IEnumerable<CoqlRow> Sort(IEnumerable<CoqlRow> rows) => query.OrderBy.Reverse().Aggregate(rows, Sort);

    /// <summary>Sorts by one key, and keeps the order of rows with the same key.</summary>
    private static IEnumerable<CoqlRow> Sort(IEnumerable<CoqlRow> rows, BoundOrder order)
    {
        var comparer = Comparer<object?>.Create((left, right) => (left, right) switch
        {
            (null, null) => 0,
            (null, _) => -1,
            (_, null) => 1,
            (decimal a, decimal b) => a.CompareTo(b),
            _ => order.Field.Kind.Compare(left, right),
        });
        return order.IsDescending
            ? rows.OrderByDescending(row => KeyOf(row, order), comparer)
            : rows.OrderBy(row => KeyOf(row, order), comparer);
    }

    private static object? KeyOf(CoqlRow row, BoundOrder order)
    {
        var cell = order.Column is { } column ? row.Cells![column] : new(Number: null, row.Record);
        return cell.Number ?? (cell.Source is { } source ? order.Field.Read(source) : null);
    }

    private CoqlRow CreateRow(CrmRecord[] records) =>
        new(records.FirstOrDefault(), [.. query.Columns.Select(column => CreateCell(column, records))]);

    private static CoqlCell CreateCell(BoundColumn column, CrmRecord[] records)
    {
        var field = column.Field;
        var filled = column.Function is null ? [] : Array.FindAll(records, record => field.Read(record) is not null);
        return column.Function switch
        {
            null => new(Number: null, records.FirstOrDefault()),
            "COUNT" => new(filled.Length, Source: null),
            "MIN" => new(Number: null, filled.MinBy(field.Read, Comparer<object?>.Create((a, b) => field.Kind.Compare(a!, b!)))),
            "MAX" => new(Number: null, filled.MaxBy(field.Read, Comparer<object?>.Create((a, b) => field.Kind.Compare(a!, b!)))),
            _ when filled.Length == 0 || field.Kind != CoqlKind.Number => default,
            "SUM" => new(filled.Sum(record => (decimal)field.Read(record)!), Source: null),
            _ => new(filled.Average(record => (decimal)field.Read(record)!), Source: null),
        };
    }
}
