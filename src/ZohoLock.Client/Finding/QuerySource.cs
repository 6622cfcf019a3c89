namespace ZohoLock.Finding;

/// <summary>What is selected from: a module or one of its views, and on which condition.</summary>
/// <param name="Module">The API name of the module.</param>
/// <param name="ViewId">The id of the view: digits; null for the whole module.</param>
/// <param name="Condition">The condition in COQL; null for all.</param>
internal sealed record QuerySource(string Module, string? ViewId = null, string? Condition = null)
{
    /// <summary>The condition for locked records, or for those that aren't; null for both.</summary>
    public static string? LockedIs(bool? isLocked) => isLocked switch
    {
        true => $"{QueryRow.Locked} = 'true'",
        false => $"{QueryRow.Locked} = 'false'",
        null => null,
    };

    /// <summary>Whether the condition needs a column.</summary>
    public bool Uses(string column) => Condition?.Contains(column, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The clauses of a query from its source on.</summary>
    /// <param name="after">The id after which the records are wanted; null for the first ones.</param>
    public string ToText(string? after = null)
    {
        var condition = CoqlCondition.And(Condition ?? (after is null ? CoqlCondition.All : null), after is null ? null : $"id > '{after}'");
        return $"from {Module}{(ViewId is null ? null : $"#{ViewId}")} where {condition}";
    }
}
