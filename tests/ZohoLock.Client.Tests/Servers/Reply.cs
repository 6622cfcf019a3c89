using System.Text;

namespace ZohoLock.Client.Tests.Servers;

/// <summary>What <see cref="LiteralServer"/> answers: bytes, and what becomes of the connection after them.</summary>
internal sealed record Reply(byte[] Bytes, AfterReply Then = AfterReply.KeepAlive)
{
    /// <summary>The connection is closed without a word.</summary>
    public static Reply Closed { get; } = new([], AfterReply.Close);

    /// <summary>Nothing comes, and the connection stays open.</summary>
    public static Reply Hanging { get; } = new([], AfterReply.Hang);

    public static Reply NoContent { get; } = new("HTTP/1.1 204 No Content\r\nServer: ZGS\r\n\r\n"u8.ToArray());

    public static Reply Json(int status, string body, params string[] headers) =>
        Whole(status, body, ["Content-Type: application/json;charset=UTF-8", .. headers]);

    public static Reply Html(int status, string body) => Whole(status, body, ["Content-Type: text/html;charset=UTF-8"]);

    public static Reply Whole(int status, string body, params string[] headers) => Whole(status, Encoding.UTF8.GetBytes(body), headers);

    public static Reply Whole(int status, byte[] body, params string[] headers) => new([.. Head(status, body.Length, headers, string.Empty), .. body]);

    /// <summary>A body that begins as given, and then has letters without end.</summary>
    public static Reply Endless(int status, string beginning, params string[] headers) => new(
        Encoding.UTF8.GetBytes($"HTTP/1.1 {status} Status\r\n{string.Concat(headers.Select(header => $"{header}\r\n"))}Connection: close\r\n\r\n{beginning}"),
        AfterReply.NeverEnd);

    /// <summary>A redirect to <paramref name="location"/>.</summary>
    public static Reply Redirect(int status, Uri location) => Whole(status, string.Empty, $"Location: {location}");

    /// <summary>The body stops in the middle.</summary>
    public static Reply Truncated(int status, string body, AfterReply then = AfterReply.Close) =>
        new(Head(status, Encoding.UTF8.GetByteCount(body), ["Content-Type: application/json"], body[..(body.Length / 2)]), then);

    /// <summary>Any text at all, in the place of an HTTP answer.</summary>
    public static Reply Raw(string text) => new(Encoding.UTF8.GetBytes(text), AfterReply.Close);

    private static byte[] Head(int status, int length, IEnumerable<string> headers, string sent) => Encoding.UTF8.GetBytes(
        $"HTTP/1.1 {status} Status\r\n{string.Join("\r\n", headers)}\r\nContent-Length: {length}\r\n\r\n{sent}");
}

/// <summary>What becomes of a connection after a reply.</summary>
internal enum AfterReply
{
    KeepAlive,
    Close,
    Hang,
    NeverEnd,
}
