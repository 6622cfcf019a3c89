using ZohoCrm.Emulator.Crm.Organization;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>A source of access tokens, with those it issued: a refresh token, a grant code without one, or the client itself.</summary>
internal sealed class Grant(CrmUser user, ScopeSet? scope, string? refreshToken)
{
    private readonly List<AccessToken> _issued = [];

    public string? RefreshToken { get; } = refreshToken;

    public CrmUser User { get; } = user;

    /// <summary>The granted scopes; null for all scopes of the client.</summary>
    public ScopeSet? Scope { get; } = scope;

    /// <summary>Counts the access tokens of ten minutes.</summary>
    public RateLimit Rate { get; } = new();

    /// <summary>Adds a new token; above the limit, the oldest valid token is revoked (protocol 4.4).</summary>
    public void Add(AccessToken token, int? activeLimit, DateTimeOffset now)
    {
        _issued.RemoveAll(issued => !issued.IsValid(now));
        _issued.Add(token);
        while (_issued.Count > Math.Max(1, activeLimit ?? int.MaxValue))
        {
            _issued[0].Revoke();
            _issued.RemoveAt(0);
        }
    }

    public void RevokeTokens()
    {
        _issued.ForEach(token => token.Revoke());
        _issued.Clear();
    }
}
