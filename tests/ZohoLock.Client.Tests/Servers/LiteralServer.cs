using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ZohoLock.Client.Tests.Servers;

/// <summary>
/// A raw HTTP server on the loopback address that answers literal text, so that what the protocol notes quote, and not what the emulator
/// makes of it, is what the client reads.
/// </summary>
internal sealed class LiteralServer : IDisposable
{
    private static readonly byte[] Letters = Encoding.ASCII.GetBytes(new string('x', 65_536));

    private readonly DesertedPort _port = new();
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly Func<ReceivedRequest, Task<Reply>> _answer;
    private int _connections;
    private long _lettersSent;

    public LiteralServer(Func<ReceivedRequest, Task<Reply>> answer)
    {
        _answer = answer;
        _listener = new(IPAddress.Loopback, BaseUri.Port);
        _listener.Start();
        _ = AcceptAsync();
    }

    public LiteralServer(Func<ReceivedRequest, Reply> answer)
        : this(request => Task.FromResult(answer(request)))
    {
    }

    public Uri BaseUri => _port.BaseUri;

    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    /// <summary>The one request that came.</summary>
    public ReceivedRequest Request => Assert.Single(Requests);

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>How much of bodies that never end the clients took, with what the network holds.</summary>
    public long LettersSent => Volatile.Read(ref _lettersSent);

    /// <summary>Answers the same to everything.</summary>
    public static LiteralServer Always(Reply reply) => new(_ => reply);

    /// <summary>Answers each reply once, in their order, and a status of its own when they are used up.</summary>
    public static LiteralServer InTurn(params Reply[] replies)
    {
        var left = new ConcurrentQueue<Reply>(replies);
        return new(_ => left.TryDequeue(out var reply) ? reply : Reply.Json(599, """{"message":"the test expected no more requests"}"""));
    }

    /// <summary>Nobody listens from now on, on a port that nobody else gets until this is disposed.</summary>
    public void Desert()
    {
        _stop.Cancel();
        _listener.Dispose();
    }

    public void Dispose()
    {
        Desert();
        _stop.Dispose();
        _port.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(socket, _stop.Token);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        try
        {
            using var stream = new NetworkStream(socket, ownsSocket: true);
            while (await ReadAsync(stream, stop) is { } request)
            {
                _requests.Enqueue(request);
                var reply = await _answer(request).WaitAsync(stop);
                await stream.WriteAsync(reply.Bytes, stop);
                while (reply.Then == AfterReply.NeverEnd)
                {
                    await stream.WriteAsync(Letters, stop);
                    Interlocked.Add(ref _lettersSent, Letters.Length);
                }

                if (reply.Then == AfterReply.Close)
                {
                    return;
                }

                if (reply.Then == AfterReply.Hang)
                {
                    // Until the client gives up, or the server is disposed.
                    _ = await stream.ReadAsync(new byte[1], stop);
                    return;
                }
            }
        }
        catch (Exception end) when (end is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client went away, or the server was disposed.
        }
    }

    private static async Task<ReceivedRequest?> ReadAsync(NetworkStream stream, CancellationToken stop)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!EndsHead(head))
        {
            if (await stream.ReadAsync(one, stop) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var start = lines[0].Split(' ');
        var headers = lines[1..].Select(line => line.Split(':', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1].Trim())).ToList();
        var request = new ReceivedRequest(start[0], start[1], headers, string.Empty);
        var body = new byte[int.Parse(request.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, stop);
        return request with { Body = Encoding.UTF8.GetString(body) };
    }

    private static bool EndsHead(List<byte> bytes) => bytes.Count >= 4
        && bytes[^4] == '\r' && bytes[^3] == '\n' && bytes[^2] == '\r' && bytes[^1] == '\n';
}
