namespace ZohoLock.Retrying;

/// <summary>The attempts at one operation: how many failed, whether a response was lost, whether another attempt is allowed, and when.</summary>
internal abstract class RetryState
{
    /// <summary>How many attempts have failed.</summary>
    public int Failures { get; private set; }

    /// <summary>Whether there was an attempt before.</summary>
    public bool IsRepeat => Failures > 0;

    /// <summary>The failure of the last attempt whose response was lost, so that it may have been carried out; null if there was none.</summary>
    public ZohoException? LostResponse { get; private set; }

    /// <summary>Whether the response to an attempt was lost, so that it may have been carried out.</summary>
    public bool HasLostResponse => LostResponse is not null;

    /// <summary>
    /// Whether another attempt is allowed after an error. It says nothing about safety: a change whose response was lost has to be verified first.
    /// </summary>
    public abstract bool MayRepeat(ZohoError error);

    /// <summary>Records a failed attempt and waits for the back-off before the next one.</summary>
    public Task PauseAfterAsync(ZohoException failure, CancellationToken cancellationToken)
    {
        if (failure.Error.Outcome == CallOutcome.Unknown)
        {
            LostResponse = failure;
        }

        return PauseAsync(Failures++, cancellationToken);
    }

    /// <summary>Waits before repeat number <paramref name="repeat"/>, counted from 0.</summary>
    protected abstract Task PauseAsync(int repeat, CancellationToken cancellationToken);
}
