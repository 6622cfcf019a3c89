using ZohoLock.Transport;

namespace ZohoLock.Authentication;

/// <summary>The API host of a connection, and the data centre and environment that it stands for.</summary>
internal sealed record ApiAddress(DataCenter DataCenter, CrmEnvironment Environment, Uri Host)
{
    /// <summary>What the host is, whatever was asked for: no host of one's own is a data centre of Zoho's, and this machine is no organisation's.</summary>
    public (DataCenter? DataCenter, CrmEnvironment? Environment) Label => ZohoHosts.Find(Host) is var (dataCenter, environment)
        ? (dataCenter, environment)
        : (null, Loopback.Contains(Host) ? null : Environment);

    private bool IsFixed { get; init; }

    /// <summary>The address that the options name: their own host, else the data centre's.</summary>
    /// <exception cref="ZohoException">The host given isn't one to send a token to.</exception>
    public static ApiAddress From(ConnectionOptions options) => options.ApiDomain is { } given
        ? new(options.DataCenter, options.Environment, ZohoHosts.RequireSafe(given, nameof(options.ApiDomain))) { IsFixed = true }
        : new(options.DataCenter, options.Environment, ZohoHosts.Api(options.DataCenter, options.Environment));

    /// <summary>The address after the user turned out to be at home at <paramref name="accounts"/>.</summary>
    public ApiAddress Follow(Uri accounts) => !IsFixed && ZohoHosts.FindAccounts(accounts) is { } home && home != DataCenter
        ? new(home, Environment, ZohoHosts.Api(home, Environment))
        : this;

    /// <summary>
    /// The address after the token answer named <paramref name="apiDomain"/> (protocol section 5). It counts only where it is a host of Zoho's,
    /// or <paramref name="accounts"/> itself, which has been trusted with the refresh token already.
    /// </summary>
    public ApiAddress Follow(string? apiDomain, Uri accounts)
    {
        if (IsFixed || !ZohoHosts.TryParse(apiDomain, out var named))
        {
            return this;
        }

        if (ZohoHosts.Find(named) is var (dataCenter, environment))
        {
            // Production's host is named for sandbox tokens too, and must not turn a sandbox session into a live one.
            var kept = environment == CrmEnvironment.Production ? Environment : environment;
            return new(dataCenter, kept, ZohoHosts.Api(dataCenter, kept));
        }

        return ZohoHosts.IsSameHost(named, accounts) ? this with { Host = accounts } : this;
    }
}
