namespace ZohoCrm.Emulator.Crm.Coql;

/// <summary>A query as it is written, before its names and values are checked.</summary>
/// <param name="Columns">What it selects.</param>
/// <param name="Module">The module's API name.</param>
/// <param name="ViewId">The id of a custom view, or null.</param>
/// <param name="Where">The condition.</param>
/// <param name="GroupBy">The paths to group by.</param>
/// <param name="OrderBy">What to sort by.</param>
/// <param name="Limit">The largest number of rows; null if the query has no limit.</param>
/// <param name="Offset">How many rows to leave out first.</param>
internal sealed record CoqlQuery(
    IReadOnlyList<CoqlColumn> Columns,
    string Module,
    string? ViewId,
    CoqlCondition Where,
    IReadOnlyList<string> GroupBy,
    IReadOnlyList<CoqlOrder> OrderBy,
    int? Limit,
    int Offset)
{
    /// <summary>Zoho's limit where a query has none.</summary>
    public const int DefaultLimit = 200;

    public bool IsGrouped => GroupBy.Count > 0 || Columns.Any(column => column.Function is not null);

    /// <summary>The API credits that it costs, by its limit (protocol 9.1).</summary>
    public int Credits => (Limit ?? DefaultLimit) switch
    {
        <= 200 => 1,
        <= 1000 => 2,
        _ => 3,
    };
}

/// <summary>A column: a path, or an aggregate function of a path.</summary>
internal sealed record CoqlColumn(string? Function, string Path, string? Alias)
{
    /// <summary>The function and the path, as in a response without alias: <c>SUM(Amount)</c>.</summary>
    public string Expression => Function is null ? Path : $"{Function}({Path})";

    /// <summary>The key in the response.</summary>
    public string Name => Alias ?? Expression;
}

/// <summary>A column to sort by: a path, an alias or an aggregate.</summary>
internal sealed record CoqlOrder(string Expression, bool IsDescending);

internal abstract record CoqlCondition;

/// <summary>Two conditions: Zoho wants more of them grouped in pairs, with brackets (protocol 9.1).</summary>
internal sealed record CoqlPair(bool IsAnd, CoqlCondition Left, CoqlCondition Right) : CoqlCondition;

/// <summary>A comparison of a field with values.</summary>
/// <param name="Path">The field, or a field of the record or user that a lookup field refers to.</param>
/// <param name="Operator">The operator in lower case, such as <c>not in</c>.</param>
/// <param name="Values">The values: none for <c>is null</c>, two for <c>between</c>.</param>
internal sealed record CoqlComparison(string Path, string Operator, IReadOnlyList<CoqlLiteral> Values) : CoqlCondition;

internal sealed record CoqlLiteral(string Text, bool IsQuoted);
