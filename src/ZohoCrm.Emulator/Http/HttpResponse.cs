using System.Text.Encodings.Web;
using System.Text.Json;

namespace ZohoCrm.Emulator.Http;

/// <summary>One answer; the connection reuses the object.</summary>
internal sealed class HttpResponse
{
    // Zoho sends '+' and non-ASCII letters as they are.
    private static readonly JsonWriterOptions AsZohoWrites = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public HttpResponse() => Json = new(Body, AsZohoWrites);

    public int Status { get; set; }

    /// <summary>Whole header lines; the length and the connection's own headers are added when the answer is sent.</summary>
    public ByteBuffer Headers { get; } = new(1024);

    /// <summary>The header lines that describe the body.</summary>
    public ReadOnlyMemory<byte> ContentHeaders { get; set; }

    public ByteBuffer Body { get; } = new(2048);

    /// <summary>Writes into <see cref="Body"/>; flushed when the answer is sent.</summary>
    public Utf8JsonWriter Json { get; }

    public Delivery Delivery { get; set; }

    /// <summary>The time that a slow body takes.</summary>
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

    /// <summary>Lays out the whole answer for one send; returns where its body begins.</summary>
    public int WriteTo(ByteBuffer output, bool isHead, bool keepAlive)
    {
        Json.Flush();
        output.Clear();
        output.Append(StatusLine.Of(Status));
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
