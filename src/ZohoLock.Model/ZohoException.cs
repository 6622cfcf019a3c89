namespace ZohoLock;

/// <summary>A call to Zoho failed, or was refused before it was made. <see cref="Error"/> says why and what to do.</summary>
public sealed class ZohoException : Exception
{
    /// <summary>
    /// Wraps <paramref name="error"/>; the message is the error's. The cause is left out where its text has characters that a terminal would obey:
    /// causes are shown with their errors.
    /// </summary>
    public ZohoException(ZohoError error, Exception? innerException = null)
        : base(error?.Message, IsSafe(innerException) ? innerException : null)
    {
        ArgumentNullException.ThrowIfNull(error);
        Error = error;
    }

    /// <summary>What went wrong.</summary>
    public ZohoError Error { get; }

    private static bool IsSafe(Exception? cause)
    {
        for (; cause is not null; cause = cause.InnerException)
        {
            var text = cause.Message.Replace("\r\n", "\n", StringComparison.Ordinal);
            if (DisplayText.Lines(text) != text)
            {
                return false;
            }
        }

        return true;
    }
}
