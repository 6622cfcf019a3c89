namespace ZohoLock.Authentication;

/// <summary>Where a connection's access token comes from.</summary>
internal interface IAccessTokenSource : IDisposable
{
    /// <summary>True where a refused token can be replaced.</summary>
    bool CanRenew { get; }

    /// <summary>The token in use; null before the first was had.</summary>
    AccessToken? Current { get; }

    /// <summary>A token that is good for a call now.</summary>
    ValueTask<AccessToken> GetAsync(CancellationToken cancellationToken);

    /// <summary>The token that takes the place of <paramref name="old"/>, whoever asks first.</summary>
    ValueTask<AccessToken> RenewAsync(AccessToken? old, CancellationToken cancellationToken);

    /// <summary>Revokes at Zoho what the connection was opened with (protocol section 4.1).</summary>
    Task RevokeAsync(CancellationToken cancellationToken);
}
