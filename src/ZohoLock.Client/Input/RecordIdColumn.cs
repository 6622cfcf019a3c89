namespace ZohoLock.Input;

/// <summary>A column of a row, or a property of an object, that has the record's id by its name.</summary>
/// <param name="Name">Its name, as it is there.</param>
/// <param name="Ids">What it has: one id mostly, as text.</param>
public sealed record RecordIdColumn(string Name, IReadOnlyList<string?> Ids)
{
    /// <summary>The names of such columns: those of Zoho's exports first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["Record Id", "Record_Id", "RecordId", "Id"];

    /// <summary>Whether none of its ids is filled in.</summary>
    public bool IsEmpty => Ids.All(RecordId.IsEmpty);

    /// <summary>
    /// Whether a column is one by its name. Capital letters don't count, nor do blanks, invisible characters and quotes around the name, as a byte order
    /// mark that was read as text leaves them.
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

    /// <summary>The column whose id counts, of several of one row: the first that is filled in.</summary>
    /// <param name="columns">At least one.</param>
    /// <returns>That column, and another that is filled in too, with another id; null if there is none.</returns>
    public static (RecordIdColumn Column, RecordIdColumn? Rival) Choose(IReadOnlyList<RecordIdColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var chosen = columns.FirstOrDefault(column => !column.IsEmpty) ?? columns[0];
        return (chosen, columns.FirstOrDefault(column => !column.IsEmpty && !column.HasIdsOf(chosen)));
    }

    private bool HasIdsOf(RecordIdColumn other) =>
        Ids.Count == other.Ids.Count && Ids.Zip(other.Ids).All(pair => RecordId.AreEqual(pair.First, pair.Second));

    // Any blank is as good as another.
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
