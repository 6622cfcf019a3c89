namespace ZohoCrm.Emulator.Crm.Coql;

/// <summary>A query whose names, operators and values are checked.</summary>
internal sealed record BoundQuery(
    CrmModule Module,
    Views.CrmCustomView? View,
    IReadOnlyList<BoundColumn> Columns,
    BoundCondition Where,
    IReadOnlyList<BoundField> GroupBy,
    IReadOnlyList<BoundOrder> OrderBy,
    bool IsGrouped,
    bool LeavesOutConverted,
    int Limit,
    int Offset);

/// <summary>A column with its key in the response.</summary>
internal sealed record BoundColumn(string Name, string? Function, BoundField Field);

/// <summary>What rows are sorted by: a field, or an aggregate by its column.</summary>
internal sealed record BoundOrder(BoundField Field, int? Column, bool IsDescending);
