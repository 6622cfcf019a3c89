using System.Net.Sockets;

namespace ZohoCrm.Emulator.Http;

/// <summary>One client's connection: reads requests, has them answered and sends the responses, one after another.</summary>
internal sealed class HttpConnection(Socket socket, IHttpApplication application, TimeProvider time)
{
    private const int SlowPieces = 10;
    private static readonly TimeSpan LingerTime = TimeSpan.FromSeconds(1);

    private readonly HttpRequestReader _reader = new(socket);
    private readonly HttpRequest _request = new();
    private readonly HttpResponse _response = new();
    private readonly ByteBuffer _output = new(4096);
    private IRequestLease? _lease;

    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            socket.NoDelay = true;
            while (await ServeOneAsync(stopping).ConfigureAwait(false))
            {
            }
        }
        catch (Exception exception) when (IsExpectedEnd(exception, stopping))
        {
            // The client has closed the connection, or the server is stopping.
        }
        catch (Exception exception)
        {
            application.ReportFailure(exception);
        }
        finally
        {
            socket.Dispose();
        }
    }

    /// <summary>Shuts the socket down, so that <see cref="RunAsync"/> ends and disposes it.</summary>
    public void Close()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The connection has ended already.
        }
    }

    private static bool IsExpectedEnd(Exception exception, CancellationToken stopping) =>
        exception is SocketException or ObjectDisposedException
        || (exception is OperationCanceledException or BadHttpRequestException && stopping.IsCancellationRequested);

    private async ValueTask<bool> ServeOneAsync(CancellationToken stopping)
    {
        try
        {
            if (!await _reader.ReadAsync(_request).ConfigureAwait(false))
            {
                return false;
            }
        }
        catch (BadHttpRequestException exception) when (!stopping.IsCancellationRequested)
        {
            await RejectAsync(exception, stopping).ConfigureAwait(false);
            return false;
        }

        _response.Begin();
        _lease = await application.AnswerAsync(_request, _response, stopping).ConfigureAwait(false);
        try
        {
            return await DeliverAsync(stopping).ConfigureAwait(false);
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Sends the response as its <see cref="Delivery"/> says; returns false if the connection ends.</summary>
    private async ValueTask<bool> DeliverAsync(CancellationToken stopping)
    {
        var bodyStart = _response.WriteTo(_output, _request.Method == "HEAD", _request.KeepAlive);
        switch (_response.Delivery)
        {
            case Delivery.Whole:
                Release();
                await socket.SendAllAsync(_output.Written).ConfigureAwait(false);
                return _request.KeepAlive;
            case Delivery.Slow:
                await SendSlowlyAsync(bodyStart, stopping).ConfigureAwait(false);
                return _request.KeepAlive;
            case Delivery.Truncated:
                Release();
                await socket.SendAllAsync(_output.Written[..TruncatedLength(bodyStart)]).ConfigureAwait(false);
                return false;
            case Delivery.None:
                await _reader.ReadToEndAsync(stopping).ConfigureAwait(false);
                return false;
            default:
                // Closing with a linger time of zero sends RST.
                Release();
                socket.LingerState = new(true, 0);
                return false;
        }
    }

    /// <summary>Releases the lease before the client has the whole response and can send the next request.</summary>
    private void Release()
    {
        _lease?.Release();
        _lease = null;
    }

    /// <summary>How much of a truncated response is sent: half of the body, or half of the head if there is no body.</summary>
    private int TruncatedLength(int bodyStart) => _output.Length > bodyStart ? (bodyStart + _output.Length) / 2 : bodyStart / 2;

    private async ValueTask SendSlowlyAsync(int bodyStart, CancellationToken stopping)
    {
        // Keep the last byte of the body, or of the head if there is no body, until the end.
        var last = _output.Length - 1;
        var sent = Math.Min(bodyStart, last);
        await socket.SendAllAsync(_output.Written[..sent]).ConfigureAwait(false);
        for (var piece = 1; piece <= SlowPieces; piece++)
        {
            await Task.Delay(_response.SlowFor / SlowPieces, time, stopping).ConfigureAwait(false);
            var next = sent + ((last - sent) / (SlowPieces + 1 - piece));
            await socket.SendAllAsync(_output.Written[sent..next]).ConfigureAwait(false);
            sent = next;
        }

        Release();
        await socket.SendAllAsync(_output.Written[sent..]).ConfigureAwait(false);
    }

    private async ValueTask RejectAsync(BadHttpRequestException exception, CancellationToken stopping)
    {
        _response.Begin();
        application.Reject(exception, _request, _response);
        _response.WriteTo(_output, isHead: false, keepAlive: false);
        await socket.SendAllAsync(_output.Written).ConfigureAwait(false);

        // Closing while the client is sending would reset the connection, and the client would lose the response.
        socket.Shutdown(SocketShutdown.Send);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        timeout.CancelAfter(LingerTime);
        try
        {
            await _reader.ReadToEndAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // The client has not closed its side in time.
        }
    }
}
