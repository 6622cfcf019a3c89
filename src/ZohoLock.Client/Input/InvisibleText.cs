using System.Buffers;
using System.Globalization;
using System.Text;

namespace ZohoLock.Input;

/// <summary>Invisible characters that copying and exporting leave in texts.</summary>
internal static class InvisibleText
{
    private const string Quotes = "\"'`´‘’‚‛“”„‟«»";

    /// <summary>Whether a character is invisible.</summary>
    public static bool IsInvisible(Rune character) => IsBlank(character) || Rune.IsControl(character);

    /// <summary>
    /// Removes whitespace, invisible characters and quotes around a text, and the <c>="…"</c> that marks a text for Excel.
    /// </summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        var trimmed = TrimStart(text);
        return TrimEnd(trimmed is ['=', var quote, ..] && Quotes.Contains(quote, StringComparison.Ordinal) ? TrimStart(trimmed[1..]) : trimmed);
    }

    private static ReadOnlySpan<char> TrimStart(ReadOnlySpan<char> text)
    {
        while (Rune.DecodeFromUtf16(text, out var first, out var length) == OperationStatus.Done && IsAround(first))
        {
            text = text[length..];
        }

        return text;
    }

    private static ReadOnlySpan<char> TrimEnd(ReadOnlySpan<char> text)
    {
        while (Rune.DecodeLastFromUtf16(text, out var last, out var length) == OperationStatus.Done && IsAround(last))
        {
            text = text[..^length];
        }

        return text;
    }

    private static bool IsAround(Rune character) => IsBlank(character) || (character.IsBmp && Quotes.Contains((char)character.Value, StringComparison.Ordinal));

    // U+2065 is reserved for a future invisible character.
    private static bool IsBlank(Rune character) =>
        Rune.IsWhiteSpace(character) || Rune.GetUnicodeCategory(character) == UnicodeCategory.Format || character.Value == 0x2065;
}
