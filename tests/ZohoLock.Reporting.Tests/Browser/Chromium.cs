using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ZohoLock.Reporting.Tests.Browser;

/// <summary>A headless Chromium with one page, driven over the DevTools protocol.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 16];
    private string? _session;
    private int _lastId;

    private Chromium(Process process, string profile)
    {
        _process = process;
        _profile = profile;
    }

    /// <summary>The program's path; null if there is none on this machine.</summary>
    public static string? Executable { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>What the page has asked for, in order.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>What a user would see in the console: messages, errors, violations of the Content-Security-Policy.</summary>
    public List<string> ConsoleMessages { get; } = [];

    public static async Task<Chromium> StartAsync(CancellationToken cancellationToken)
    {
        var profile = Directory.CreateTempSubdirectory("zoholock-chromium-").FullName;
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
        ];
        var process = Process.Start(new ProcessStartInfo(Executable!, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var browser = new Chromium(process, profile);
        await browser.ConnectAsync(cancellationToken);
        return browser;
    }

    /// <summary>Calls a method of the protocol for the page.</summary>
    public async Task<JsonNode> CallAsync(string method, JsonObject? parameters, CancellationToken cancellationToken)
    {
        var id = ++_lastId;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (_session is not null)
        {
            call["sessionId"] = _session;
        }

        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(call), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        while (true)
        {
            var message = await ReceiveAsync(cancellationToken);
            if ((int?)message["id"] == id)
            {
                return message["result"] ?? throw new InvalidOperationException($"{method}: {message["error"]}");
            }
        }
    }

    /// <summary>Opens a page and waits until it has loaded.</summary>
    public async Task OpenAsync(string address, CancellationToken cancellationToken)
    {
        Requests.Clear();
        ConsoleMessages.Clear();
        await CallAsync("Page.navigate", new() { ["url"] = address }, cancellationToken);
        while (await EvaluateAsync("document.readyState + location.href", cancellationToken) is var state && state.GetValue<string>() != $"complete{address}")
        {
            await ReceiveAsync(cancellationToken);
        }
    }

    /// <summary>The value of a JavaScript expression in the page.</summary>
    public async Task<JsonNode> EvaluateAsync(string expression, CancellationToken cancellationToken)
    {
        var result = await CallAsync("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true }, cancellationToken);
        return result["exceptionDetails"] is { } failure ? throw new InvalidOperationException(failure.ToJsonString()) : result["result"]!["value"]!;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A child of the browser may still write to its profile; the folder is a temporary one.
        }
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        string? address = null;
        while (address is null && await _process.StandardError.ReadLineAsync(cancellationToken) is { } line)
        {
            address = line.StartsWith("DevTools listening on ", StringComparison.Ordinal) ? line["DevTools listening on ".Length..] : null;
        }

        // Its pipes must not fill up.
        _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        await _socket.ConnectAsync(new Uri(address ?? throw new InvalidOperationException("Chromium didn't start.")), cancellationToken);
        var target = await CallAsync("Target.createTarget", new() { ["url"] = "about:blank" }, cancellationToken);
        var attached = await CallAsync(
            "Target.attachToTarget", new() { ["targetId"] = target["targetId"]!.GetValue<string>(), ["flatten"] = true }, cancellationToken);
        _session = attached["sessionId"]!.GetValue<string>();
        foreach (var domain in new[] { "Page", "Runtime", "Log", "Network" })
        {
            await CallAsync($"{domain}.enable", null, cancellationToken);
        }
    }

    private async Task<JsonNode> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
            message.Write(_buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);

        var received = JsonNode.Parse(message.ToArray())!;
        switch ((string?)received["method"])
        {
            case "Network.requestWillBeSent":
                Requests.Add(received["params"]!["request"]!["url"]!.GetValue<string>());
                break;
            case "Runtime.consoleAPICalled" or "Runtime.exceptionThrown" or "Log.entryAdded":
                ConsoleMessages.Add(received["params"]!.ToJsonString());
                break;
        }

        return received;
    }
}
