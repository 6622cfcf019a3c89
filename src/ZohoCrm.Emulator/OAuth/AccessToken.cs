using ZohoCrm.Emulator.Crm.Organization;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>An access token and its state.</summary>
internal sealed class AccessToken(string value, CrmUser user, ScopeSet? scope, DateTimeOffset expires)
{
    private volatile bool _isRevoked;

    public string Value { get; } = value;

    public CrmUser User { get; } = user;

    /// <summary>The granted scopes; null for all scopes of the client.</summary>
    public ScopeSet? Scope { get; } = scope;

    public DateTimeOffset Expires { get; } = expires;

    public void Revoke() => _isRevoked = true;

    public bool IsValid(DateTimeOffset now) => !_isRevoked && now < Expires;
}
