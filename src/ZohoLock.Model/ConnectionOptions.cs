using System.Net;

namespace ZohoLock;

/// <summary>The options of a new connection.</summary>
public sealed record ConnectionOptions
{
    /// <summary>How the connection gets its access tokens (protocol section 4.1).</summary>
    public required Credential Credential { get; init; }

    /// <summary>The connection's name within the session.</summary>
    public string Name { get; init; } = "Default";

    /// <summary>The organisation's data centre.</summary>
    public DataCenter DataCenter { get; init; } = DataCenter.US;

    /// <summary>Production, sandbox or developer organisation.</summary>
    public CrmEnvironment Environment { get; init; } = CrmEnvironment.Production;

    /// <summary>The version in the path of each call: v7 or v8 (protocol section 1.8).</summary>
    public string ApiVersion { get; init; } = "v7";

    /// <summary>The API host, instead of the data centre's: https, or http to this machine.</summary>
    public Uri? ApiDomain { get; init; }

    /// <summary>The accounts host, instead of the data centre's: https, or http to this machine.</summary>
    public Uri? AccountsUri { get; init; }

    /// <summary>The organisation's edition, if known: it sets the number of concurrent calls (protocol section 6.2).</summary>
    public CrmEdition? Edition { get; init; }

    /// <summary>The timeout of one call, including reading its response.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a failed call is retried where that is safe, and how long throttled calls wait; after that the call fails.
    /// </summary>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The folder of the token cache that the user's processes share; null for no cache.</summary>
    public string? TokenCachePath { get; init; }

    /// <summary>The proxy, instead of the system's; calls to this machine bypass it.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The user name and password for the proxy.</summary>
    public NetworkCredential? ProxyCredential { get; init; }

    // A record's generated ToString prints every property, and these don't belong in a log.
    /// <summary>The name and the API version; no secret.</summary>
    public override string ToString() => $"{Name} ({ApiVersion})";
}
