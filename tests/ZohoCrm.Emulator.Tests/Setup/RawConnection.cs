using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ZohoCrm.Emulator.Tests.Setup;

/// <summary>A raw TCP connection, for requests that an HTTP client does not send.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    public RawConnection(CrmEmulator emulator) => _socket.Connect("127.0.0.1", emulator.Port);

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes).AsTask().WaitAsync(Hang.Guard)..];
        }
    }

    public void CloseSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Reads one response by its Content-Length.</summary>
    public async Task<Answer> ReadAsync(bool isHead = false)
    {
        var head = await ReadHeadAsync();
        var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        var length = headers.TryGetValue("Content-Length", out var text) && !isHead ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        while (_end - _start < length)
        {
            await MoreAsync();
        }

        var body = Encoding.UTF8.GetString(_buffer, _start, length);
        _start += length;
        return new(status, body, headers);
    }

    public async Task<string> ReadHeadAsync()
    {
        int found;
        while ((found = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            await MoreAsync();
        }

        var head = Encoding.ASCII.GetString(_buffer, _start, found);
        _start += found + 4;
        return head;
    }

    /// <summary>Reads until the server closes the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var text = new StringBuilder(Encoding.UTF8.GetString(_buffer, _start, _end - _start));
        _start = _end = 0;
        int received;
        while ((received = await ReceiveAsync()) > 0)
        {
            text.Append(Encoding.UTF8.GetString(_buffer, 0, received));
        }

        return text.ToString();
    }

    public Task<int> ReceiveAsync() => _socket.ReceiveAsync(_buffer.AsMemory()).AsTask().WaitAsync(Hang.Guard);

    public void Dispose() => _socket.Dispose();

    private async Task MoreAsync()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        var received = await _socket.ReceiveAsync(_buffer.AsMemory(_end)).AsTask().WaitAsync(Hang.Guard);
        _end += received > 0 ? received : throw new EndOfStreamException("The connection closed within an answer.");
    }
}
