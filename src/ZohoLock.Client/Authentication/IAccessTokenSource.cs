namespace ZohoLock.Authentication;

/// <summary>The source of a connection's access token.</summary>
internal interface IAccessTokenSource : IDisposable
{
    /// <summary>The accounts host that issues the tokens.</summary>
    Uri Accounts { get; }

    /// <summary>Whether a refused token can be replaced.</summary>
    bool CanRenew { get; }

    /// <summary>The current token; null before the first request.</summary>
    AccessToken? Current { get; }

    /// <summary>The refresh token that access tokens are requested with; null if there is none.</summary>
    Secret? RefreshToken { get; }

    /// <summary>Since when Zoho has refused to issue tokens because of too many requests; null if it isn't refusing.</summary>
    DateTimeOffset? ThrottledSince { get; }

    /// <summary>When the next token may be requested after that; null if Zoho isn't refusing.</summary>
    DateTimeOffset? NextRequest { get; }

    /// <summary>How long calls have waited in total because of that.</summary>
    TimeSpan TimeThrottled { get; }

    /// <summary>Why the token cache is disabled although one was configured; null if it works.</summary>
    string? CacheProblem { get; }

    /// <summary>Gets a valid token.</summary>
    ValueTask<AccessToken> GetAsync(CancellationToken cancellationToken);

    /// <summary>Records that the API has accepted a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="sent">The timestamp at which the accepted call was sent.</param>
    void Confirm(AccessToken token, long sent);

    /// <summary>
    /// Gets a replacement for <paramref name="refused"/>; concurrent callers share one request. Returns the same token if no new one may be
    /// requested.
    /// </summary>
    ValueTask<AccessToken> RenewAsync(AccessToken refused, CancellationToken cancellationToken);

    /// <summary>Whether Zoho refuses to issue tokens and the current one can't be used.</summary>
    bool IsThrottled { get; }

    /// <summary>Waits while Zoho refuses to issue tokens and the current one can't be used.</summary>
    /// <returns>Whether it had to wait.</returns>
    /// <exception cref="ZohoException">It took longer than <paramref name="patience"/>.</exception>
    ValueTask<bool> WaitWhileThrottledAsync(TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>Revokes the token that the connection was opened with (protocol section 4.1), and clears the token cache.</summary>
    Task RevokeAsync(CancellationToken cancellationToken);
}
