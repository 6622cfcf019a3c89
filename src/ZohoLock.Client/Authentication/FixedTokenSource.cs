namespace ZohoLock.Authentication;

/// <summary>An access token that was handed over: it can't be renewed.</summary>
internal sealed class FixedTokenSource(Secret token, TokenEndpoint endpoint) : IAccessTokenSource
{
    private readonly AccessToken _token = new(token.Reveal());

    public bool CanRenew => false;

    public AccessToken? Current => _token;

    public ValueTask<AccessToken> GetAsync(CancellationToken cancellationToken) => new(_token);

    public ValueTask<AccessToken> RenewAsync(AccessToken? old, CancellationToken cancellationToken) => new(_token);

    public Task RevokeAsync(CancellationToken cancellationToken) => endpoint.RevokeAsync(_token.Value, cancellationToken);

    public void Dispose() => token.Dispose();
}
