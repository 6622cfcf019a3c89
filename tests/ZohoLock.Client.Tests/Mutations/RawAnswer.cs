using System.Globalization;
using System.IO.Compression;
using System.Text;
using ZohoLock.Client.Tests.Servers;

namespace ZohoLock.Client.Tests.Mutations;

/// <summary>Puts answers on the wire, be they HTTP or not.</summary>
internal static class RawAnswer
{
    public static Reply ToReply(Answer answer)
    {
        var body = answer.Encoding is { } encoding ? Compress(encoding, answer.Body) : answer.Body;
        var (header, sent) = answer.Framing switch
        {
            Framing.TooLong => (Length(body.Length + 10), body),
            Framing.TooShort => (Length(body.Length / 2), body),
            Framing.NoLength => (string.Empty, body),
            Framing.Chunked => ("Transfer-Encoding: chunked\r\n", [.. Chunk(body.Length), .. body, .. "\r\n0\r\n\r\n"u8]),
            Framing.BrokenChunks => ("Transfer-Encoding: chunked\r\n", [.. Chunk(body.Length + 7), .. body, .. "\r\nzz\r\n"u8]),
            Framing.Nonsense => ($"Content-Length: a few\r\nTransfer-Encoding: sometimes\r\n{Length(-1)}", body),
            _ => (Length(body.Length), body),
        };
        var head = $"HTTP/1.1 {answer.Status:000} Status\r\n{string.Concat(answer.Headers.Select(line => $"{line}\r\n"))}{header}\r\n";

        // What isn't framed ends with the connection, and so does what only announces an answer.
        var isComplete = answer is { Status: >= 200, Framing: Framing.ContentLength or Framing.Chunked };
        return new([.. Encoding.Latin1.GetBytes(head), .. sent], isComplete ? AfterReply.KeepAlive : AfterReply.Close);
    }

    private static string Length(int length) => string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n");

    private static byte[] Chunk(int length) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{length:x}\r\n"));

    private static byte[] Compress(string encoding, byte[] body)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            stream.Write(body);
        }

        return compressed.ToArray();
    }
}
