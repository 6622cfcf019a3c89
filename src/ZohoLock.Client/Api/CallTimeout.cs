using ZohoLock.Retrying;

namespace ZohoLock.Api;

/// <summary>
/// Cancels one attempt of a call after the policy's timeout: waiting for an access token and reading the response are part of it. <see
/// cref="HttpClient.Timeout"/> has no clock that tests can move.
/// </summary>
internal sealed class CallTimeout : IDisposable
{
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _cancellation;

    public CallTimeout(RetryPolicy policy, CancellationToken cancellationToken)
    {
        _caller = cancellationToken;
        _source = new(policy.CallTimeout, policy.Time);
        _cancellation = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    /// <summary>Cancelled by the timeout, or with the caller's token.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether the time is up and the caller hasn't cancelled.</summary>
    public bool IsOver => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancellation.Dispose();
        _source.Dispose();
    }
}
