namespace ZohoLock.Authentication;

/// <summary>A source with one access token that can't be renewed: it was given, or issued without a refresh token.</summary>
internal sealed class FixedTokenSource(AccessToken token, TokenEndpoint endpoint) : IAccessTokenSource
{
    private volatile AccessToken? _token = token;

    public Uri Accounts => endpoint.Accounts;

    public bool CanRenew => false;

    public AccessToken? Current => _token;

    public Secret? RefreshToken => null;

    public DateTimeOffset? ThrottledSince => null;

    public DateTimeOffset? NextRequest => null;

    public TimeSpan TimeThrottled => TimeSpan.Zero;

    public string? CacheProblem => null;

    public bool IsThrottled => false;

    public ValueTask<AccessToken> GetAsync(CancellationToken cancellationToken) => new(Require());

    public void Confirm(AccessToken token, long sent)
    {
    }

    public ValueTask<AccessToken> RenewAsync(AccessToken refused, CancellationToken cancellationToken) => new(Require());

    public ValueTask<bool> WaitWhileThrottledAsync(TimeSpan patience, CancellationToken cancellationToken) => new(false);

    public Task RevokeAsync(CancellationToken cancellationToken) => endpoint.RevokeAsync(Require().Value, cancellationToken);

    public void Dispose() => _token = null;

    private AccessToken Require() => _token ?? throw new ObjectDisposedException(nameof(FixedTokenSource));
}
