using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace ZohoLock.Client.Tests.Simulation;

/// <summary>What the simulated server answers, or how the call fails.</summary>
/// <param name="Status">The HTTP status; 0 if there is no response.</param>
/// <param name="Body">The body.</param>
internal sealed record Reply(int Status, string Body)
{
    private const string Error = """{"code":"INTERNAL_ERROR","details":{},"message":"Internal Server Error","status":"error"}""";

    private const string Page = "<html><body><h1>Bad gateway</h1></body></html>";

    /// <summary>The value of Retry-After; null for none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether Retry-After names the end of the pause by the server's clock, where the server tells its time, instead of the pause's length.</summary>
    public bool IsRetryAfterDate { get; init; }

    /// <summary>The failure instead of a response, or in the middle of the body.</summary>
    public Exception? Failure { get; init; }

    public static Reply NoConnection => new(0, string.Empty)
    {
        Failure = new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused", new SocketException((int)SocketError.ConnectionRefused)),
    };

    public static Reply Reset => new(0, string.Empty)
    {
        Failure = new HttpRequestException(HttpRequestError.Unknown, "reset", new IOException("reset by peer")),
    };

    public static Reply ServerError(Random random) => random.Next(4) switch
    {
        0 => new(500, Error),
        1 => new(502, Page),
        2 => new(503, string.Empty),
        _ => new(504, Error),
    };

    public static Reply SuccessWithoutContent(Random random) => new(200, random.Next(4) switch { 0 => Page, 1 => string.Empty, 2 => "{}", _ => Error });

    public static Reply TooManyRequests(TimeSpan? retryAfter = null, bool isDate = false) =>
        new(429, """{"code":"TOO_MANY_REQUESTS","details":{},"message":"too many requests. please try again after some time","status":"error"}""")
        {
            RetryAfter = retryAfter,
            IsRetryAfterDate = isDate,
        };

    public static Reply InvalidToken { get; } = new(401, """{"code":"INVALID_TOKEN","details":{},"message":"invalid oauth token","status":"error"}""");

    /// <summary>The same response, cut in the middle of its body.</summary>
    public Reply BrokenInBody() => this with { Failure = new IOException("reset by peer") };

    /// <summary>The same response with half of its body only.</summary>
    public Reply Truncated() => this with { Body = Body[..(Body.Length / 2)] };

    public HttpResponseMessage ToResponse(HttpRequestMessage request, DateTimeOffset? date)
    {
        var body = Encoding.UTF8.GetBytes(Body);
        var response = new HttpResponseMessage((HttpStatusCode)Status)
        {
            RequestMessage = request,
            Content = Failure is null ? new ByteArrayContent(body) : new StreamContent(new BrokenStream(body[..(body.Length / 2)], Failure)),
        };
        response.Headers.Date = date;
        if (RetryAfter is { } pause)
        {
            response.Headers.RetryAfter = IsRetryAfterDate && date is { } now ? new(now + pause) : new RetryConditionHeaderValue(pause);
        }

        return response;
    }

    private sealed class BrokenStream(byte[] body, Exception failure) : MemoryStream(body)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : ValueTask.FromException<int>(failure);
    }
}
