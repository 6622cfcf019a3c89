namespace ZohoLock.Input;

/// <summary>A column of a row, or a property of an object, whose name says that it holds the record id.</summary>
/// <param name="Name">The name as found.</param>
/// <param name="Ids">The values as text, usually one.</param>
public sealed record RecordIdColumn(string Name, IReadOnlyList<string?> Ids)
{
    /// <summary>The known names, those of Zoho's exports first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["Record Id", "Record_Id", "RecordId", "Id"];

    /// <summary>Whether none of its values is filled in.</summary>
    public bool IsEmpty => Ids.All(RecordId.IsEmpty);

    /// <summary>
    /// Whether a name is one of the known names. Case, whitespace, quotes and invisible characters around it (such as a byte order mark
    /// that was read as text) are ignored.
    /// </summary>
    public static bool IsName(string name)
    {
        var trimmed = InvisibleText.Trim(name);
        foreach (var known in Names)
        {
            if (IsSame(trimmed, known))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Chooses the column to use from those of one row: the first that is filled in.</summary>
    /// <param name="columns">At least one column.</param>
    /// <returns>The column, and another filled-in column with a different id; null if there is none.</returns>
    public static (RecordIdColumn Column, RecordIdColumn? Rival) Choose(IReadOnlyList<RecordIdColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var chosen = columns.FirstOrDefault(column => !column.IsEmpty) ?? columns[0];
        return (chosen, columns.FirstOrDefault(column => !column.IsEmpty && !column.HasIdsOf(chosen)));
    }

    private bool HasIdsOf(RecordIdColumn other) =>
        Ids.Count == other.Ids.Count && Ids.Zip(other.Ids).All(pair => RecordId.AreEqual(pair.First, pair.Second));

    // Any whitespace character counts as a space.
    private static bool IsSame(ReadOnlySpan<char> name, string known)
    {
        if (name.Length != known.Length)
        {
            return false;
        }

        for (var at = 0; at < known.Length; at++)
        {
            var isSame = known[at] == ' ' ? char.IsWhiteSpace(name[at]) : char.ToUpperInvariant(name[at]) == char.ToUpperInvariant(known[at]);
            if (!isSame)
            {
                return false;
            }
        }

        return true;
    }
}
