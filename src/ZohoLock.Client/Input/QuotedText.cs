using System.Globalization;
using System.Text;

namespace ZohoLock.Input;

/// <summary>Quotes input text for messages: its beginning, with invisible characters as code points.</summary>
public static class QuotedText
{
    // The maximum number of characters shown.
    private const int Length = 40;

    /// <summary>The text as shown in a message: <c>'5843104'</c>, <c>'58431\u200B04'</c>.</summary>
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
