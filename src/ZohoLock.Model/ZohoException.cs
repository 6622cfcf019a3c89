namespace ZohoLock;

/// <summary>A call to Zoho failed, or was refused before it was sent. <see cref="Error"/> says why and what to do.</summary>
public sealed class ZohoException : Exception
{
    /// <summary>
    /// Wraps <paramref name="error"/> and uses its message. The inner exception is dropped if its text has terminal control characters,
    /// because PowerShell displays inner exceptions.
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
