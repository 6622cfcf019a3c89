namespace ZohoLock.Transport;

/// <summary>Recognises addresses of this machine.</summary>
internal static class Loopback
{
    // Uri.IsLoopback of .NET 8 recognises localhost in lower case only.
    public static bool Contains(Uri address) => address.IsLoopback || string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase);
}
