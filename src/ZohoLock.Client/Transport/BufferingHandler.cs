using System.Buffers;

namespace ZohoLock.Transport;

/// <summary>
/// Reads each response whole before anything else sees it, up to a limit that counts decompressed bytes. Below it is only .NET's own HTTP stack: whatever
/// that throws because of what a server sent, of any type, becomes an <see cref="HttpRequestException"/>, which is a lost response. A defect of the
/// handlers and clients above isn't touched, so that it shows as what it is.
/// </summary>
/// <param name="limit">The most bytes of a body.</param>
internal sealed class BufferingHandler(int limit) : DelegatingHandler
{
    /// <summary>The largest body that is read from the API host.</summary>
    public const int ApiLimit = 16 * Megabyte;

    /// <summary>The largest body that is read from the accounts host.</summary>
    public const int AccountsLimit = Megabyte;

    private const int Megabyte = 1_048_576;
    private const int BufferSize = 16_384;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            using var content = response.Content;
            response.Content = new BufferedContent(await ReadAsync(content, cancellationToken).ConfigureAwait(false));
            return response;
        }
        catch (Exception failure)
        {
            response?.Dispose();
            if (failure is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse })
            {
                // Without the cause, whose text quotes what came: an accounts host's may be a token.
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

            // Nearly every answer fits into one buffer.
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

/// <summary>A body that has been read whole; its bytes needn't be copied again.</summary>
internal sealed class BufferedContent(byte[] body) : ByteArrayContent(body)
{
    public byte[] Body { get; } = body;
}
