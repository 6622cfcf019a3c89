using ZohoCrm.Emulator.Http;

namespace ZohoCrm.Emulator.Api.Protocol;

/// <summary>The headers of every response of Zoho's servers (protocol 6.4).</summary>
internal static class ResponseHeaders
{
    /// <summary>For a JSON body.</summary>
    public static readonly ReadOnlyMemory<byte> Json = Concat(
        "Content-Type: application/json;charset=UTF-8\r\nContent-Disposition: attachment; filename=response.json\r\n"u8, Policy);

    /// <summary>For an HTML body without style or script.</summary>
    public static readonly ReadOnlyMemory<byte> Html = Concat(HtmlType, Policy);

    /// <summary>For a page of the accounts server, which may have style and script.</summary>
    public static readonly ReadOnlyMemory<byte> Page = Concat(HtmlType, PagePolicy);

    private static readonly byte[] Common = (
        "X-Content-Type-Options: nosniff\r\n"u8 +
        "X-XSS-Protection: 1; mode=block\r\n"u8 +
        "Cache-Control: no-store, no-cache, must-revalidate, private\r\n"u8 +
        "Pragma: no-cache\r\n"u8 +
        "Expires: Thu, 01 Jan 1970 00:00:00 GMT\r\n"u8 +
        "Content-Language: en-US\r\n"u8 +
        "clientVersion: 1\r\n"u8 +
        "clientsubVersion: 1\r\n"u8 +
        "Strict-Transport-Security: max-age=63072000; includeSubDomains; preload\r\n"u8 +
        "Referrer-Policy: strict-origin\r\n"u8 +
        "Set-Cookie: _zcsr_tmp=0f2c1d1e-8a3b-4c5d-9e6f-7a8b9c0d1e2f;path=/;SameSite=Strict;Secure;priority=high\r\n"u8).ToArray();

    private static ReadOnlySpan<byte> HtmlType => "Content-Type: text/html;charset=UTF-8\r\n"u8;

    private static ReadOnlySpan<byte> Policy => "Content-Security-Policy: default-src 'none';frame-ancestors 'self'\r\n"u8;

    private static ReadOnlySpan<byte> PagePolicy =>
        "Content-Security-Policy: default-src 'none';img-src data:;style-src 'unsafe-inline';"u8 +
        "script-src 'unsafe-inline';frame-ancestors 'self'\r\n"u8;

    /// <summary>Adds <c>Retry-After</c> to a 429, unless it is null (protocol 6.3).</summary>
    public static void WriteRetryAfter(HttpResponse response, int? seconds)
    {
        if (response.Status == 429 && seconds is { } wait)
        {
            response.Headers.Append("Retry-After: "u8);
            response.Headers.Append(wait);
            response.Headers.Append("\r\n"u8);
        }
    }

    /// <summary>Adds the number of remaining daily credits (protocol 6.4).</summary>
    public static void WriteCreditsRemaining(HttpResponse response, long credits)
    {
        response.Headers.Append("X-API-CREDITS-REMAINING: "u8);
        response.Headers.Append(credits);
        response.Headers.Append("\r\n"u8);
    }

    /// <summary>Adds the expiry of the access token (protocol 6.4).</summary>
    public static void WriteTokenReset(HttpResponse response, DateTimeOffset expires, TimeSpan offset)
    {
        response.Headers.Append("X-ACCESSTOKEN-RESET: "u8);
        response.Headers.Append(CrmTime.Format(expires, offset));
        response.Headers.Append("\r\n"u8);
    }

    /// <summary>Adds the headers of every response, and those of its kind of body.</summary>
    public static void Write(HttpResponse response)
    {
        response.Headers.Append("Server: ZGS\r\n"u8);
        response.Headers.Append(response.ContentHeaders.IsEmpty ? Policy : response.ContentHeaders.Span);
        response.Headers.Append(Common);
    }

    private static byte[] Concat(ReadOnlySpan<byte> type, ReadOnlySpan<byte> policy) => [.. type, .. policy];
}
