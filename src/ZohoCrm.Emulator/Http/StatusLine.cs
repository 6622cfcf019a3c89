using System.Globalization;
using System.Text;

namespace ZohoCrm.Emulator.Http;

/// <summary>The status lines of HTTP/1.1.</summary>
internal static class StatusLine
{
    private static readonly byte[][] Lines = [.. Enumerable.Range(0, 600).Select(Write)];

    public static ReadOnlySpan<byte> Get(int status) => Lines[status];

    private static byte[] Write(int status) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status:000} {Reason(status)}\r\n"));

    private static string Reason(int status) => status switch
    {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        207 => "Multi-Status",
        302 => "Found",
        304 => "Not Modified",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        413 => "Content Too Large",
        417 => "Expectation Failed",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        _ => "Status",
    };
}
