namespace ZohoLock.Transport;

/// <summary>
/// Cancels a call after a timeout with the same exception as <see cref="HttpClient.Timeout"/>, but with a replaceable clock.
/// </summary>
/// <param name="timeout">The timeout of the call, including waiting for an access token and reading the response.</param>
/// <param name="time">The clock.</param>
internal sealed class TimeoutHandler(TimeSpan timeout, TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(timeout, time);
        await using var cancelled = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), timer).ConfigureAwait(false);
        try
        {
            return await base.SendAsync(request, timer.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException cancelledCall) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TaskCanceledException(cancelledCall.Message, new TimeoutException(cancelledCall.Message, cancelledCall));
        }
    }
}
