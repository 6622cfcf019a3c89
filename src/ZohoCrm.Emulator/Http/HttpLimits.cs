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
