using System.Text.Json.Serialization;

namespace ZohoLock.Authentication.Caching;

/// <summary>What processes share: the access token, or that Zoho issues none at the moment.</summary>
internal sealed record CachedToken(AccessToken? Token, ThrottlePeriod? Throttle)
{
    public static readonly CachedToken None = new(null, null);

    /// <summary>Converts it for writing.</summary>
    public CachedTokenFile ToFile() => new()
    {
        AccessToken = Token?.Value,
        Expires = Token?.Expires,
        RenewAfter = Token?.RenewAfter,
        RequestedAt = Token?.RequestedAt,
        RefusedBefore = Token is { WasAccepted: false } ? Token.RefusedBefore : 0,
        ApiDomain = Token?.ApiDomain,
        Scopes = Token?.Scopes,
        ThrottlePauseSeconds = Throttle?.Pause.TotalSeconds,
        RetryAt = Throttle?.RetryAt,
    };

    /// <summary>Creates it from a file; empty if the file's value can't be a token.</summary>
    public static CachedToken From(CachedTokenFile file)
    {
        var token = file.AccessToken is { Length: > 0 } value && Secret.IsToken(value)
            ? new AccessToken(value)
            {
                Expires = file.Expires,
                RenewAfter = file.RenewAfter,
                RequestedAt = file.RequestedAt,
                RefusedBefore = file.RefusedBefore,
                ApiDomain = file.ApiDomain,
                Scopes = file.Scopes ?? [],
            }
            : null;
        var throttle = file is { ThrottlePauseSeconds: { } seconds and > 0 and < 3600, RetryAt: { } retryAt }
            ? new ThrottlePeriod(TimeSpan.FromSeconds(seconds), retryAt)
            : null;
        return new(token, throttle);
    }
}

/// <summary>The content of a cache file, before encryption.</summary>
internal sealed record CachedTokenFile
{
    public string? AccessToken { get; init; }

    public DateTimeOffset? Expires { get; init; }

    public DateTimeOffset? RenewAfter { get; init; }

    public DateTimeOffset? RequestedAt { get; init; }

    public int RefusedBefore { get; init; }

    public string? ApiDomain { get; init; }

    public IReadOnlyList<string>? Scopes { get; init; }

    public double? ThrottlePauseSeconds { get; init; }

    public DateTimeOffset? RetryAt { get; init; }

    // The generated ToString would print the token.
    public override string ToString() => "cached token";
}

/// <summary>The source-generated serializer for the token cache.</summary>
[JsonSerializable(typeof(CachedTokenFile))]
internal sealed partial class CachedTokenJson : JsonSerializerContext;
