using System.Text;

namespace ZohoCrm.Emulator.Http;

/// <summary>Percent-decoding. It is strict in paths. In forms and queries a plus is a space, and an invalid percent sign is kept.</summary>
internal static class UrlDecoder
{
    public static void ReadPath(ReadOnlySpan<byte> path, List<string> segments)
    {
        while (true)
        {
            var slash = path.IndexOf((byte)'/');
            segments.Add(Decode(slash < 0 ? path : path[..slash], isForm: false));
            if (slash < 0)
            {
                return;
            }

            path = path[(slash + 1)..];
        }
    }

    public static void ReadForm(ReadOnlySpan<byte> form, List<KeyValuePair<string, string>> pairs)
    {
        while (!form.IsEmpty)
        {
            var end = form.IndexOf((byte)'&');
            var pair = end < 0 ? form : form[..end];
            form = end < 0 ? default : form[(end + 1)..];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf((byte)'=');
            var name = Decode(equals < 0 ? pair : pair[..equals], isForm: true);
            pairs.Add(new(name, equals < 0 ? "" : Decode(pair[(equals + 1)..], isForm: true)));
        }
    }

    private static string Decode(ReadOnlySpan<byte> text, bool isForm)
    {
        if (!text.Contains((byte)'%') && !(isForm && text.Contains((byte)'+')))
        {
            return Encoding.UTF8.GetString(text);
        }

        var decoded = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && IsHexDigit(text[i + 1]) && IsHexDigit(text[i + 2]))
            {
                decoded[length++] = (byte)((HexDigit(text[i + 1]) << 4) | HexDigit(text[i + 2]));
                i += 2;
            }
            else if (text[i] == '%' && !isForm)
            {
                throw new BadHttpRequestException(400, "A percent sign is not followed by two hexadecimal digits.");
            }
            else
            {
                decoded[length++] = isForm && text[i] == '+' ? (byte)' ' : text[i];
            }
        }

        return Encoding.UTF8.GetString(decoded, 0, length);
    }

    private static bool IsHexDigit(byte octet) => char.IsAsciiHexDigit((char)octet);

    private static int HexDigit(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
