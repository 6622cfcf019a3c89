namespace ZohoLock;

/// <summary>Zoho's comparators and their operator signs. Zoho documents no list for locking rules (protocol section 2.2).</summary>
public static class CriteriaComparators
{
    internal const string Between = "between";
    internal const string NotBetween = "not_between";

    private const string IsEmpty = "is_empty";
    private const string IsNotEmpty = "is_not_empty";

    private static readonly (string Sign, string Word)[] Signs =
    [
        ("=", "equal"), ("!=", "not_equal"), ("<>", "not_equal"), (">", "greater_than"), (">=", "greater_equal"), ("<", "less_than"), ("<=", "less_equal"),
    ];

    /// <summary>The known comparators.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        "equal", "not_equal", "greater_than", "greater_equal", "less_than", "less_equal", "contains", "not_contains", "starts_with", "ends_with",
        "in", "not_in", Between, NotBetween, IsEmpty, IsNotEmpty,
    ];

    /// <summary>The comparator for a sign, or for a comparator in any casing; an unknown one is returned unchanged.</summary>
    public static string Normalize(string signOrWord)
    {
        foreach (var (sign, word) in Signs)
        {
            if (sign == signOrWord)
            {
                return word;
            }
        }

        return Known.FirstOrDefault(known => known.Equals(signOrWord, StringComparison.OrdinalIgnoreCase)) ?? signOrWord;
    }

    internal static bool IsSign(string text) => Array.Exists(Signs, known => known.Sign == text);

    internal static string? FindSign(string word) => Array.Find(Signs, known => known.Word == word).Sign;

    internal static bool IsRange(string comparator) => comparator is Between or NotBetween;

    internal static bool TakesNoValue(string comparator) => comparator is IsEmpty or IsNotEmpty;

    internal static string Empty(bool isNot) => isNot ? IsNotEmpty : IsEmpty;
}
