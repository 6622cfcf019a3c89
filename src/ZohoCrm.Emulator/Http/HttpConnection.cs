using System.Net.Sockets;

namespace ZohoCrm.Emulator.Http;

/// <summary>One client's connection: reads a request, has it answered, sends the answer, and again.</summary>
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
        catch (Exception exception) when (IsOrdinaryEnd(exception, stopping))
        {
            // The client went away, or the server stops: there is nobody left to tell.
        }
        catch (Exception exception)
        {
            application.Failed(exception);
        }
        finally
        {
            socket.Dispose();
        }
    }

    /// <summary>Closes both directions, which ends whatever the connection waits for; it then disposes of itself.</summary>
    public void Close()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It has ended by itself meanwhile.
        }
    }

    private static bool IsOrdinaryEnd(Exception exception, CancellationToken stopping) =>
        exception is SocketException or ObjectDisposedException
        || (exception is OperationCanceledException or HttpRefusedException && stopping.IsCancellationRequested);

    private async ValueTask<bool> ServeOneAsync(CancellationToken stopping)
    {
        try
        {
            if (!await _reader.ReadAsync(_request).ConfigureAwait(false))
            {
                return false;
            }
        }
        catch (HttpRefusedException refusal) when (!stopping.IsCancellationRequested)
        {
            await RefuseAsync(refusal, stopping).ConfigureAwait(false);
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

    /// <summary>Sends the answer in the way that it is to travel; false where the connection ends with it.</summary>
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
                await socket.SendAllAsync(_output.Written[..Cut(bodyStart)]).ConfigureAwait(false);
                return false;
            case Delivery.Silence:
                await _reader.ReadToEndAsync(stopping).ConfigureAwait(false);
                return false;
            default:
                // Closing with a linger time of zero sends RST.
                Release();
                socket.LingerState = new(true, 0);
                return false;
        }
    }

    /// <summary>Lets go of what the request holds, before the client can have the whole answer and send the next.</summary>
    private void Release()
    {
        _lease?.Release();
        _lease = null;
    }

    /// <summary>Half of the body is sent; of an answer without a body, half of the head.</summary>
    private int Cut(int bodyStart) => _output.Length > bodyStart ? (bodyStart + _output.Length) / 2 : bodyStart / 2;

    private async ValueTask SendSlowlyAsync(int bodyStart, CancellationToken stopping)
    {
        // The last byte is kept back; of an answer without a body, the head's.
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

    private async ValueTask RefuseAsync(HttpRefusedException refusal, CancellationToken stopping)
    {
        _response.Begin();
        application.Refuse(refusal, _request, _response);
        _response.WriteTo(_output, isHead: false, keepAlive: false);
        await socket.SendAllAsync(_output.Written).ConfigureAwait(false);

        // Closing while the client still sends would reset the connection and take the answer with it.
        socket.Shutdown(SocketShutdown.Send);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(LingerTime);
        try
        {
            await _reader.ReadToEndAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // The client does not close its side: the connection is closed on it.
        }
    }
}
