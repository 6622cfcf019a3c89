namespace ZohoCrm.Emulator.Http;

/// <summary>A request that violates HTTP or a limit. It is answered with <see cref="Status"/>, and the connection is closed.</summary>
internal sealed class BadHttpRequestException(int status, string reason) : Exception(reason)
{
    public int Status { get; } = status;
}
