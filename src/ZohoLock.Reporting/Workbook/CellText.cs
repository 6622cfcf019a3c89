using System.Text.RegularExpressions;

namespace ZohoLock.Reporting.Workbook;

/// <summary>Text from Zoho as the text of a cell, which is always a string and never a formula.</summary>
internal static partial class CellText
{
    /// <summary>The longest text of a cell.</summary>
    public const int MaxLength = 32_767;

    private const string EscapedUnderscore = "_x005F_";

    /// <summary>
    /// The text with visible characters in place of control characters and others that XML can't hold, cut with an ellipsis if a cell can't hold it;
    /// null for no text.
    /// </summary>
    public static string? From(string? text) => text is null
        ? null
        : Cut(Escape().Replace(ReplaceInvalid(DisplayText.Lines(text, MaxLength)), EscapedUnderscore));

    // XML has no U+FFFE and U+FFFF.
    private static string ReplaceInvalid(string text) => text.Replace('\uFFFE', '\uFFFD').Replace('\uFFFF', '\uFFFD');

    // Escaping makes a text longer, and a cut must split neither an escape nor a surrogate pair.
    private static string Cut(string text)
    {
        if (text.Length <= MaxLength)
        {
            return text;
        }

        var end = MaxLength - 1;
        var nearEnd = Math.Max(0, end - EscapedUnderscore.Length + 1);
        var escape = text.AsSpan(nearEnd).IndexOf(EscapedUnderscore);
        end = escape >= 0 && nearEnd + escape < end ? nearEnd + escape : char.IsHighSurrogate(text[end - 1]) ? end - 1 : end;
        return $"{text.AsSpan(0, end)}…";
    }

    // A spreadsheet reads _x0041_ in a text as A: with its first character escaped, it stays as it is.
    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)")]
    private static partial Regex Escape();
}
