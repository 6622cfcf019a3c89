namespace ZohoCrm.Emulator.OAuth;

/// <summary>What a grant code stands for, and what it is bound to (protocol 4.1); a self client's code is bound to nothing.</summary>
internal sealed record GrantCode(CrmUser User, DateTimeOffset Expires)
{
    /// <summary>The redirect URI of the authorize call.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>The scopes granted; null for whatever the client has.</summary>
    public ScopeSet? Scope { get; init; }

    public CodeChallenge? Challenge { get; init; }

    public bool GivesRefreshToken { get; init; } = true;
}
