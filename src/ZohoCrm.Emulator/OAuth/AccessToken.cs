namespace ZohoCrm.Emulator.OAuth;

/// <summary>An access token and what became of it.</summary>
internal sealed class AccessToken(string value, CrmUser user, ScopeSet? scope, DateTimeOffset expires, byte[] resetHeader)
{
    private volatile bool _isDead;

    public string Value { get; } = value;

    public CrmUser User { get; } = user;

    /// <summary>The scopes it was granted; null for whatever the client has.</summary>
    public ScopeSet? Scope { get; } = scope;

    /// <summary>The header line that tells when the token expires (protocol 6.4), spelled out once.</summary>
    public ReadOnlyMemory<byte> ResetHeader { get; } = resetHeader;

    public void Kill() => _isDead = true;

    public bool IsAlive(DateTimeOffset now) => !_isDead && now < expires;
}
