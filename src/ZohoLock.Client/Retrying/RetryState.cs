using ZohoLock.Diagnostics;

namespace ZohoLock.Retrying;

/// <summary>The attempts at one operation: how many failed, whether a response was lost, whether another attempt is allowed, and when.</summary>
internal abstract class RetryState
{
    /// <summary>Tells of retries and looks.</summary>
    public abstract ConnectionTrace Trace { get; }

    /// <summary>How many attempts have failed.</summary>
    public int Failures { get; private set; }

    /// <summary>Whether there was an attempt before.</summary>
    public bool IsRepeat => Failures > 0;

    /// <summary>The failure of the last attempt; null if there was none.</summary>
    public ZohoException? LastFailure { get; private set; }

    /// <summary>The failure of the last attempt whose response was lost, so that it may have been carried out; null if there was none.</summary>
    public ZohoException? LostResponse { get; private set; }

    /// <summary>Whether the response to an attempt was lost, so that it may have been carried out.</summary>
    public bool HasLostResponse => LostResponse is not null;

    /// <summary>
    /// Whether another attempt is allowed after an error. It says nothing about safety: a change whose response was lost has to be verified first.
    /// </summary>
    public abstract bool MayRepeat(ZohoError error);

    /// <summary>Whether an error is one of an outage: no call at all gets a proper response.</summary>
    public virtual bool IsOutage(ZohoError error) => false;

    /// <summary>The error to report if no other attempt is allowed after a failure; that of an outage ends the run.</summary>
    public virtual ZohoException Conclude(ZohoException failure) => failure;

    /// <summary>Records a failed attempt, which is to be repeated.</summary>
    public virtual void Record(ZohoException failure)
    {
        Failures++;
        LastFailure = failure;
        if (failure.Error.Outcome == CallOutcome.Unknown)
        {
            LostResponse = failure;
        }
    }

    /// <summary>Waits for the back-off before the next attempt.</summary>
    public abstract Task PauseAsync(CancellationToken cancellationToken);
}
