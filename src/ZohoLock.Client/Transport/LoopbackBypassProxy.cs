using System.Net;

namespace ZohoLock.Transport;

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
