using System.Buffers;
using System.Net;

namespace ZohoLock.Transport;

/// <summary>
/// Reads each response completely, up to a limit of decompressed bytes. Every failure of .NET's HTTP stack below becomes an <see
/// cref="HttpRequestException"/>, which counts as a lost response. Exceptions of the handlers and clients above are bugs and pass
/// unchanged.
/// </summary>
/// <param name="limit">The maximum size of a body, in bytes.</param>
/// <param name="server">Receives what calls and responses tell of the server; null for a server of which nothing is kept.</param>
internal sealed class BufferingHandler(int limit, ServerState? server = null) : DelegatingHandler
{
    /// <summary>The maximum size of a body from the API host.</summary>
    public const int ApiLimit = 16 * Megabyte;

    /// <summary>The maximum size of a body from the accounts host.</summary>
    public const int AccountsLimit = Megabyte;

    private const int Megabyte = 1_048_576;
    private const int BufferSize = 16_384;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        try
        {
            server?.Usage.CountCall();
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired)
            {
                // The same exception as if the proxy had refused a tunnel.
                throw new HttpRequestException(
                    HttpRequestError.ProxyTunnelError, "A proxy answered with status code '407'.", statusCode: HttpStatusCode.ProxyAuthenticationRequired);
            }

            server?.RecordResponse(response);
            using var content = response.Content;
            response.Content = new BufferedContent(await ReadAsync(content, cancellationToken).ConfigureAwait(false));
            return response;
        }
        catch (Exception failure)
        {
            response?.Dispose();
            if (failure is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse })
            {
                // The inner exception quotes the response, which may contain a token.
                throw new HttpRequestException(HttpRequestError.InvalidResponse, "what came is no HTTP response");
            }

            if (failure is HttpRequestException || (failure is OperationCanceledException && cancellationToken.IsCancellationRequested))
            {
                throw;
            }

            throw new HttpRequestException(failure.Message, failure);
        }
    }

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        MemoryStream? body = null;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var filled = 0;
        try
        {
            using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            while (await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false) is var read and > 0)
            {
                filled += read;
                if ((body?.Length ?? 0) + filled > limit)
                {
                    throw new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded, $"its body has more than {limit / Megabyte} MB");
                }

                if (filled == buffer.Length)
                {
                    (body ??= new()).Write(buffer);
                    filled = 0;
                }
            }

            // Nearly every response fits into one buffer.
            if (body is null)
            {
                return buffer.AsSpan(0, filled).ToArray();
            }

            body.Write(buffer, 0, filled);
            return body.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

/// <summary>A body that was read completely; its bytes are available without a copy.</summary>
internal sealed class BufferedContent(byte[] body) : ByteArrayContent(body)
{
    public byte[] Body { get; } = body;
}
