namespace ZohoLock.Input;

/// <summary>The format of a Zoho id: digits only, which makes it safe in a path, in a file and on a screen.</summary>
internal static class Identifier
{
    /// <summary>The maximum length of an id in a path (protocol section 1.1).</summary>
    public const int MaxLength = 32;

    /// <summary>Whether a text is an id.</summary>
    public static bool IsValid(ReadOnlySpan<char> text) => text.Length is > 0 and <= MaxLength && !text.ContainsAnyExceptInRange('0', '9');
}
