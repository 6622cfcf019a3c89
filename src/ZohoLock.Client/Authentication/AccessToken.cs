using System.Text;

namespace ZohoLock.Authentication;

/// <summary>An access token and what was granted with it. Its text is for the Authorization header only, so it never prints itself.</summary>
internal sealed class AccessToken(string value)
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(value);

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

    /// <summary>The body without this token, should a server repeat it: an error's text is shown to people.</summary>
    public byte[] RemoveFrom(byte[] body) => body.AsSpan().IndexOf(_bytes) < 0
        ? body
        : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace(Value, "***", StringComparison.Ordinal));

    public override string ToString() => "access token";
}
