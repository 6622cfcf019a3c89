using System.Net.Sockets;

namespace ZohoCrm.Emulator.Http;

internal static class SocketSending
{
    /// <summary>Sends all of the bytes; a socket may take fewer than it is given.</summary>
    public static async ValueTask SendAllAsync(this Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None).ConfigureAwait(false)..];
        }
    }
}
