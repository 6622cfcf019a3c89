namespace ZohoLock.Input;

/// <summary>What an id of Zoho's may be: digits only, so that it is safe in a path, in a file and on a screen.</summary>
internal static class Identifier
{
    /// <summary>Zoho's limit for an id in a path (protocol section 1.1).</summary>
    public const int MaxLength = 32;

    /// <summary>Whether a text is an id.</summary>
    public static bool IsValid(ReadOnlySpan<char> text) => text.Length is > 0 and <= MaxLength && !text.ContainsAnyExceptInRange('0', '9');
}
