namespace ZohoLock.Authentication;

/// <summary>A call ended while it waited for an access token, or because its token was refused, so it was not processed.</summary>
/// <param name="end">What ended the wait.</param>
/// <param name="cancellationToken">The call's token, which is cancelled.</param>
internal sealed class TokenAwaitedException(Exception end, CancellationToken cancellationToken)
    : OperationCanceledException(end.Message, end, cancellationToken)
{
    /// <summary>Whether the server had refused the call's token, and the call was about to be sent again.</summary>
    public bool IsTokenRefused { get; init; }

    /// <summary>Finds it among the causes of <paramref name="failure"/>, which the HTTP client and the timeout wrap; null if it is none of them.</summary>
    public static TokenAwaitedException? Find(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is TokenAwaitedException awaited)
            {
                return awaited;
            }
        }

        return null;
    }
}
