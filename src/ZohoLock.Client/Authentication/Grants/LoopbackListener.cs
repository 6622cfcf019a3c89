using System.Collections.Specialized;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Web;
using ZohoLock.Transport;

namespace ZohoLock.Authentication.Grants;

/// <summary>
/// Listens on this machine's loopback addresses for the redirect of a sign-in. A browser may use either address of <c>localhost</c>, so
/// both are needed: another program on one of them would receive the code.
/// </summary>
internal sealed class LoopbackListener : IDisposable
{
    private const int MaxRequestSize = 16 * 1024;

    // Browsers open connections in advance that they may never use.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    private readonly List<TcpListener> _listeners = [];
    private readonly string _path;
    private readonly TimeProvider _time;

    private LoopbackListener(string path, TimeProvider time) => (_path, _time) = (path, time);

    /// <summary>Starts listening.</summary>
    /// <exception cref="ZohoException">The address isn't a loopback address with a port, or the port is in use.</exception>
    public static LoopbackListener Start(Uri address, TimeProvider time) => Start(address, time, IPAddress.IPv6Loopback);

    /// <inheritdoc cref="Start(Uri, TimeProvider)"/>
    /// <param name="address">The redirect URI.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ipv6">The IPv6 address of <c>localhost</c>; ignored if this machine doesn't have it.</param>
    internal static LoopbackListener Start(Uri address, TimeProvider time, IPAddress ipv6)
    {
        if (!TryGetAddresses(address, ipv6, out var addresses))
        {
            throw new ZohoException(
                AddressErrors.FindMissingScheme(address, Uri.UriSchemeHttp, "UnsafeRedirectUri", "the redirect URI", nameof(BrowserCredential.RedirectUri))
                ?? ZohoError.Input(
                    "UnsafeRedirectUri",
                    $"the redirect URI '{ZohoHosts.WithoutUserInfo(address)}' is not one that only this machine can receive",
                    $"Register a loopback address such as {BrowserCredential.DefaultRedirectUri} with the client in the API console, and give it as -RedirectUri."));
        }

        var listener = new LoopbackListener(address.AbsolutePath, time);
        try
        {
            foreach (var ip in addresses)
            {
                listener.Listen(address, ip, isOptional: addresses.Length > 1 && ip.Equals(ipv6));
            }

            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Waits for a request that <paramref name="isExpected"/> accepts by its query and responds to it; other requests get a 404.
    /// </summary>
    /// <exception cref="ZohoException">The system accepts no more connections.</exception>
    public async Task<IReadOnlyDictionary<string, string?>> ReceiveAsync(
        Func<IReadOnlyDictionary<string, string?>, bool> isExpected, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var redirect = new TaskCompletionSource<IReadOnlyDictionary<string, string?>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var accepting = Task.WhenAll(_listeners.Select(listener => AcceptAsync(listener, isExpected, redirect, stop.Token)));
        try
        {
            return await redirect.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await accepting.ConfigureAwait(false);
        }
    }

    public void Dispose() => _listeners.ForEach(listener => listener.Dispose());

    // Browsers look up other names in DNS that .NET regards as loopback, such as "loopback".
    private static bool TryGetAddresses(Uri address, IPAddress ipv6, [NotNullWhen(true)] out IPAddress[]? addresses)
    {
        addresses = null;
        if (!address.IsAbsoluteUri || address.Scheme != Uri.UriSchemeHttp || address.Port <= 0 || address.UserInfo.Length > 0 || address.Query.Length > 0)
        {
            return false;
        }

        var isLocalhost = address.OriginalString.StartsWith("http://localhost", StringComparison.OrdinalIgnoreCase) && Loopback.Contains(address);
        addresses = isLocalhost ? [IPAddress.Loopback, ipv6]
            : IPAddress.TryParse(address.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip) && !ip.IsIPv4MappedToIPv6 ? [ip]
            : null;
        return addresses is not null;
    }

    // .NET sets SO_REUSEADDR on Unix, where it doesn't allow sharing an address; on Windows it would, so exclusive use is set.
    private void Listen(Uri redirectUri, IPAddress ip, bool isOptional)
    {
        var endpoint = new IPEndPoint(ip, redirectUri.Port);
        TcpListener? listener = null;
        try
        {
            listener = new TcpListener(endpoint) { ExclusiveAddressUse = true };
            listener.Start();
            _listeners.Add(listener);
        }
        catch (SocketException failure)
        {
            listener?.Dispose();
            if (!isOptional || failure.SocketErrorCode is not (SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported))
            {
                throw new ZohoException(DescribeTaken(redirectUri, endpoint, failure), failure);
            }
        }
    }

    private static ZohoError DescribeTaken(Uri redirectUri, IPEndPoint endpoint, SocketException failure) => new()
    {
        Code = "PortNotFree",
        Message = $"the redirect URI {redirectUri.AbsoluteUri} can't be listened on, so that no browser was opened: "
            + (failure.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? $"another program listens at {endpoint}, and would be sent what this sign-in brings"
                : $"{endpoint}: {failure.Message}"),
        Advice = "End that program, or register a redirect URI with another port in the API console, and give it as -RedirectUri.",
        Kind = ZohoErrorKind.ConnectionError,
    };

    private async Task AcceptAsync(
        TcpListener listener,
        Func<IReadOnlyDictionary<string, string?>, bool> isExpected,
        TaskCompletionSource<IReadOnlyDictionary<string, string?>> redirect,
        CancellationToken stop)
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop).ConfigureAwait(false);
                serving.RemoveAll(task => task.IsCompleted);
                serving.Add(ServeAsync(client, isExpected, redirect, stop));
            }
        }
        catch (OperationCanceledException)
        {
            // The redirect has arrived, or the caller has cancelled.
        }
        catch (SocketException failure)
        {
            redirect.TrySetException(new ZohoException(
                ZohoError.NoResponse("SignInNotReceived", $"the sign-in's answer can't be received: {failure.Message}", "Connect again.", CallOutcome.Refused), failure));
        }

        await Task.WhenAll(serving).ConfigureAwait(false);
    }

    private async Task ServeAsync(
        TcpClient client,
        Func<IReadOnlyDictionary<string, string?>, bool> isExpected,
        TaskCompletionSource<IReadOnlyDictionary<string, string?>> redirect,
        CancellationToken stop)
    {
        using var timeout = new CancellationTokenSource(RequestTimeout, _time);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        IReadOnlyDictionary<string, string?>? parameters = null;
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                parameters = ParseQuery(await ReadRequestLineAsync(stream, late.Token).ConfigureAwait(false)) is { } query && isExpected(query) ? query : null;
                await stream.WriteAsync(CreatePage(parameters), late.Token).ConfigureAwait(false);
            }
        }
        catch (Exception disconnected) when (disconnected is IOException or OperationCanceledException)
        {
            // The browser has disconnected or never sent anything; a redirect that was read still counts.
        }

        if (parameters is not null)
        {
            redirect.TrySetResult(parameters);
        }
    }

    // Null if the request is incomplete or too long.
    private static async Task<string?> ReadRequestLineAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxRequestSize];
        for (var length = 0; length < buffer.Length;)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            length += read;
            if (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) >= 0)
            {
                return Encoding.Latin1.GetString(buffer, 0, buffer.AsSpan().IndexOf("\r\n"u8));
            }

            if (read == 0)
            {
                return null;
            }
        }

        return null;
    }

    // A repeated parameter makes the response invalid (RFC 6749, section 4.1.2).
    private Dictionary<string, string?>? ParseQuery(string? requestLine)
    {
        if (requestLine?.Split(' ') is not ["GET", ['/', ..] target, ['H', 'T', 'T', 'P', '/', ..]]
            || !Uri.TryCreate($"http://localhost{target}", UriKind.Absolute, out var url) || url.AbsolutePath != _path)
        {
            return null;
        }

        NameValueCollection query = HttpUtility.ParseQueryString(url.Query);
        var names = query.AllKeys.OfType<string>().ToArray();
        return names.All(name => query.GetValues(name) is { Length: 1 }) ? names.ToDictionary(name => name, name => query[name]) : null;
    }

    private static byte[] CreatePage(IReadOnlyDictionary<string, string?>? parameters)
    {
        var text = parameters switch
        {
            null => "This is not the sign-in that ZohoLock waits for.",
            _ when parameters.ContainsKey("code") => "You are signed in. This page can be closed: PowerShell goes on.",
            _ => "Access was not granted. This page can be closed: PowerShell tells more.",
        };
        var body = $"<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>ZohoLock</title><p>{text}</p></html>";
        return Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {(parameters is null ? "404 Not Found" : "200 OK")}\r\nContent-Type: text/html; charset=utf-8\r\n"
            + $"Content-Length: {body.Length}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n{body}");
    }
}
