using System.Net;
using System.Net.Sockets;

namespace ZohoLock.Client.Tests.Servers;

/// <summary>A port of this machine that is taken, so that nobody else listens on it, and where nobody answers.</summary>
internal sealed class DesertedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public DesertedPort()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        BaseUri = new($"http://127.0.0.1:{((IPEndPoint)_socket.LocalEndPoint!).Port}");
    }

    public Uri BaseUri { get; }

    public void Dispose() => _socket.Dispose();
}
