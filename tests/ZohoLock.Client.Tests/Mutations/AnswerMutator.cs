using System.ComponentModel;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using ZohoLock.Client.Tests.Servers;

namespace ZohoLock.Client.Tests.Mutations;

/// <summary>Makes of a good answer one that no server should give: status, headers, encoding, body, or none at all.</summary>
internal sealed class AnswerMutator(Random random)
{
    private static readonly int[] Statuses =
    [
        0, 99, 100, 101, 103, 199, 200, 201, 202, 203, 204, 205, 206, 207, 226, 299, 300, 301, 302, 303, 304, 307, 308, 399, 400, 401, 402, 403, 404, 405, 406, 407, 408,
        409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 425, 426, 428, 429, 431, 451, 499, 500, 501, 502, 503, 504, 505, 511, 520, 599, 600, 777, 999,
    ];

    private static readonly string[] HeaderLines =
    [
        "Content-Type: text/html", "Content-Type: text/html; charset=windows-1252", "Content-Type: application/json; charset=no-such-thing",
        "Content-Type: application/json; charset=\"\"", "Content-Type: ;;;", "Content-Type: application/json; charset=utf-16", "Content-Encoding: identity",
        "Content-Encoding: zstd", "Content-Encoding: none, gzip", "Content-Range: bytes 0-1/2", "Content-MD5: none", "Content-Disposition: attachment; filename=\"",
        "Retry-After: 0", "Retry-After: -1", "Retry-After: 1e9", "Retry-After: 2147483647", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT", "Retry-After: soon",
        "Date: Fri, 31 Dec 9999 23:59:59 GMT", "Date: Mon, 01 Jan 0001 00:00:00 GMT", "Date: yesterday", "X-API-CREDITS-REMAINING: 0", "X-API-CREDITS-REMAINING: -5",
        "X-API-CREDITS-REMAINING: 99999999999999999999", "X-API-CREDITS-REMAINING: 1, 2", "Location: http://127.0.0.1:1/", "Location: ://", "Set-Cookie: a=b; expires=never",
        "WWW-Authenticate: Basic realm=\"", "WWW-Authenticate: Negotiate", "Connection: upgrade", "Upgrade: h2c", "Expires: 0", "Age: -1", "Link: <>", "ETag: W/", "Vary: *",
        "Strict-Transport-Security: max-age=never", "Trailer: X-Late", "Keep-Alive: timeout=-1", "Server: \u0001", "X-Odd:", "X-Odd: \u00e4\u00f6\u00fc", ": nothing", "no colon",
    ];

    private static readonly string[] Encodings = ["gzip", "br", "deflate"];

    private static readonly string[] Bodies =
    [
        "", " ", "null", "true", "17", "\"text\"", "[]", "{}", "[[]]", "{", "}", "[1,", "\u0000", "\uFEFF", "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>",
        "{\"data\":null}", "{\"data\":[]}", "{\"data\":[null]}", "{\"org\":[null]}", "{\"error\":\"invalid_code\"}", "{\"status\":\"success\"}", "{\"status\":\"failure\"}",
        "{\"error\":{\"code\":7}}", "{\"data\":[{\"code\":\"SUCCESS\",\"details\":{},\"status\":\"success\"}]}", "{\"record_locking_configurations\":[{}]}",
        "{\"code\":\"INVALID_DATA\",\"details\":[],\"message\":{},\"status\":\"error\"}", "{\"code\":\"\",\"status\":\"error\"}",
        Sample.InvalidToken, Sample.TooManyRequests,
        "{\"code\":\"OAUTH_SCOPE_MISMATCH\",\"details\":{},\"message\":\"invalid oauth scope to access this URL\",\"status\":\"error\"}",
        "{\"code\":\"NOT_ALLOWED\",\"details\":{\"resource_path_index\":1},\"message\":\"record is already locked\",\"status\":\"error\"}",
        "{\"code\":\"INVALID_DATA\",\"details\":{\"resource_path_index\":3},\"message\":\"the id given seems to be invalid\",\"status\":\"error\"}",
        "{\"code\":\"INVALID_URL_PATTERN\",\"details\":{},\"message\":\"Please check if the URL trying to access is a correct one\",\"status\":\"error\"}",
        "{\"code\":\"INTERNAL_ERROR\",\"details\":{},\"message\":\"Internal Server Error\",\"status\":\"error\"}",
    ];

