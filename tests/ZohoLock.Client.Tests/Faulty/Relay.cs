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
        if (call.Instead is { } instead)
        {
            return instead;
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

    /// <summary>What is answered instead of what the emulator says; null for that. What isn't passed on isn't carried out.</summary>
    public Reply? Instead { get; set; }

    /// <summary>Breaks the connection instead of an answer.</summary>
    /// <remarks>In the middle of the body: a reused connection that is closed before its first byte is tried again by HttpClient itself.</remarks>
    public void Lose() => Instead = Reply.Truncated(200, "{}");

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
