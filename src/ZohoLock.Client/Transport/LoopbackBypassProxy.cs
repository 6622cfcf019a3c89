using System.Net;

namespace ZohoLock.Transport;

/// <summary>A proxy, but for this machine itself: what goes there in plain text must not pass another.</summary>
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
