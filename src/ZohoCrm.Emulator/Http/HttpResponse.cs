using System.Text.Encodings.Web;
using System.Text.Json;

namespace ZohoCrm.Emulator.Http;

/// <summary>One response. The connection reuses the object.</summary>
internal sealed class HttpResponse
{
    // Zoho does not escape '+' and non-ASCII letters.
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public HttpResponse() => Json = new(Body, JsonOptions);

    public int Status { get; set; }

    /// <summary>Header lines. <see cref="WriteTo"/> adds Content-Length and Connection.</summary>
    public ByteBuffer Headers { get; } = new(1024);

    /// <summary>The header lines that describe the body.</summary>
    public ReadOnlyMemory<byte> ContentHeaders { get; set; }

    public ByteBuffer Body { get; } = new(2048);

    /// <summary>Writes to <see cref="Body"/>; <see cref="WriteTo"/> flushes it.</summary>
    public Utf8JsonWriter Json { get; }

    public Delivery Delivery { get; set; }

    /// <summary>How long a slow body takes.</summary>
    public TimeSpan SlowFor { get; set; }

    public bool MayHaveBody => Status is not (204 or 304) and >= 200;

    public void Begin()
    {
        Status = 204;
        Headers.Clear();
        ContentHeaders = default;
        Json.Reset();
        Body.Clear();
        Delivery = Delivery.Whole;
    }

    /// <summary>Writes the whole response to a buffer; returns where its body begins.</summary>
    public int WriteTo(ByteBuffer output, bool isHead, bool keepAlive)
    {
        Json.Flush();
        output.Clear();
        output.Append(StatusLine.Get(Status));
        output.Append(Headers.Written.Span);
        if (MayHaveBody)
        {
            output.Append("Content-Length: "u8);
            output.Append(Body.Length);
            output.Append("\r\n"u8);
        }

        output.Append(keepAlive ? "Connection: keep-alive\r\n\r\n"u8 : "Connection: close\r\n\r\n"u8);
        var headLength = output.Length;
        if (MayHaveBody && !isHead)
        {
            output.Append(Body.Written.Span);
        }

        return headLength;
    }
}

/// <summary>How a response is sent.</summary>
internal enum Delivery
{
    Whole,

    /// <summary>The body is sent in pieces, over a time.</summary>
    Slow,

    /// <summary>The connection is closed before Content-Length bytes have been sent.</summary>
    Truncated,

    /// <summary>Nothing is sent; the connection is reset.</summary>
    Reset,

    /// <summary>Nothing is sent; the connection stays open until the client gives up.</summary>
    None,
}
