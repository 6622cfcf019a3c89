namespace ZohoCrm.Emulator.Http;

/// <summary>The largest request that is accepted, in bytes and headers.</summary>
internal static class HttpLimits
{
    public const int Head = 32 * 1024;

    public const int Headers = 100;

    public const int Body = 4 * 1024 * 1024;

    /// <summary>The size line of a chunk, with its extensions.</summary>
    public const int ChunkLine = 1024;

    /// <summary>A chunked request on the wire, with the framing of its chunks.</summary>
    public const int Wire = Head + (2 * Body);
}

/// <summary>A request that violates HTTP or a limit. It is answered with <see cref="Status"/>, and the connection is closed.</summary>
internal sealed class BadHttpRequestException(int status, string reason) : Exception(reason)
{
    public int Status { get; } = status;
}
