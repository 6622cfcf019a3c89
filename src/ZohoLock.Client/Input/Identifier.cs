using System.Globalization;

namespace ZohoLock.Input;

/// <summary>The format of a Zoho id: digits only, which makes it safe in a path, in a file and on a screen.</summary>
internal static class Identifier
{
    /// <summary>The maximum length of an id in a path (protocol section 1.1).</summary>
    public const int MaxLength = 32;

    /// <summary>Whether a text is an id.</summary>
    public static bool IsValid(ReadOnlySpan<char> text) => text.Length is > 0 and <= MaxLength && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>The number that an id of up to 19 digits is, as all of Zoho's are; never zero, and false for any other text.</summary>
    public static bool TryGetNumber(string id, out ulong number)
    {
        number = 0;
        return id.Length is > 0 and < 20 && id[0] != '0' && ulong.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
