using System.Buffers.Text;
using System.Net.Sockets;

namespace ZohoCrm.Emulator.Http;

/// <summary>Reads whole requests from a socket, one after another.</summary>
internal sealed class HttpRequestReader(Socket socket)
{
    private static readonly byte[] ContinueLine = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    private readonly ByteBuffer _body = new(0);
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>Reads the next request; returns false if the client has closed the connection.</summary>
    public async ValueTask<bool> ReadAsync(HttpRequest request)
    {
        request.Begin();
        SkipEmptyLines();
        var searched = 0;
        int headLength;
        while ((headLength = FindHeadEnd(ref searched)) < 0)
        {
            if (_end - _start >= HttpLimits.Head)
            {
                throw new BadHttpRequestException(431, "The request head is too large.");
            }

            var isBetweenRequests = _end == _start;
            if (!await ReceiveAsync(default).ConfigureAwait(false))
            {
                return isBetweenRequests ? false : throw new BadHttpRequestException(400, "The connection ended within a request.");
            }

            SkipEmptyLines();
        }

        HttpHeadParser.Parse(_buffer.AsSpan(_start, headLength), request);
        if (request.ExpectsContinue && (request.IsChunked || _end - _start < headLength + request.ContentLength))
        {
            await socket.SendAllAsync(ContinueLine).ConfigureAwait(false);
        }

        var length = request.IsChunked
            ? await ReadChunksAsync(headLength, request).ConfigureAwait(false)
            : await ReadBodyAsync(headLength, request).ConfigureAwait(false);
        request.SetHead(_buffer.AsMemory(_start, headLength));
        _start += length;
        return true;
    }

    /// <summary>Discards all input until the client closes its side.</summary>
    public async ValueTask ReadToEndAsync(CancellationToken cancellation)
    {
        do
        {
            _start = _end = 0;
        }
        while (await ReceiveAsync(cancellation).ConfigureAwait(false));
    }

    private async ValueTask<int> ReadBodyAsync(int headLength, HttpRequest request)
    {
        var bodyLength = request.ContentLength ?? 0;
        await ReceiveUntilAsync(headLength + bodyLength).ConfigureAwait(false);
        request.Body = _buffer.AsMemory(_start + headLength, bodyLength);
        return headLength + bodyLength;
    }

    private async ValueTask<int> ReadChunksAsync(int headLength, HttpRequest request)
    {
        var position = headLength;
        _body.Clear();
        while (true)
        {
            var lineLength = await ReadLineLengthAsync(position).ConfigureAwait(false);
            var size = ChunkSize(_buffer.AsSpan(_start + position, lineLength));
            position += lineLength + 2;
            if (size == 0)
            {
                break;
            }

            if (size > HttpLimits.Body - _body.Length)
            {
                throw new BadHttpRequestException(413, "The body is too large.");
            }

            await ReceiveUntilAsync(position + size + 2).ConfigureAwait(false);
            var chunk = _buffer.AsSpan(_start + position, size + 2);
            if (!chunk[size..].SequenceEqual("\r\n"u8))
            {
                throw new BadHttpRequestException(400, "A chunk is not as long as it says.");
            }

            _body.Append(chunk[..size]);
            position += size + 2;
        }

        int trailer;
        while ((trailer = await ReadLineLengthAsync(position).ConfigureAwait(false)) > 0)
        {
            position += trailer + 2;
        }

        request.Body = _body.Written;
        return position + 2;
    }

    private static int ChunkSize(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOfAny((byte)';', (byte)' ', (byte)'\t');
        var digits = end < 0 ? line : line[..end];
        if (digits.IsEmpty || !Utf8Parser.TryParse(digits, out long size, out var used, 'X') || used != digits.Length || size < 0)
        {
            throw new BadHttpRequestException(400, "A chunk has no size.");
        }

        return size <= HttpLimits.Body ? (int)size : throw new BadHttpRequestException(413, "The body is too large.");
    }

    private async ValueTask<int> ReadLineLengthAsync(int position)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start + position, _end - _start - position).IndexOf("\r\n"u8);
            if (length >= 0)
            {
                return length;
            }

            if (_end - _start - position > HttpLimits.ChunkLine)
            {
                throw new BadHttpRequestException(400, "A chunk has no size.");
            }

            await ReceiveUntilAsync(_end - _start + 1).ConfigureAwait(false);
        }
    }

    private async ValueTask ReceiveUntilAsync(int count)
    {
        while (_end - _start < count)
        {
            if (count > HttpLimits.Wire)
            {
                throw new BadHttpRequestException(413, "The body is too large.");
            }

            EnsureCapacity(count);
            if (!await ReceiveAsync(default).ConfigureAwait(false))
            {
                throw new BadHttpRequestException(400, "The connection ended within a request.");
            }
        }
    }

    private int FindHeadEnd(ref int searched)
    {
        var received = _buffer.AsSpan(_start, _end - _start);
        var found = received[searched..].IndexOf("\r\n\r\n"u8);
        if (found >= 0)
        {
            return searched + found + 4;
        }

        searched = Math.Max(0, received.Length - 3);
        return -1;
    }

    private void SkipEmptyLines()
    {
        while (_end - _start >= 2 && _buffer[_start] == '\r' && _buffer[_start + 1] == '\n')
        {
            _start += 2;
        }

        if (_start == _end)
        {
            _start = _end = 0;
        }
    }

    private async ValueTask<bool> ReceiveAsync(CancellationToken cancellation)
    {
        if (_end == _buffer.Length)
        {
            EnsureCapacity(_end - _start + 1);
        }

        var received = await socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, cancellation).ConfigureAwait(false);
        _end += received;
        return received > 0;
    }

    private void EnsureCapacity(int count)
    {
        if (_buffer.Length - _start >= count)
        {
            return;
        }

        var target = _buffer.Length >= count ? _buffer : new byte[Math.Max(_buffer.Length * 2, count)];
        _buffer.AsSpan(_start, _end - _start).CopyTo(target);
        _buffer = target;
        _end -= _start;
        _start = 0;
    }
}
