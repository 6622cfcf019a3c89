namespace ZohoLock.Transport;

/// <summary>One call to the API host.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path and query.</param>
/// <param name="Json">The body; null for none.</param>
internal sealed record ApiCall(HttpMethod Method, string Path, byte[]? Json = null)
{
    /// <summary>Whether it is a retry, which goes before new calls.</summary>
    public bool IsRepeat { get; init; }
}
