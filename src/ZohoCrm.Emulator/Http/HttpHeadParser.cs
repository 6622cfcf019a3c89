using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace ZohoCrm.Emulator.Http;

/// <summary>Parses the request line and the headers strictly (RFC 9112): anything malformed is rejected.</summary>
internal static class HttpHeadParser
{
    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly string[] CommonMethods = ["GET", "POST", "PUT", "DELETE"];

    /// <summary>Parses a head, including the empty line at its end.</summary>
    public static void Parse(ReadOnlySpan<byte> head, HttpRequest request)
    {
        var lineEnd = head.IndexOf("\r\n"u8);
        var isHttp11 = ParseRequestLine(head[..lineEnd], request);
        request.KeepAlive = isHttp11;

        var hasHost = false;
        var position = lineEnd + 2;
        while (true)
        {
            var length = head[position..].IndexOf("\r\n"u8);
            if (length == 0)
            {
                break;
            }

            if (request.Headers.Count == HttpLimits.Headers)
            {
                throw new BadHttpRequestException(431, "The request has too many headers.");
            }

            var header = ParseHeader(head, position, length);
            request.Headers.Add(header);
            hasHost |= Apply(head, header, request);
            position += length + 2;
        }

        if (isHttp11 && !hasHost)
        {
            throw new BadHttpRequestException(400, "The Host header is missing.");
        }

        if (request.IsChunked && request.ContentLength is not null)
        {
            throw new BadHttpRequestException(400, "The request has both a Content-Length and a Transfer-Encoding.");
        }
    }

    private static bool ParseRequestLine(ReadOnlySpan<byte> line, HttpRequest request)
    {
        var methodEnd = line.IndexOf((byte)' ');
        var targetEnd = line.LastIndexOf((byte)' ');
        if (methodEnd <= 0 || targetEnd <= methodEnd + 1 || line[..methodEnd].ContainsAnyExcept(TokenBytes))
        {
            throw new BadHttpRequestException(400, "The request line is malformed.");
        }

        var target = line[(methodEnd + 1)..targetEnd];
        if (target.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E))
        {
            throw new BadHttpRequestException(400, "The request target holds a character that must be percent-encoded.");
        }

        var version = line[(targetEnd + 1)..];
        if (!version.StartsWith("HTTP/"u8))
        {
            throw new BadHttpRequestException(400, "The request line is malformed.");
        }

        var isHttp11 = version.SequenceEqual("HTTP/1.1"u8);
        if (!isHttp11 && !version.SequenceEqual("HTTP/1.0"u8))
        {
            throw new BadHttpRequestException(505, "The HTTP version is not supported.");
        }

        request.Method = MethodName(line[..methodEnd]);
        request.Target = Encoding.ASCII.GetString(target);
        ParseTarget(target, request);
        return isHttp11;
    }

    private static void ParseTarget(ReadOnlySpan<byte> target, HttpRequest request)
    {
        if (target[0] != '/')
        {
            var authority = target.IndexOf("://"u8);
            if (authority < 0)
            {
                throw new BadHttpRequestException(400, "The request target is not a path.");
            }

            target = target[(authority + 3)..];
            var slash = target.IndexOf((byte)'/');
            target = slash < 0 ? "/"u8 : target[slash..];
        }

        var question = target.IndexOf((byte)'?');
        UrlDecoder.ReadPath(question < 0 ? target[1..] : target[1..question], request.Segments);
        if (question >= 0)
        {
            UrlDecoder.ReadForm(target[(question + 1)..], request.QueryPairs);
        }
    }

    private static string MethodName(ReadOnlySpan<byte> method)
    {
        foreach (var name in CommonMethods)
        {
            if (Ascii.Equals(method, name))
            {
                return name;
            }
        }

        return Encoding.ASCII.GetString(method);
    }

    private static HttpHeader ParseHeader(ReadOnlySpan<byte> head, int start, int length)
    {
        var line = head.Slice(start, length);
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[..colon].ContainsAnyExcept(TokenBytes))
        {
            throw new BadHttpRequestException(400, "A header is malformed.");
        }

        var from = line.Length - line[(colon + 1)..].TrimStart(" \t"u8).Length;
        var to = from + line[from..].TrimEnd(" \t"u8).Length;
        foreach (var octet in line[from..to])
        {
            if (octet < 0x20 && octet != '\t')
            {
                throw new BadHttpRequestException(400, "A header holds a control character.");
            }
        }

        return new(start..(start + colon), (start + from)..(start + to));
    }

    private static bool Apply(ReadOnlySpan<byte> head, HttpHeader header, HttpRequest request)
    {
        var name = head[header.Name];
        var value = head[header.Value];
        switch (name.Length)
        {
            case 4 when Ascii.EqualsIgnoreCase(name, "Host"u8):
                return true;
            case 6 when Ascii.EqualsIgnoreCase(name, "Expect"u8):
                request.ExpectsContinue = Ascii.EqualsIgnoreCase(value, "100-continue"u8)
                    ? true
                    : throw new BadHttpRequestException(417, "Only 100-continue can be expected.");
                break;
            case 10 when Ascii.EqualsIgnoreCase(name, "Connection"u8):
                request.KeepAlive = WantsKeepAlive(value, request.KeepAlive);
                break;
            case 12 when Ascii.EqualsIgnoreCase(name, "Content-Type"u8):
                request.ContentType = header.Value;
                break;
            case 13 when Ascii.EqualsIgnoreCase(name, "Authorization"u8):
                request.Authorization = header.Value;
                break;
            case 14 when Ascii.EqualsIgnoreCase(name, "Content-Length"u8):
                request.ContentLength = ReadContentLength(value, request.ContentLength);
                break;
            case 17 when Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8):
                request.IsChunked = Ascii.EqualsIgnoreCase(value, "chunked"u8) && !request.IsChunked
                    ? true
                    : throw new BadHttpRequestException(501, "Only the chunked transfer coding is supported.");
                break;
        }

        return false;
    }

    private static bool WantsKeepAlive(ReadOnlySpan<byte> value, bool byDefault)
    {
        while (true)
        {
            var comma = value.IndexOf((byte)',');
            var option = Trim(comma < 0 ? value : value[..comma]);
            if (Ascii.EqualsIgnoreCase(option, "close"u8))
            {
                return false;
            }

            if (Ascii.EqualsIgnoreCase(option, "keep-alive"u8))
            {
                byDefault = true;
            }

            if (comma < 0)
            {
                return byDefault;
            }

            value = value[(comma + 1)..];
        }
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> value) => value[Ascii.Trim(value)];

    private static int ReadContentLength(ReadOnlySpan<byte> value, int? already)
    {
        if (value.IsEmpty || value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            throw new BadHttpRequestException(400, "The Content-Length is not a number.");
        }

        if (!Utf8Parser.TryParse(value, out int length, out _) || length > HttpLimits.Body)
        {
            throw new BadHttpRequestException(413, "The body is too large.");
        }

        return already is null || already == length
            ? length
            : throw new BadHttpRequestException(400, "The request has two different Content-Lengths.");
    }
}