    private readonly JsonMutator _json = new(random);

    public Answer Mutate(Answer answer, string secret, bool isInMemory)
    {
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            answer = random.Next(10) switch
            {
                0 => answer with { Status = Pick(Statuses) },
                1 => answer with { Headers = [.. answer.Headers.Skip(random.Next(2)), Pick(HeaderLines)] },
                2 => answer with { Body = Encoding.UTF8.GetBytes(Pick(Bodies)) },
                3 => answer with { Body = Damage(answer.Body, secret) },
                4 when isInMemory => answer with { Failure = Failure(), FailsInBody = random.Next(2) == 0 },
                4 => answer with { Framing = Pick(Enum.GetValues<Framing>()) },
                5 when !isInMemory => Compress(answer),
                _ => answer with { Body = Encoding.UTF8.GetBytes(_json.Mutate(Encoding.UTF8.GetString(answer.Body))) },
            };
        }

        return answer;
    }

    private byte[] Damage(byte[] body, string secret)
    {
        var at = random.Next(body.Length + 1);
        return random.Next(10) switch
        {
            0 => body[..at],
            1 => [.. body[..at], (byte)random.Next(256), .. body[at..]],
            2 => [.. body.Select((one, i) => i == at ? (byte)random.Next(256) : one)],
            3 => [.. "\uFEFF"u8, .. body],
            4 => [.. "\r\n\t  "u8, .. body],
            5 => [.. body, .. body],
            6 => [.. body, .. "garbage"u8],
            7 => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body)),
            8 => [.. body[..at], .. Encoding.UTF8.GetBytes(secret), .. body[at..]],
            _ => [.. Enumerable.Range(0, random.Next(500)).Select(_ => (byte)random.Next(256))],
        };
    }

    // Half of them tell the truth.
    private Answer Compress(Answer answer)
    {
        var encoding = Pick(Encodings);
        return answer with
        {
            Headers = [.. answer.Headers, $"Content-Encoding: {(random.Next(2) == 0 ? encoding : Pick(Encodings))}"],
            Encoding = random.Next(2) == 0 ? encoding : null,
        };
    }

    // Not knowing where the defects of a network stack are, any exception may come out of one.
    private Exception Failure() => random.Next(20) switch
    {
        0 => new HttpRequestException(HttpRequestError.NameResolutionError, "no such host"),
        1 => new HttpRequestException(HttpRequestError.SecureConnectionError, "not trusted", new AuthenticationException("the certificate is of another host")),
        2 => new HttpRequestException(HttpRequestError.InvalidResponse, "not HTTP"),
        3 => new HttpIOException(HttpRequestError.ResponseEnded, "it ended"),
        4 => new IOException("reset", new SocketException((int)SocketError.ConnectionReset)),
        5 => new SocketException((int)SocketError.ConnectionAborted),
        6 => new InvalidDataException("not gzip"),
        7 => new InvalidOperationException("not brotli"),
        8 => new DecoderFallbackException("no text"),
        9 => new FormatException("no header"),
        10 => new ArgumentException("no charset"),
        11 => new NotSupportedException("no such encoding"),
        12 => new OverflowException("too much"),
        13 => new ObjectDisposedException("a stream"),
        14 => new OperationCanceledException("nobody asked for that"),
        15 => new TaskCanceledException("nobody asked for that either", new TimeoutException()),
        16 => new TimeoutException("late"),
        17 => new Win32Exception(5),
        18 => new KeyNotFoundException("in the network stack"),
        _ => new UnauthorizedAccessException("in the network stack"),
    };

    private T Pick<T>(T[] choices) => choices[random.Next(choices.Length)];
}
