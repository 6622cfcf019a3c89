namespace ZohoLock.Authentication;

/// <summary>An access token and what was granted with it. Its text is for the Authorization header only, so it never prints itself.</summary>
internal sealed class AccessToken(string value)
{
    private const int MaxRefusedInARow = 3;
    private const int MaxScopes = 100;
    private const int MaxScopeLength = 100;
    private const long Never = long.MinValue;

    private static readonly TimeSpan EarliestRenewal = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PropagationTime = TimeSpan.FromMinutes(1);

    // Zoho counts the tokens that it grants in ten minutes (protocol section 4.4).
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private long _lastAccepted = Never;
    private volatile int _refusedBefore;
    private volatile bool _isRefused;

    public string Value { get; } = value;

    /// <summary>The Authorization header that calls carry it in (protocol section 4.2).</summary>
    public string Header { get; } = $"Zoho-oauthtoken {value}";

    /// <summary>When it ends; null if that isn't known.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>From when on it is to be renewed, ahead of its end.</summary>
    public DateTimeOffset? RenewAfter { get; init; }

    /// <summary>When it was asked for; null if that isn't known.</summary>
    public DateTimeOffset? Asked { get; init; }

    /// <summary>
    /// Until when it counts as new, so that a server may not know it yet; null if it took no other's place, and where another connection was granted it.
    /// </summary>
    public DateTimeOffset? NewUntil { get; init; }

    /// <summary>How many tokens in a row were refused before this one without the API having taken one of them; 0 once it has taken this one.</summary>
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

    /// <summary>The API host that Zoho named with it.</summary>
    public string? ApiDomain { get; init; }

    /// <summary>The scopes it was granted; empty if Zoho didn't say.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Whether the API has taken it from this connection.</summary>
    public bool WasAccepted => WasAcceptedSince(Never + 1);

    /// <summary>The token of a response that grants one.</summary>
    /// <param name="response">The response.</param>
    /// <param name="asked">When it was asked for.</param>
    /// <param name="former">The token whose place it takes; null for a connection's first.</param>
    public static AccessToken From(TokenResponse response, DateTimeOffset asked, AccessToken? former)
    {
        // A tenth of a short life, so that a token of seconds isn't renewed at every call.
        var life = response.Life;
        var early = life is { } whole ? TimeSpan.FromTicks(Math.Min(EarliestRenewal.Ticks, whole.Ticks / 10)) : TimeSpan.Zero;
        return new AccessToken(response.AccessToken!)
        {
            Expires = asked + life,
            RenewAfter = asked + life - early,
            Asked = asked,
            NewUntil = former is null ? null : asked + PropagationTime,
            RefusedBefore = former switch
            {
                { IsRefused: true, WasAccepted: true } => 1,
                { IsRefused: true } => former.RefusedBefore + 1,
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
    /// Whether another is asked for in its place after the API refused it. What was taken before has ended; where nothing is taken that Zoho grants, the
    /// token isn't the reason, and asking on would use up the ten of ten minutes, for other programs too.
    /// </summary>
    public bool MayBeReplaced(DateTimeOffset now) =>
        WasAccepted || RefusedBefore == 0 || (!IsNew(now) && (RefusedBefore < MaxRefusedInARow || !IsWithinWindow(now)));

    /// <summary>Learns that the API took it with a call that was sent at that timestamp.</summary>
    public void RecordAccepted(long sent)
    {
        for (var last = Interlocked.Read(ref _lastAccepted); last < sent; last = Interlocked.Read(ref _lastAccepted))
        {
            Interlocked.CompareExchange(ref _lastAccepted, sent, last);
        }

        _isRefused = false;
    }

    /// <summary>Whether the API took it with a call that was sent at that timestamp or later.</summary>
    public bool WasAcceptedSince(long timestamp) => Interlocked.Read(ref _lastAccepted) >= timestamp;

    public override string ToString() => "access token";

    // ZohoCRM.modules.ALL. What doesn't look like one isn't kept: a response may repeat what it was sent in any place.
    private static bool IsScope(string text) =>
        text.Length <= MaxScopeLength && text.Contains('.', StringComparison.Ordinal) && char.IsAsciiLetter(text[0])
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_');

    // Nothing was asked for in the future: the clock was wrong.
    private bool IsWithinWindow(DateTimeOffset now) => now >= Asked && now < Asked + Window;
}
