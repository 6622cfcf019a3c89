using System.Buffers;
using System.Globalization;

namespace ZohoLock.Input;

/// <summary>Finds characters that text for Zoho mustn't have: a terminal would obey them, or they change the order in which the text is shown.</summary>
internal static class ControlCharacter
{
    private static readonly SearchValues<char> Refused = SearchValues.Create(
        [.. Enumerable.Range(char.MinValue, '\u206A').Select(code => (char)code).Where(IsRefused)]);

    /// <summary>The first such character of a text and its place, counted from 1: <c>U+001B at position 5</c>; null if there is none.</summary>
    public static string? Find(string text) =>
        IndexIn(text) is var at and >= 0 ? string.Create(CultureInfo.InvariantCulture, $"{NameAt(text, at)} at position {at + 1}") : null;

    /// <summary>Where the first is, counted from 0; -1 where there is none.</summary>
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
