using ZohoLock.Diagnostics;

namespace ZohoLock.Retrying;

/// <summary>One operation for the <see cref="RetryEngine"/>: how it is attempted and, if an unseen repeat could do harm, how it is verified.</summary>
/// <typeparam name="T">The operation's result.</typeparam>
/// <param name="Attempt">Makes the call once; the argument tells whether it is a repeat.</param>
internal sealed record Operation<T>(Func<bool, Task<T>> Attempt)
{
    /// <summary>What it does, and to what, for those who are told of its retries.</summary>
    public CallSubject Subject { get; init; }

    /// <summary>
    /// Looks at what is there and decides whether the operation was carried out. The argument is the refusal that led to the look, or null if a response
    /// was lost. Null for an operation that may be repeated unseen.
    /// </summary>
    public Func<ZohoException?, Task<Verdict<T>>>? Verify { get; init; }

    /// <summary>Whether to verify before the first attempt, because an earlier run may have carried the operation out.</summary>
    public bool IsVerifiedFirst { get; init; }

    /// <summary>Whether a refusal is verified, because it may be about the operation's own earlier attempt.</summary>
    public Func<ZohoError, bool> IsVerifiedAfter { get; init; } = _ => false;

    /// <summary>Makes the error for a change whose response was lost and whose outcome couldn't be verified; null for an operation that changes nothing.</summary>
    public Func<ZohoException, ZohoException>? OutcomeUnknown { get; init; }
}
