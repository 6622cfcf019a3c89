using System.Globalization;
using System.Text;

namespace ZohoLock.Input;

/// <summary>Shows text of the input in messages: the beginning of it, in quotes, and what can't be seen as its code point.</summary>
public static class QuotedText
{
    // Characters of the text that are shown.
    private const int Length = 40;

    /// <summary>The text as a message shows it: <c>'5843104'</c>, <c>'58431\u200B04'</c>.</summary>
    public static string From(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shown = new StringBuilder("'");
        var length = 0;
        foreach (var character in text.EnumerateRunes())
        {
            length += character.Utf16SequenceLength;
            if (length > Length)
            {
                shown.Append('…');
                break;
            }

            if (InvisibleText.IsInvisible(character) && character.Value != ' ')
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{character.Value:X4}");
            }
            else
            {
                shown.Append(character);
            }
        }

        return shown.Append('\'').ToString();
    }
}
