namespace ZohoLock.Configuration.Criteria;

/// <summary>What is wrong with criteria as text, and where.</summary>
internal static class CriteriaErrors
{
    /// <summary>Something else was expected at <paramref name="at"/>, counted from 0, than what is there.</summary>
    public static ZohoException Expected(string text, int at, string expected, string found, string? more = null) =>
        At(text, at, $"column {at + 1}: expected {expected}, found {found}{more}");

    public static ZohoException TooDeep(string text, int at) =>
        At(text, at, $"column {at + 1}: expected at most {LockingCriteria.MaxDepth} parentheses within each other, found more");

    // PowerShell puts a word before an advice's first line.
    private static ZohoException At(string text, int at, string message) => new(ZohoError.Input(
        "InvalidCriteria", message, $"Correct it here:\n{OneLine(text)}\n{new string(' ', at)}^"));

    // The caret is to stand below the character that is meant.
    private static string OneLine(string text) => string.Create(text.Length, text, static (line, source) =>
    {
        for (var i = 0; i < line.Length; i++)
        {
            line[i] = char.IsControl(source[i]) ? ' ' : source[i];
        }
    });
}
