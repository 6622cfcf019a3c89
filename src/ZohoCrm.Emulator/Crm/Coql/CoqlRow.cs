namespace ZohoCrm.Emulator.Crm.Coql;

/// <summary>A row of a result.</summary>
/// <param name="Record">The record, or the first of the group; null for a row of aggregates over no records.</param>
/// <param name="Cells">The values of the columns if records are grouped; null if they are the record's.</param>
internal sealed record CoqlRow(CrmRecord? Record, CoqlCell[]? Cells);

/// <summary>A value of a group.</summary>
/// <param name="Number">A number that was counted or calculated.</param>
/// <param name="Source">The record whose field is the value: for columns that are grouped by, and for MIN and MAX.</param>
internal readonly record struct CoqlCell(decimal? Number, CrmRecord? Source);

/// <summary>The rows that a query returns, and whether there are more.</summary>
internal sealed record CoqlResult(IReadOnlyList<CoqlRow> Rows, bool HasMore)
{
    /// <summary>Takes a page of rows.</summary>
    public static CoqlResult Take(IEnumerable<CoqlRow> rows, int offset, int limit)
    {
        List<CoqlRow> page = [.. rows.Skip(offset).Take(limit + 1)];
        var hasMore = page.Count > limit;
        if (hasMore)
        {
            page.RemoveAt(limit);
        }

        return new(page, hasMore);
    }
}
