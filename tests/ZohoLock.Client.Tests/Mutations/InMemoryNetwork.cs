using System.Net;

namespace ZohoLock.Client.Tests.Mutations;

/// <summary>Answers requests without any network.</summary>
internal sealed class InMemoryNetwork(Func<string, string, Answer> answer) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var given = answer(request.Method.Method, request.RequestUri!.PathAndQuery);
        if (given is { Failure: { } failure, FailsInBody: false })
        {
            return Task.FromException<HttpResponseMessage>(failure);
        }

        var response = new HttpResponseMessage((HttpStatusCode)given.Status)
        {
            RequestMessage = request,
            Content = new StreamContent(new PieceStream(given.Body, given.Failure)),
        };
        foreach (var header in given.Headers.Select(line => line.Split(':', 2)).Where(header => header.Length == 2))
        {
            // Each name belongs to one of the two; neither takes a name that is none.
            _ = response.Headers.TryAddWithoutValidation(header[0], header[1].Trim()) || response.Content.Headers.TryAddWithoutValidation(header[0], header[1].Trim());
        }

        return Task.FromResult(response);
    }

    // Comes in two pieces, between which it may fail.
    private sealed class PieceStream(byte[] body, Exception? failure) : MemoryStream(body)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var half = (int)(Length / 2);
            if (Position >= half && failure is not null)
            {
                return ValueTask.FromException<int>(failure);
            }

            return base.ReadAsync(Position < half ? buffer[..Math.Min(buffer.Length, half - (int)Position)] : buffer, cancellationToken);
        }
    }
}
