using System.Net;

namespace ZohoLock;

/// <summary>What a connection is opened with.</summary>
public sealed record ConnectionOptions
{
    /// <summary>How it gets its access tokens (protocol section 4.1).</summary>
    public required Credential Credential { get; init; }

    /// <summary>What it is called among a session's connections.</summary>
    public string Name { get; init; } = "Default";

    /// <summary>The organisation's data centre.</summary>
    public DataCenter DataCenter { get; init; } = DataCenter.US;

    /// <summary>Production, sandbox or developer organisation.</summary>
    public CrmEnvironment Environment { get; init; } = CrmEnvironment.Production;

    /// <summary>The version in the path of each call: v7 or v8 (protocol section 1.8).</summary>
    public string ApiVersion { get; init; } = "v7";

    /// <summary>The API host in place of the data centre's; https, or http to this machine.</summary>
    public Uri? ApiDomain { get; init; }

    /// <summary>The accounts host in place of the data centre's; https, or http to this machine.</summary>
    public Uri? AccountsUri { get; init; }

    /// <summary>The organisation's edition, where it is known: it sets how many calls may run at once (protocol section 6.2).</summary>
    public CrmEdition? Edition { get; init; }

    /// <summary>How long one call may take, its response read whole.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For how long a call that failed is repeated where that is safe, and calls that are turned away are waited for; then it is an error.</summary>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The folder where processes share access tokens, for its owner only; null for not sharing them.</summary>
    public string? TokenCachePath { get; init; }

    /// <summary>The proxy in place of the system's; calls to this machine itself pass none.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Who asks the proxy.</summary>
    public NetworkCredential? ProxyCredential { get; init; }

    // A record's own ToString would try to print every property; none of these belongs in a log.
    /// <summary>Names no secret.</summary>
    public override string ToString() => $"{Name} ({ApiVersion})";
}
