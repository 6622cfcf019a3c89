using System.Buffers;
using System.Globalization;
using System.Text;

namespace ZohoLock;

/// <summary>
/// Makes untrusted text safe to display: control characters and characters that change the order or position of other text are replaced by
/// visible ones. Used for errors, outputs, views, prompts and messages.
/// </summary>
public static class DisplayText
{
    private const string ZeroWidthJoiners = "\u200C\u200D";
    private const char Replacement = '\uFFFD';
    private const char ControlPictures = '\u2400';
    private const char DeletePicture = '\u2421';

    // Most text has none of these characters, so it is only searched and not copied.
    private static readonly SearchValues<char> Suspicious = SearchValues.Create(
        [.. Enumerable.Range(char.MinValue, char.MaxValue + 1).Select(code => (char)code).Where(unit => char.IsSurrogate(unit) || IsReplaced((Rune)unit))]);

    /// <summary>
    /// The text on one line: line breaks and tabs become spaces, other control characters their pictures (ESC becomes ␛), and C1 controls,
    /// direction marks and other invisible characters U+FFFD.
    /// </summary>
    /// <param name="text">The text; null counts as empty.</param>
    /// <param name="maxLength">The maximum length in UTF-16 units; a longer text is shortened and ends with an ellipsis.</param>
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

    /// <summary>The text with its line breaks, each line made safe as by <see cref="Line"/>.</summary>
    public static string Lines(string? text, int maxLength = int.MaxValue) =>
        string.Join('\n', Cut(text ?? string.Empty, maxLength).Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n').Select(line => Line(line)));

    /// <summary>
    /// The text, shortened to <paramref name="maxLength"/> UTF-16 units with an ellipsis if it is longer; a surrogate pair is never split.
    /// </summary>
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

        // Emoji and some scripts need these two to join characters.
        UnicodeCategory.Format => !character.IsBmp || !ZeroWidthJoiners.Contains((char)character.Value, StringComparison.Ordinal),
        _ => false,
    };

    private static bool IsBreak(Rune character) => character.Value is '\t' or '\n' or '\v' or '\f' or '\r' or '\u0085' or '\u2028' or '\u2029';
}
