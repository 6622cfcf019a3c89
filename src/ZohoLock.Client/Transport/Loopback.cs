using System.Net;

namespace ZohoLock.Transport;

/// <summary>Recognises addresses of this machine.</summary>
internal static class Loopback
{
    // Uri.IsLoopback of .NET 8 recognises localhost in lower case only.
    public static bool Contains(Uri address) => address.IsLoopback || string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A proxy that is bypassed for this machine, because plain HTTP to it must not pass another machine.</summary>
internal sealed class LoopbackBypassProxy(IWebProxy proxy, ICredentials? credentials) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => credentials ?? proxy.Credentials;
        set => throw new NotSupportedException("Who asks the proxy is given with the connection's options.");
    }

    public Uri? GetProxy(Uri destination) => Loopback.Contains(destination) ? null : proxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => Loopback.Contains(host) || proxy.IsBypassed(host);
}
