namespace ZohoLock.Authentication;

/// <summary>A call was ended while it waited for an access token: it was not sent, or was turned away (401) before.</summary>
internal sealed class TokenAwaitedException(OperationCanceledException end) : OperationCanceledException(end.Message, end, end.CancellationToken)
{
    /// <summary>Whether that is what <paramref name="failure"/> came of: the HTTP client and the time limit wrap it.</summary>
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
