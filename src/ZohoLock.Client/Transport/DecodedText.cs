using System.Globalization;
using System.Text;

namespace ZohoLock.Transport;

/// <summary>
/// A text after decoding its escapes (<c>\u0041</c>, <c>\x41</c>, <c>%41</c>, <c>&amp;#65;</c>, <c>&amp;#x41;</c>, <c>\/</c>), with the
/// position of each character in the original.
/// </summary>
internal sealed class DecodedText
{
    private const char Backslash = '\\';
    private const int MaxEntityLength = 10;

    private readonly int[] _starts;

    private DecodedText(string text, int[] starts)
    {
        Text = text;
        _starts = starts;
    }

    /// <summary>The decoded text.</summary>
    public string Text { get; }

    /// <summary>Decodes one layer of escapes; null if there are none.</summary>
    public static DecodedText? Decode(ReadOnlySpan<char> text) => Decode(text, starts: null);

    /// <summary>Decodes one more layer of escapes; null if there are none.</summary>
    public DecodedText? Decode() => Decode(Text, _starts);

    /// <summary>The range of the original that a range of this text was decoded from.</summary>
    public Range Source(Range part) => _starts[part.Start.Value].._starts[part.End.Value];

    private static DecodedText? Decode(ReadOnlySpan<char> text, int[]? starts)
    {
        if (!text.ContainsAny(Backslash, '%', '&'))
        {
            return null;
        }

        var decoded = new StringBuilder(text.Length);
        var origins = new List<int>(text.Length + 1);
        for (var at = 0; at < text.Length;)
        {
            var (character, length) = Read(text[at..]);
            decoded.Append(character);
            origins.Add(starts?[at] ?? at);
            at += length;
        }

        if (decoded.Length == text.Length)
        {
            return null;
        }

        origins.Add(starts?[text.Length] ?? text.Length);
        return new(decoded.ToString(), [.. origins]);
    }

    private static (char Character, int Length) Read(ReadOnlySpan<char> text) => text switch
    {
        [Backslash, 'u' or 'U', ..] when Digits(text, 2, 4) is { } code => (code, 6),
        [Backslash, 'x' or 'X', ..] when Digits(text, 2, 2) is { } code => (code, 4),
        [Backslash, '/' or '"' or '\'' or Backslash, ..] => (text[1], 2),
        ['%', ..] when Digits(text, 1, 2) is { } code => (code, 3),
        ['&', 'a' or 'A', 'm' or 'M', 'p' or 'P', ';', ..] => ('&', 5),
        ['&', '#', ..] when Entity(text) is { } entity => entity,
        _ => (text[0], 1),
    };

    private static char? Digits(ReadOnlySpan<char> text, int from, int count) =>
        text.Length >= from + count && ushort.TryParse(text.Slice(from, count), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            ? (char)code
            : null;

    private static (char Character, int Length)? Entity(ReadOnlySpan<char> text)
    {
        var end = text[..Math.Min(text.Length, MaxEntityLength)].IndexOf(';');
        var isHex = text.Length > 2 && text[2] is 'x' or 'X';
        return end > 2 && ushort.TryParse(
            text[(isHex ? 3 : 2)..end], isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? ((char)code, end + 1)
            : null;
    }
}
