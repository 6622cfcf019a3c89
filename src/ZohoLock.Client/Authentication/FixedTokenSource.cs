namespace ZohoLock.Authentication;

/// <summary>A source with one access token that can't be renewed: it was given, or issued without a refresh token.</summary>
internal sealed class FixedTokenSource(AccessToken token, TokenEndpoint endpoint) : IAccessTokenSource
{
    public Uri Accounts => endpoint.Accounts;

    public bool CanRenew => false;

    public AccessToken? Current => token;

    public Secret? RefreshToken => null;

    public DateTimeOffset? ThrottledSince => null;

    public TimeSpan TimeThrottled => TimeSpan.Zero;

    public string? CacheProblem => null;

    public bool IsThrottled => false;

    public ValueTask<AccessToken> GetAsync(CancellationToken cancellationToken) => new(token);

    public void Confirm(AccessToken token, long sent)
    {
    }

    public ValueTask<AccessToken> RenewAsync(AccessToken refused, CancellationToken cancellationToken) => new(token);

    public ValueTask<bool> WaitWhileThrottledAsync(TimeSpan patience, CancellationToken cancellationToken) => new(false);

    public Task RevokeAsync(CancellationToken cancellationToken) => endpoint.RevokeAsync(token.Value, cancellationToken);

    public void Dispose()
    {
    }
}
