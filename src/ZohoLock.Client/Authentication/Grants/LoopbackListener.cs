using System.Net;
using System.Text;
using ZohoLock.Http;

namespace ZohoLock.Authentication;

/// <summary>Listens on a loopback address for the one call with which a browser comes back.</summary>
internal sealed class LoopbackListener : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _path;

    private LoopbackListener(Uri address)
    {
        _path = address.AbsolutePath;
        _listener.Prefixes.Add($"http://{address.Host}:{address.Port}/");
    }

    /// <summary>Begins to listen.</summary>
    /// <exception cref="ZohoException">The address isn't a loopback one with a port, or its port is taken.</exception>
    public static LoopbackListener Start(Uri address)
    {
        if (!address.IsAbsoluteUri || address.Scheme != Uri.UriSchemeHttp || !Loopback.Contains(address) || address.Query.Length > 0)
        {
            throw new ZohoException(
                AddressWithoutScheme.Describe(address, Uri.UriSchemeHttp, "UnsafeRedirectUri", "the redirect URI", nameof(BrowserCredential.RedirectUri))
                ?? ZohoError.Input(
                    "UnsafeRedirectUri",
                    $"the redirect URI '{address.OriginalString}' is not one that only this machine can receive",
                    $"Register a loopback address such as {BrowserCredential.UsualRedirectUri} with the client in the API console, and give it as -RedirectUri."));
        }

        var listener = new LoopbackListener(address);
        try
        {
            listener._listener.Start();
            return listener;
        }
        catch (HttpListenerException taken)
        {
            listener.Dispose();
            throw new ZohoException(
                new ZohoError
                {
                    Code = "PortNotFree",
                    Message = $"the redirect URI {address} can't be listened on: {taken.Message}",
                    Advice = "Register one with another port in the API console, and give it as -RedirectUri.",
                    Kind = ZohoErrorKind.ConnectionError,
                },
                taken);
        }
    }

    /// <summary>Waits for a call that <paramref name="isExpected"/> by its query, and answers it; any other is turned away.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> ReceiveAsync(
        Func<IReadOnlyDictionary<string, string?>, bool> isExpected, CancellationToken cancellationToken)
    {
        // HttpListener knows no cancellation: it ends by being stopped.
        await using var registration = cancellationToken.Register(_listener.Abort).ConfigureAwait(false);
        while (true)
        {
            var context = await NextAsync(cancellationToken).ConfigureAwait(false);
            var query = context.Request.QueryString;
            var answer = query.AllKeys.OfType<string>().ToDictionary(name => name, name => query[name]);
            var isFitting = context.Request is { HttpMethod: "GET", Url: { } url } && url.AbsolutePath == _path && isExpected(answer);
            Answer(context.Response, isFitting, answer.ContainsKey("code"));
            if (isFitting)
            {
                return answer;
            }
        }
    }

    public void Dispose() => _listener.Close();

    private async Task<HttpListenerContext> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _listener.GetContextAsync().ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(ended.Message, ended, cancellationToken);
        }
    }

    private static void Answer(HttpListenerResponse response, bool isFitting, bool isAccepted)
    {
        var text = (isFitting, isAccepted) switch
        {
            (true, true) => "You are signed in. This page can be closed: PowerShell goes on.",
            (true, false) => "Access was not granted. This page can be closed: PowerShell tells more.",
            _ => "This is not the sign-in that ZohoLock waits for.",
        };
        var page = Encoding.UTF8.GetBytes($"<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>ZohoLock</title><p>{text}</p></html>");
        response.StatusCode = isFitting ? 200 : 404;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers["Cache-Control"] = "no-store";
        try
        {
            response.Close(page, willBlock: false);
        }
        catch (HttpListenerException)
        {
            // The browser has gone; what it brought counts all the same.
        }
    }
}
