namespace ZohoLock.Authentication;

/// <summary>A call was cancelled while it waited for an access token, so it was not processed.</summary>
internal sealed class TokenAwaitedException(OperationCanceledException end) : OperationCanceledException(end.Message, end, end.CancellationToken)
{
    /// <summary>Whether it is the cause of <paramref name="failure"/>, which the HTTP client and the timeout wrap.</summary>
    public static bool IsCauseOf(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is TokenAwaitedException)
            {
                return true;
            }
        }

        return false;
    }
}
