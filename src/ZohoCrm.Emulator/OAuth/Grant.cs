namespace ZohoCrm.Emulator.OAuth;

/// <summary>What gives access tokens, with those that it gave: a refresh token, a code that brought none, or the client itself.</summary>
internal sealed class Grant(CrmUser user, ScopeSet? scope, string? refreshToken)
{
    private readonly List<AccessToken> _issued = [];

    public string? RefreshToken { get; } = refreshToken;

    public CrmUser User { get; } = user;

    /// <summary>The scopes granted; null for whatever the client has.</summary>
    public ScopeSet? Scope { get; } = scope;

    /// <summary>How many access tokens it gave in the last ten minutes.</summary>
    public RateWindow Rate { get; } = new();

    /// <summary>Takes in a new token; above the limit, the oldest that lives dies (protocol 4.4).</summary>
    public void Add(AccessToken token, int? activeLimit, DateTimeOffset now)
    {
        _issued.RemoveAll(issued => !issued.IsAlive(now));
        _issued.Add(token);
        while (_issued.Count > Math.Max(1, activeLimit ?? int.MaxValue))
        {
            _issued[0].Kill();
            _issued.RemoveAt(0);
        }
    }

    public void KillAll()
    {
        _issued.ForEach(token => token.Kill());
        _issued.Clear();
    }
}
