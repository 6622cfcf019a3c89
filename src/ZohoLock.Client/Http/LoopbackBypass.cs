using System.Net;

namespace ZohoLock.Http;

/// <summary>The system's proxy, but for this machine itself: what goes there in plain text must not pass another.</summary>
internal sealed class LoopbackBypass(IWebProxy system) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => system.Credentials;
        set => system.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : system.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || system.IsBypassed(host);
}
