namespace ZohoLock.Configuration.Criteria;

/// <summary>The syntax errors of criteria, with their position.</summary>
internal static class CriteriaErrors
{
    /// <summary>Creates the error for something unexpected at index <paramref name="at"/>.</summary>
    public static ZohoException Expected(string text, int at, string expected, string found, string? more = null) =>
        At(text, at, $"column {at + 1}: expected {expected}, found {found}{more}");

    public static ZohoException TooDeep(string text, int at) =>
        At(text, at, $"column {at + 1}: expected at most {LockingCriteria.MaxDepth} parentheses within each other, found more");

    // The advice starts a new line for the text, because PowerShell prefixes the first line.
    private static ZohoException At(string text, int at, string message) => new(ZohoError.Input(
        "InvalidCriteria", message, $"Correct it here:\n{OneLine(text)}\n{new string(' ', at)}^"));

    // Replaces control characters one by one, so that the caret stays below the right character.
    private static string OneLine(string text) => string.Create(text.Length, text, static (line, source) =>
    {
        for (var i = 0; i < line.Length; i++)
        {
            line[i] = char.IsControl(source[i]) ? ' ' : source[i];
        }
    });
}
