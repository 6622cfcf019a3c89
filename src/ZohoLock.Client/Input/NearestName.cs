namespace ZohoLock.Input;

/// <summary>Finds what a misspelt name was meant to be.</summary>
internal static class NearestName
{
    /// <summary>The known name that needs the fewest changed letters; null if none is similar.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        var best = known
            .Select(other => (Name: (string?)other, Distance: Distance(Fold(name), Fold(other))))
            .DefaultIfEmpty()
            .MinBy(other => other.Distance);
        return best.Name is { } nearest && best.Distance <= Math.Max(2, Math.Min(name.Length, nearest.Length) / 3) ? nearest : null;
    }

    /// <summary>The end of an error message that suggests a name; empty if none is similar.</summary>
    public static string Suggest(string name, IEnumerable<string> known) =>
        Find(name, known) is { } nearest ? $"; did you mean {QuotedText.From(nearest)}?" : string.Empty;

    private static string Fold(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    // The Levenshtein distance.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
