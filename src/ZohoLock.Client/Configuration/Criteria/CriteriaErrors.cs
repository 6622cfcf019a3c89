namespace ZohoLock.Configuration.Criteria;

/// <summary>The syntax errors of criteria, with their position.</summary>
internal static class CriteriaErrors
{
    /// <summary>Creates the error for something unexpected at index <paramref name="at"/>.</summary>
    public static ZohoException Expected(string text, int at, string expected, string found, string? more = null) =>
        At(text, at, $"column {at + 1}: expected {expected}, found {found}{more}");

    public static ZohoException TooDeep(string text, int at) =>
        At(text, at, $"column {at + 1}: expected at most {LockingCriteria.MaxDepth} parentheses within each other, found more");

    /// <summary>Creates the error for text that can be read but isn't valid for the module.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="at">The index of what is wrong.</param>
    /// <param name="code">The error's code.</param>
    /// <param name="message">What is wrong.</param>
    public static ZohoException Invalid(string text, int at, string code, string message) => At(text, at, $"column {at + 1}: {message}", code);

    // The advice starts a new line for the text, because PowerShell prefixes the first line.
    private static ZohoException At(string text, int at, string message, string code = "InvalidCriteria") => new(ZohoError.Input(
        code, message, $"Correct it here:\n{OneLine(text)}\n{new string(' ', at)}^"));

    // Replaces control characters one by one, so that the caret stays below the right character.
    private static string OneLine(string text) => string.Create(text.Length, text, static (line, source) =>
    {
        for (var i = 0; i < line.Length; i++)
        {
            line[i] = char.IsControl(source[i]) ? ' ' : source[i];
        }
    });
}
