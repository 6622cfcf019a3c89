namespace ZohoLock.Authentication;

/// <summary>An access token and what was granted with it. It is written to the Authorization header only and never printed.</summary>
internal sealed class AccessToken(string value)
{
    private const int MaxRefusedInARow = 3;
    private const int MaxScopes = 100;
    private const int MaxScopeLength = 100;
    private const long Never = long.MinValue;

    private static readonly TimeSpan EarliestRenewal = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PropagationTime = TimeSpan.FromMinutes(1);

    // Zoho limits the tokens granted in ten minutes (protocol section 4.4).
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private long _lastAccepted = Never;
    private volatile int _refusedBefore;
    private volatile bool _isRefused;

    public string Value { get; } = value;

    /// <summary>The value of the Authorization header (protocol section 4.2).</summary>
    public string Header { get; } = $"Zoho-oauthtoken {value}";

    /// <summary>When it expires; null if that isn't known.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When it is due for renewal, before it expires.</summary>
    public DateTimeOffset? RenewAfter { get; init; }

    /// <summary>When it was requested; null if that isn't known.</summary>
    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>
    /// Until when servers may not know it yet; null if it is a connection's first token, or was requested by another connection.
    /// </summary>
    public DateTimeOffset? NewUntil { get; init; }

    /// <summary>The number of tokens in a row that the API refused before this one; 0 once the API has accepted this one.</summary>
    public int RefusedBefore
    {
        get => _refusedBefore;
        set => _refusedBefore = value;
    }

    /// <summary>Whether the API refused it when it was last used.</summary>
    public bool IsRefused
    {
        get => _isRefused;
        set => _isRefused = value;
    }

    /// <summary>The API host in the token response.</summary>
    public string? ApiDomain { get; init; }

    /// <summary>The granted scopes; empty if Zoho didn't report them.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Whether the API has accepted it from this connection.</summary>
    public bool WasAccepted => WasAcceptedSince(Never + 1);

    /// <summary>Creates the token of a response that grants one.</summary>
    /// <param name="response">The response.</param>
    /// <param name="requestedAt">When it was requested.</param>
    /// <param name="previous">The token that it replaces; null for a connection's first.</param>
    public static AccessToken From(TokenResponse response, DateTimeOffset requestedAt, AccessToken? previous)
    {
        // At most a tenth of its lifetime early, so that a token with a lifetime of seconds isn't renewed at every call.
        var lifetime = response.Lifetime;
        var early = lifetime is { } duration ? TimeSpan.FromTicks(Math.Min(EarliestRenewal.Ticks, duration.Ticks / 10)) : TimeSpan.Zero;
        return new AccessToken(response.AccessToken!)
        {
            Expires = requestedAt + lifetime,
            RenewAfter = requestedAt + lifetime - early,
            RequestedAt = requestedAt,
            NewUntil = previous is null ? null : requestedAt + PropagationTime,
            RefusedBefore = previous switch
            {
                { IsRefused: true, WasAccepted: true } => 1,
                { IsRefused: true } => previous.RefusedBefore + 1,
                _ => 0,
            },
            ApiDomain = response.ApiDomain,
            Scopes = [.. (response.Scope ?? string.Empty).Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Where(IsScope).Take(MaxScopes)],
        };
    }

    public bool IsDueForRenewal(DateTimeOffset now) => now >= RenewAfter;

    public bool IsExpired(DateTimeOffset now) => now >= Expires;

    public bool IsNew(DateTimeOffset now) => now < NewUntil;

    /// <summary>
    /// Whether to request a replacement after the API refused the token. A token that was accepted before has expired. If the API refuses
    /// even new tokens, the token isn't the cause, and more requests would use up the limit of ten in ten minutes, which other programs
    /// share.
    /// </summary>
    public bool MayBeReplaced(DateTimeOffset now) =>
        WasAccepted || RefusedBefore == 0 || (!IsNew(now) && (RefusedBefore < MaxRefusedInARow || !IsWithinWindow(now)));

    /// <summary>Records that the API accepted it with a call that was sent at that timestamp.</summary>
    public void RecordAccepted(long sent)
    {
        for (var last = Interlocked.Read(ref _lastAccepted); last < sent; last = Interlocked.Read(ref _lastAccepted))
        {
            Interlocked.CompareExchange(ref _lastAccepted, sent, last);
        }

        _isRefused = false;
    }

    /// <summary>Whether the API accepted it with a call that was sent at that timestamp or later.</summary>
    public bool WasAcceptedSince(long timestamp) => Interlocked.Read(ref _lastAccepted) >= timestamp;

    public override string ToString() => "access token";

    // Anything but the form ZohoCRM.modules.ALL is dropped, because a response may echo a secret anywhere.
    private static bool IsScope(string text) =>
        text.Length <= MaxScopeLength && text.Contains('.', StringComparison.Ordinal) && char.IsAsciiLetter(text[0])
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_');

    // A request in the future means that the clock was wrong.
    private bool IsWithinWindow(DateTimeOffset now) => now >= RequestedAt && now < RequestedAt + Window;
}
