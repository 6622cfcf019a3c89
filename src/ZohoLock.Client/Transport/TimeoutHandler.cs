namespace ZohoLock.Transport;

/// <summary>Ends a call when its time is up, with the exception that <see cref="HttpClient.Timeout"/> ends one with, but by any clock.</summary>
/// <param name="timeout">The time for the call, with its wait for an access token and its response read whole.</param>
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
