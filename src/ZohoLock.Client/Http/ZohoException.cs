namespace ZohoLock;

/// <summary>A call to Zoho failed, or was refused before it was made. <see cref="Error"/> says why and what to do.</summary>
public sealed class ZohoException : Exception
{
    /// <summary>Wraps <paramref name="error"/>; the message is the error's.</summary>
    public ZohoException(ZohoError error, Exception? innerException = null)
        : base(error?.Message, innerException)
    {
        ArgumentNullException.ThrowIfNull(error);
        Error = error;
    }

    /// <summary>What went wrong.</summary>
    public ZohoError Error { get; }
}
