using System.Text;

namespace ZohoCrm.Emulator.Http;

/// <summary>Reads the fields of a multipart/form-data body (RFC 7578). A file is read as text.</summary>
internal static class MultipartForm
{
    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    /// <summary>Whether a content type is multipart/form-data with a boundary.</summary>
    public static bool IsMultipart(string contentType, out string boundary)
    {
        boundary = "";
        var parameters = contentType.Split(';', StringSplitOptions.TrimEntries);
        if (!parameters[0].Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        boundary = FindParameter(parameters, "boundary") ?? "";
        return boundary.Length > 0;
    }

    /// <summary>Reads the parts. A part without a name or an end is ignored.</summary>
    public static void Read(ReadOnlySpan<byte> body, string boundary, List<KeyValuePair<string, string>> pairs)
    {
        var separator = Encoding.UTF8.GetBytes($"--{boundary}");
        var start = body.IndexOf(separator);
        while (start >= 0)
        {
            body = body[(start + separator.Length)..];
            start = body.IndexOf(separator);
            if (start >= 0)
            {
                ReadPart(body[..start], pairs);
            }
        }
    }

    private static void ReadPart(ReadOnlySpan<byte> part, List<KeyValuePair<string, string>> pairs)
    {
        var end = part.IndexOf(EndOfHead);
        if (end < 0 || FindName(Encoding.UTF8.GetString(part[..end])) is not { } name)
        {
            return;
        }

        var value = part[(end + EndOfHead.Length)..];
        pairs.Add(new(name, Encoding.UTF8.GetString(value.EndsWith("\r\n"u8) ? value[..^2] : value)));
    }

    private static string? FindName(string head)
    {
        foreach (var line in head.Split("\r\n"))
        {
            if (line.StartsWith("Content-Disposition:", StringComparison.OrdinalIgnoreCase))
            {
                return FindParameter(line.Split(';', StringSplitOptions.TrimEntries), "name");
            }
        }

        return null;
    }

    private static string? FindParameter(string[] parameters, string name)
    {
        foreach (var parameter in parameters)
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0 && parameter.AsSpan(0, equals).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return parameter[(equals + 1)..].Trim('"');
            }
        }

        return null;
    }
}
