namespace ZohoCrm.Emulator.Http;

/// <summary>A request that HTTP itself refuses: it is answered with the status, and the connection closed.</summary>
internal sealed class HttpRefusedException(int status, string reason) : Exception(reason)
{
    public int Status { get; } = status;
}
