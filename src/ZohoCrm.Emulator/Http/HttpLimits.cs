namespace ZohoCrm.Emulator.Http;

/// <summary>How large a request may be before it is refused.</summary>
internal static class HttpLimits
{
    public const int Head = 32 * 1024;

    public const int Headers = 100;

    public const int Body = 4 * 1024 * 1024;

    /// <summary>The size line of a chunk, its extensions included.</summary>
    public const int ChunkLine = 1024;

    /// <summary>A chunked request as it arrives: the body, and what the chunks' framing may add.</summary>
    public const int Wire = Head + (2 * Body);
}
