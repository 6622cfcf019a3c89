using System.Buffers;
using System.Globalization;
using System.Text;

namespace ZohoLock.Input;

/// <summary>The characters that nobody sees, and that copying and exporting leave in texts all the same.</summary>
internal static class InvisibleText
{
    private const string Quotes = "\"'`´‘’‚‛“”„‟«»";

    /// <summary>Whether a character leaves nothing to be seen.</summary>
    public static bool IsInvisible(Rune character) => IsBlank(character) || Rune.IsControl(character);

    /// <summary>The text without the blanks, invisible characters and quotes around it; also without those of <c>="…"</c>, by which Excel is told a text.</summary>
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

    // U+2065 is one of the invisible ones to come.
    private static bool IsBlank(Rune character) =>
        Rune.IsWhiteSpace(character) || Rune.GetUnicodeCategory(character) == UnicodeCategory.Format || character.Value == 0x2065;
}
