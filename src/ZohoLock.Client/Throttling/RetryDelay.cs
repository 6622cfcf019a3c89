using ZohoLock.Transport;

namespace ZohoLock.Throttling;

/// <summary>The waits of single calls before they are repeated. Such a call isn't in flight, so that another one can have its slot.</summary>
/// <param name="time">The clock.</param>
/// <param name="closed">Cancelled when the connection is closed.</param>
internal sealed class RetryDelay(TimeProvider time, CancellationToken closed)
{
    private int _waiting;

    /// <summary>The number of calls that wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Waits before a repeat of one call.</summary>
    /// <exception cref="ZohoException">The connection was closed.</exception>
    public async Task WaitAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(closed, cancellationToken);
        try
        {
            await Task.Delay(pause, time, ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ZohoException(TransportErrors.ConnectionClosed(CallOutcome.Refused));
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
