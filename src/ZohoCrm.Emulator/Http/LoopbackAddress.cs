using System.Globalization;

namespace ZohoCrm.Emulator.Http;

/// <summary>The address that the server listens on, or listened on last.</summary>
internal sealed class LoopbackAddress
{
    private volatile int _port;

    /// <summary>The port; 0 before the first start.</summary>
    public int Port
    {
        get => _port;
        set => _port = value;
    }

    public Uri BaseUri => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}"));

    /// <summary>The base URI without a slash at its end.</summary>
    public string Origin => BaseUri.GetLeftPart(UriPartial.Authority);
}
