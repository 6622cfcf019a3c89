using System.Buffers;
using System.Globalization;
using System.Text;

namespace ZohoLock;

/// <summary>
/// Makes text from elsewhere safe to show: what a terminal would obey, and what would change the order or the place of the text around it, becomes a
/// character that can be seen. Errors, the texts of outputs, views, prompts and messages go through here.
/// </summary>
public static class DisplayText
{
    private const string ZeroWidthJoiners = "\u200C\u200D";
    private const char Replacement = '\uFFFD';
    private const char ControlPictures = '\u2400';
    private const char DeletePicture = '\u2421';

    // Everything else below U+10000 is shown as it is, so that most text is only searched.
    private static readonly SearchValues<char> Suspicious = SearchValues.Create(
        [.. Enumerable.Range(char.MinValue, char.MaxValue + 1).Select(code => (char)code).Where(unit => char.IsSurrogate(unit) || IsReplaced((Rune)unit))]);

    /// <summary>
    /// The text in one line: line breaks and tabs are blanks, other control characters their pictures (ESC is ␛), and those of C1, direction marks and
    /// other invisible characters U+FFFD.
    /// </summary>
    /// <param name="text">The text; null is an empty one.</param>
    /// <param name="maxLength">The most UTF-16 units of it; what is longer ends with an ellipsis.</param>
    public static string Line(string? text, int maxLength = int.MaxValue)
    {
        var cut = Cut(text ?? string.Empty, maxLength);
        if (!cut.AsSpan().ContainsAny(Suspicious))
        {
            return cut;
        }

        var line = new StringBuilder(cut.Length);
        var isBreak = false;
        foreach (var character in cut.EnumerateRunes())
        {
            var wasBreak = isBreak;
            isBreak = IsBreak(character);
            if (!isBreak)
            {
                line.Append(Shown(character));
            }
            else if (!wasBreak)
            {
                line.Append(' ');
            }
        }

        return line.ToString();
    }

    /// <summary>The text with its line breaks, each line as <see cref="Line"/> has it.</summary>
    public static string Lines(string? text, int maxLength = int.MaxValue) =>
        string.Join('\n', Cut(text ?? string.Empty, maxLength).Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n').Select(line => Line(line)));

    /// <summary>The text, or its beginning with an ellipsis where it is longer than <paramref name="maxLength"/> UTF-16 units; never half a character.</summary>
    internal static string Cut(string text, int maxLength) => text.Length <= maxLength
        ? text
        : $"{text.AsSpan(0, char.IsHighSurrogate(text[maxLength - 2]) ? maxLength - 2 : maxLength - 1)}…";

    private static string Shown(Rune character) => character.Value switch
    {
        _ when !IsReplaced(character) => character.ToString(),
        < ' ' => ((char)(ControlPictures + character.Value)).ToString(),
        '\u007F' => DeletePicture.ToString(),
        _ => Replacement.ToString(),
    };

    private static bool IsReplaced(Rune character) => Rune.GetUnicodeCategory(character) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,

        // Emoji and some scripts are joined with those.
        UnicodeCategory.Format => !character.IsBmp || !ZeroWidthJoiners.Contains((char)character.Value, StringComparison.Ordinal),
        _ => false,
    };

    private static bool IsBreak(Rune character) => character.Value is '\t' or '\n' or '\v' or '\f' or '\r' or '\u0085' or '\u2028' or '\u2029';
}
