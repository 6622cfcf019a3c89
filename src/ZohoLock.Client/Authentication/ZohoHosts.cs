using System.Diagnostics.CodeAnalysis;
using ZohoLock.Transport;

namespace ZohoLock.Authentication;

/// <summary>The hosts of each data centre (protocol section 5), and which addresses are safe for secrets.</summary>
internal static class ZohoHosts
{
    private static readonly Dictionary<DataCenter, (string Accounts, string ApiDomain)> Hosts = new()
    {
        [DataCenter.US] = ("accounts.zoho.com", "zohoapis.com"),
        [DataCenter.EU] = ("accounts.zoho.eu", "zohoapis.eu"),
        [DataCenter.IN] = ("accounts.zoho.in", "zohoapis.in"),
        [DataCenter.AU] = ("accounts.zoho.com.au", "zohoapis.com.au"),
        [DataCenter.CN] = ("accounts.zoho.com.cn", "zohoapis.com.cn"),
        [DataCenter.JP] = ("accounts.zoho.jp", "zohoapis.jp"),
        [DataCenter.CA] = ("accounts.zohocloud.ca", "zohoapis.ca"),
        [DataCenter.SA] = ("accounts.zoho.sa", "zohoapis.sa"),
        [DataCenter.UK] = ("accounts.zoho.uk", "zohoapis.uk"),
        [DataCenter.AE] = ("accounts.zoho.ae", "zohoapis.ae"),
    };

    /// <summary>The accounts host from the options: the given one, or the data centre's.</summary>
    /// <exception cref="ZohoException">The given host isn't safe to send a secret to.</exception>
    public static Uri Accounts(ConnectionOptions options) => options.AccountsUri is { } given
        ? RequireSafe(given, nameof(options.AccountsUri))
        : Accounts(options.DataCenter);

    public static Uri Accounts(DataCenter dataCenter) => new($"https://{Hosts[dataCenter].Accounts}");

    /// <summary>The data centre of an accounts host; null if it isn't one of Zoho's.</summary>
    public static DataCenter? FindAccounts(Uri accounts)
    {
        foreach (var dataCenter in Hosts.Keys)
        {
            if (IsSameHost(Accounts(dataCenter), accounts))
            {
                return dataCenter;
            }
        }

        return null;
    }

    /// <summary>The data centre of Zoho's location code (<c>eu</c>); null if it isn't known.</summary>
    public static DataCenter? FindLocation(string? location)
    {
        foreach (var dataCenter in Hosts.Keys)
        {
            if (string.Equals(dataCenter.ToString(), location, StringComparison.OrdinalIgnoreCase))
            {
                return dataCenter;
            }
        }

        return null;
    }

    public static Uri Api(DataCenter dataCenter, CrmEnvironment environment)
    {
        var subdomain = environment switch
        {
            CrmEnvironment.Sandbox => "sandbox",
            CrmEnvironment.Developer => "developer",
            _ => "www",
        };
        return new($"https://{subdomain}.{Hosts[dataCenter].ApiDomain}");
    }

    /// <summary>The data centre and environment of an API host; null if it isn't one of Zoho's.</summary>
    public static (DataCenter DataCenter, CrmEnvironment Environment)? Find(Uri api)
    {
        if (api.Scheme != Uri.UriSchemeHttps || !api.IsDefaultPort)
        {
            return null;
        }

        foreach (var dataCenter in Hosts.Keys)
        {
            foreach (var environment in Enum.GetValues<CrmEnvironment>())
            {
                if (string.Equals(Api(dataCenter, environment).Host, api.Host, StringComparison.OrdinalIgnoreCase))
                {
                    return (dataCenter, environment);
                }
            }
        }

        return null;
    }

    /// <summary>Parses an address from a response or a browser.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Uri? address)
    {
        try
        {
            // .NET accepts some addresses with an invalid host name and throws only when IdnHost is read.
            return Uri.TryCreate(text, UriKind.Absolute, out address) && address.IdnHost is not null;
        }
        catch (UriFormatException)
        {
            address = null;
            return false;
        }
    }

    /// <summary>Whether two addresses have the same scheme, host and port; all loopback names count as the same host.</summary>
    public static bool IsSameHost(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port
        && ((Loopback.Contains(one) && Loopback.Contains(other)) || string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase));

    /// <summary>Refuses addresses that aren't safe for secrets: anything but https, and http to this machine.</summary>
    /// <exception cref="ZohoException">The address is relative, has a user name, or is neither https nor http to this machine.</exception>
    public static Uri RequireSafe(Uri address, string parameter)
    {
        var safe = address.IsAbsoluteUri
            && address.UserInfo.Length == 0
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && Loopback.Contains(address)));
        return safe
            ? new Uri(address.GetLeftPart(UriPartial.Authority))
            : throw new ZohoException(
                AddressErrors.FindMissingScheme(address, Uri.UriSchemeHttps, "UnsafeAddress", parameter, parameter)
                ?? ZohoError.Input(
                    "UnsafeAddress",
                    $"{parameter} '{WithoutUserInfo(address)}' is refused: a token would be readable on its way there.",
                    "Give an https:// address; http:// is for 127.0.0.1, [::1] and localhost only."));
    }

    /// <summary>The address without a user name and password, for messages.</summary>
    public static string WithoutUserInfo(Uri address) => address.OriginalString[(address.OriginalString.LastIndexOf('@') + 1)..];
}
