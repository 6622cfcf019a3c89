namespace ZohoLock.Transport;

/// <summary>Which addresses are this machine's own.</summary>
internal static class Loopback
{
    // .NET 8 takes localhost in lower case only.
    public static bool Contains(Uri address) => address.IsLoopback || string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase);
}
