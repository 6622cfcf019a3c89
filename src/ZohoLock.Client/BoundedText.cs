namespace ZohoLock;

/// <summary>Cuts text from elsewhere to a length that people, and files that are read again, can take.</summary>
internal static class BoundedText
{
    /// <summary>The text, or its beginning with an ellipsis where it is longer than <paramref name="maxLength"/> UTF-16 units; never half a character.</summary>
    public static string Cut(string text, int maxLength) => text.Length <= maxLength
        ? text
        : $"{text.AsSpan(0, char.IsHighSurrogate(text[maxLength - 2]) ? maxLength - 2 : maxLength - 1)}…";
}
