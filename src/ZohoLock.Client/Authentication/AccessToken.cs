namespace ZohoLock.Authentication;

/// <summary>An access token and what was granted with it. Its text is for the Authorization header only, so it never prints itself.</summary>
internal sealed class AccessToken(string value)
{
    public string Value { get; } = value;

    /// <summary>When it ends; null where that isn't known.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>From when on it is to be renewed, ahead of its end.</summary>
    public DateTimeOffset? RenewAfter { get; init; }

    /// <summary>The API host that Zoho named with it.</summary>
    public string? ApiDomain { get; init; }

    /// <summary>The scopes it was granted; empty where Zoho didn't say.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    public bool IsDue(DateTimeOffset now) => now >= RenewAfter;

    public override string ToString() => "access token";
}
