using System.Buffers;
using System.Globalization;

namespace ZohoLock.Input;

/// <summary>
/// Finds characters that are refused in text for Zoho: terminal control characters and characters that change the display order.
/// </summary>
internal static class ControlCharacter
{
    private static readonly SearchValues<char> Refused = SearchValues.Create(
        [.. Enumerable.Range(char.MinValue, '\u206A').Select(code => (char)code).Where(IsRefused)]);

    /// <summary>The first such character and its position, counted from 1: <c>U+001B at position 5</c>; null if there is none.</summary>
    public static string? Find(string text) =>
        IndexIn(text) is var at and >= 0 ? string.Create(CultureInfo.InvariantCulture, $"{NameAt(text, at)} at position {at + 1}") : null;

    /// <summary>The index of the first such character; -1 if there is none.</summary>
    public static int IndexIn(string text) => text.AsSpan().IndexOfAny(Refused);

    /// <summary>The name of a character: <c>U+001B</c>.</summary>
    public static string NameAt(string text, int at) => string.Create(CultureInfo.InvariantCulture, $"U+{(int)text[at]:X4}");

    private static bool IsRefused(char character) => character switch
    {
        '\t' or '\n' or '\r' => false,
        (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') => true,
        _ => char.IsControl(character),
    };
}
