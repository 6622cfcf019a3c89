namespace ZohoLock.Transport;

/// <summary>One call to the API host.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path and query below the host.</param>
/// <param name="Json">The body; null for none.</param>
internal sealed record ApiCall(HttpMethod Method, string Path, byte[]? Json = null)
{
    /// <summary>Whether it goes before calls that are made for the first time.</summary>
    public bool IsRepeat { get; init; }
}
