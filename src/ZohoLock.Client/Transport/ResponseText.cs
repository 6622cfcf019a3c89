using System.Text;
using System.Text.Unicode;

namespace ZohoLock.Transport;

/// <summary>Makes a server's text fit to be read: by a JSON reader, and by people.</summary>
internal static class ResponseText
{
    /// <summary>
    /// The bytes of a body without a byte order mark, and with U+FFFD in place of what is no character: bytes that aren't UTF-8, and halves of a surrogate
    /// pair that are written as escapes (<c>\ud83d</c>), as a text has them that was cut in the middle. A JSON reader would refuse the whole body for one.
    /// </summary>
    public static byte[] Repair(byte[] body)
    {
        var text = body.AsSpan().StartsWith("\uFEFF"u8) ? body[3..] : body;
        text = Utf8.IsValid(text) ? text : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));
        RepairEscapes(text);
        return text;
    }

    private static void RepairEscapes(Span<byte> text)
    {
        while (text.IndexOf((byte)'\\') is var at and >= 0)
        {
            text = text[at..];
            var length = EscapeLength(text);
            if (length == HalfLength)
            {
                @"\ufffd"u8.CopyTo(text);
            }

            text = text[Math.Min(length, text.Length)..];
        }
    }

    private const int HalfLength = 6;

    private static int EscapeLength(ReadOnlySpan<byte> escape) =>
        IsHalf(escape, "89abAB"u8) && IsHalf(escape[HalfLength..], "cdefCDEF"u8) ? 2 * HalfLength
        : IsHalf(escape, "89abcdefABCDEF"u8) ? HalfLength
        : 2;

    private static bool IsHalf(ReadOnlySpan<byte> escape, ReadOnlySpan<byte> thirdDigits) =>
        escape is [(byte)'\\', (byte)'u', (byte)'d' or (byte)'D', var third, var fourth, var fifth, ..]
        && thirdDigits.Contains(third) && char.IsAsciiHexDigit((char)fourth) && char.IsAsciiHexDigit((char)fifth);
}
