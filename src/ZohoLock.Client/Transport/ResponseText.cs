using System.Text;
using System.Text.Unicode;

namespace ZohoLock.Transport;

/// <summary>Repairs a server's text so that it can be parsed and displayed.</summary>
internal static class ResponseText
{
    /// <summary>
    /// Removes a byte order mark from a body, and replaces invalid UTF-8 and escaped lone surrogates (<c>\ud83d</c>, from texts that were
    /// cut) by U+FFFD. The JSON reader would refuse the whole body for one of them.
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
