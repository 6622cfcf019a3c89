using System.Text;
using ZohoLock.Client.Tests.Servers;

namespace ZohoLock.Client.Tests.Faulty;

/// <summary>
/// Stands between a client and the emulator's API. The test is asked about each call, and may do things before and after it is passed on, lose
/// its answer, or keep it for later. It tells the time in a Date header, as Zoho's servers do.
/// </summary>
internal sealed class Relay : IDisposable
{
    private readonly LiteralServer _listener;
    private readonly HttpClient _server;
    private readonly TimeProvider _time;
    private readonly Func<RelayedCall, Task> _onCall;
    private readonly Dictionary<string, int> _calls = [];

    public Relay(Uri server, TimeProvider time, Func<RelayedCall, Task>? onCall)
    {
        _server = new HttpClient { BaseAddress = server };
        _time = time;
        _onCall = onCall ?? (_ => Task.CompletedTask);
        _listener = new(ServeAsync);
    }

    public Uri BaseUri => _listener.BaseUri;

    /// <summary>Nobody listens from now on, on a port that nobody else gets.</summary>
    public void Desert() => _listener.Desert();

    public void Dispose()
    {
        _listener.Dispose();
        _server.Dispose();
    }

    private async Task<Reply> ServeAsync(ReceivedRequest request)
    {
        int number;
        lock (_calls)
        {
            number = _calls[request.Method] = _calls.GetValueOrDefault(request.Method) + 1;
        }

        var call = new RelayedCall(_server, request, number);
        await _onCall(call);
        if (call.IsLost)
        {
            // A status line and half a body: a reused connection that is closed before its first byte is tried again by HttpClient itself.
            return Reply.Truncated(200, "{}");
        }

        var (status, answer) = await call.PassOnAsync();
        return Reply.Json(status, Encoding.UTF8.GetString(answer), $"Date: {_time.GetUtcNow():r}");
    }
}

/// <summary>A call that came to a <see cref="Relay"/>.</summary>
internal sealed class RelayedCall(HttpClient server, ReceivedRequest request, int number)
{
    private Task<(int Status, byte[] Body)>? _answer;

    public string Method => request.Method;

    /// <summary>Which call of its method it is, counted from 1.</summary>
    public int Number { get; } = number;

    public bool IsLost { get; private set; }

    /// <summary>Breaks the connection instead of an answer; what wasn't passed on by then isn't carried out, unless it is passed on later.</summary>
    public void Lose() => IsLost = true;

    /// <summary>Has the emulator carry it out; once, however often it is asked to.</summary>
    public Task<(int Status, byte[] Body)> PassOnAsync() => _answer ??= SendAsync();

    private async Task<(int Status, byte[] Body)> SendAsync()
    {
        using var message = new HttpRequestMessage(new(Method), request.Target);
        message.Headers.TryAddWithoutValidation("Authorization", request.Authorization);
        if (Method != "GET")
        {
            message.Content = new StringContent(request.Body, Encoding.UTF8, "application/json");
        }

        using var response = await server.SendAsync(message);
        return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync());
    }
}
