using System.Net;
using System.Net.Sockets;

namespace ZohoCrm.Emulator.Http;

/// <summary>Listens on the loopback address and runs the connections, until it is disposed.</summary>
internal sealed class HttpServer : IDisposable
{
    private const int Backlog = 4096;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Dictionary<HttpConnection, Task> _connections = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly IHttpApplication _application;
    private readonly TimeProvider _time;
    private readonly Task _accepting;

    public HttpServer(IHttpApplication application, TimeProvider time, int port)
    {
        _application = application;
        _time = time;
        try
        {
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
            _listener.Listen(Backlog);
        }
        catch
        {
            _listener.Dispose();
            throw;
        }

        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _accepting = Task.Run(AcceptAsync);
    }

    public int Port { get; }

    /// <summary>Frees the port, closes the connections and waits for them to end.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Dispose();
        _accepting.GetAwaiter().GetResult();
        Task[] running;
        lock (_connections)
        {
            foreach (var connection in _connections.Keys)
            {
                connection.Close();
            }

            running = [.. _connections.Values];
        }

        Task.WaitAll(running);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptAsync().ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException && _stopping.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException exception) when (exception.SocketErrorCode != SocketError.OperationAborted)
            {
                // Continue after a client has aborted, and try again after "too many open files".
                await Task.Delay(1).ConfigureAwait(false);
                continue;
            }

            Begin(client);
        }
    }

    private void Begin(Socket client)
    {
        var connection = new HttpConnection(client, _application, _time);
        lock (_connections)
        {
            _connections.Add(connection, Task.Run(() => RunAsync(connection)));
        }
    }

    private async Task RunAsync(HttpConnection connection)
    {
        await connection.RunAsync(_stopping.Token).ConfigureAwait(false);
        lock (_connections)
        {
            _connections.Remove(connection);
        }
    }
}
