using ZohoLock.Transport;

namespace ZohoLock.Authentication;

/// <summary>The API host of a connection, with its data centre and environment.</summary>
internal sealed record ApiAddress(DataCenter DataCenter, CrmEnvironment Environment, Uri Host)
{
    /// <summary>The data centre and environment by the host's name; unknown for other hosts and for this machine.</summary>
    public (DataCenter? DataCenter, CrmEnvironment? Environment) Label => ZohoHosts.Find(Host) is var (dataCenter, environment)
        ? (dataCenter, environment)
        : (null, Loopback.Contains(Host) ? null : Environment);

    private bool IsFixed { get; init; }

    /// <summary>The address from the options: the given host, or the data centre's.</summary>
    /// <exception cref="ZohoException">The given host isn't safe to send a token to.</exception>
    public static ApiAddress From(ConnectionOptions options) => options.ApiDomain is { } given
        ? new(options.DataCenter, options.Environment, ZohoHosts.RequireSafe(given, nameof(options.ApiDomain))) { IsFixed = true }
        : new(options.DataCenter, options.Environment, ZohoHosts.Api(options.DataCenter, options.Environment));

    /// <summary>The address after the sign-in has shown that the user belongs to the data centre of <paramref name="accounts"/>.</summary>
    public ApiAddress Follow(Uri accounts) => !IsFixed && ZohoHosts.FindAccounts(accounts) is { } home && home != DataCenter
        ? new(home, Environment, ZohoHosts.Api(home, Environment))
        : this;

    /// <summary>
    /// The address after a token response with an <paramref name="apiDomain"/> (protocol section 5). It is used only if it is one of Zoho's
    /// hosts, or <paramref name="accounts"/> itself, which already has the refresh token.
    /// </summary>
    public ApiAddress Follow(string? apiDomain, Uri accounts)
    {
        if (IsFixed || !ZohoHosts.TryParse(apiDomain, out var named))
        {
            return this;
        }

        if (ZohoHosts.Find(named) is var (dataCenter, environment))
        {
            // Token responses of a sandbox may name the production host, which must not turn a sandbox session into a live one.
            var environmentToUse = environment == CrmEnvironment.Production ? Environment : environment;
            return new(dataCenter, environmentToUse, ZohoHosts.Api(dataCenter, environmentToUse));
        }

        return ZohoHosts.IsSameHost(named, accounts) ? this with { Host = accounts } : this;
    }
}
