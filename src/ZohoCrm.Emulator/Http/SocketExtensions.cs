using System.Net.Sockets;

namespace ZohoCrm.Emulator.Http;

/// <summary>Sending on a socket.</summary>
internal static class SocketExtensions
{
    /// <summary>Sends all bytes, in several calls if the socket takes fewer.</summary>
    public static async ValueTask SendAllAsync(this Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None).ConfigureAwait(false)..];
        }
    }
}
