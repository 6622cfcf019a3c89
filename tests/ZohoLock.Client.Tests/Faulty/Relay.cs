using System.Net;
using System.Net.Sockets;

namespace ZohoLock.Client.Tests.Faulty;

/// <summary>
/// Stands between a client and the emulator's API. The test is asked about each call, and may do things before and after it is passed on, lose
/// its answer, or keep it for later. It tells the time in a Date header, as Zoho's servers do.
/// </summary>
internal sealed class Relay : IDisposable
{
    private readonly HttpListener _listener;
    private readonly HttpClient _server;
    private readonly TimeProvider _time;
    private readonly Func<RelayedCall, Task> _onCall;
    private readonly Dictionary<string, int> _calls = [];

    public Relay(Uri server, TimeProvider time, Func<RelayedCall, Task>? onCall)
    {
        _server = new HttpClient { BaseAddress = server };
        _time = time;
        _onCall = onCall ?? (_ => Task.CompletedTask);
        (_listener, BaseUri) = Listen();
        _ = AcceptAsync();
    }

    public Uri BaseUri { get; }

    public void Dispose()
    {
        _listener.Close();
        _server.Dispose();
    }

    private static (HttpListener Listener, Uri BaseUri) Listen()
    {
        while (true)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
            probe.Stop();
            var listener = new HttpListener();
            listener.Prefixes.Add(address);
            try
            {
                listener.Start();
                return (listener, new Uri(address));
            }
            catch (HttpListenerException)
            {
                // Somebody was faster: another port.
            }
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.GetContextAsync());
            }
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        int number;
        lock (_calls)
        {
            number = _calls[context.Request.HttpMethod] = _calls.GetValueOrDefault(context.Request.HttpMethod) + 1;
        }

        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var call = new RelayedCall(_server, context.Request, body.ToArray(), number);
            await _onCall(call);
            if (call.IsLost)
            {
                // A listener that aborts before it has sent anything answers 200 and nothing else: not what a broken connection is.
                context.Response.ContentLength64 = 100;
                await context.Response.OutputStream.WriteAsync("{"u8.ToArray());
                context.Response.Abort();
                return;
            }

            var (status, answer) = await call.PassOnAsync();
            context.Response.StatusCode = status;
            context.Response.Headers["Date"] = _time.GetUtcNow().ToString("r");
            if (status == 204)
            {
                context.Response.Close();
            }
            else
            {
                context.Response.ContentType = "application/json;charset=UTF-8";
                context.Response.Close(answer, willBlock: true);
            }
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The client went away, or the relay was disposed.
        }
    }
}

/// <summary>A call that came to a <see cref="Relay"/>.</summary>
internal sealed class RelayedCall(HttpClient server, HttpListenerRequest request, byte[] body, int number)
{
    private readonly string _path = request.RawUrl!;
    private readonly string? _authorization = request.Headers["Authorization"];
    private Task<(int Status, byte[] Body)>? _answer;

    public string Method { get; } = request.HttpMethod;

    /// <summary>Which call of its method it is, counted from 1.</summary>
    public int Number { get; } = number;

    public bool IsLost { get; private set; }

    /// <summary>Breaks the connection instead of an answer; what wasn't passed on by then isn't carried out, unless it is passed on later.</summary>
    public void Lose() => IsLost = true;

    /// <summary>Has the emulator carry it out; once, however often it is asked to.</summary>
    public Task<(int Status, byte[] Body)> PassOnAsync() => _answer ??= SendAsync();

    private async Task<(int Status, byte[] Body)> SendAsync()
    {
        using var message = new HttpRequestMessage(new(Method), _path);
        message.Headers.TryAddWithoutValidation("Authorization", _authorization);
        if (Method != "GET")
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = new("application/json");
        }

        using var response = await server.SendAsync(message);
        return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync());
    }
}
